/** The log of all calls. */
import { Page } from "../../shared/components/Page";

export function CallsScreen({ filter }: { filter: string }) {
  return <Page title="Calls">{filter}</Page>;
}
