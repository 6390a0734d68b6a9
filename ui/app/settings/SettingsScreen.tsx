import type { SettingsTab } from "../route";
/** Settings. */
import { Page } from "../../shared/components/Page";

export function SettingsScreen({ tab }: { tab: SettingsTab }) {
  return <Page title="Settings">{tab}</Page>;
}
