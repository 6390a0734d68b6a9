/** The built-in provider. */
import { Page } from "../../shared/components/Page";

export function SandboxScreen() {
  return <Page title="Sandbox">{null}</Page>;
}
