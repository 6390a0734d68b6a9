/** Everything that an application needs to talk to Patchbay, in the order in which it is done. */
import type { ApiView } from "../../shared/generated/ApiView";
import { useAsk } from "../../shared/query";
import { usualOf } from "../integrations/usual";
import { AddressAndKeys } from "./AddressAndKeys";
import css from "./Api.module.css";
import { CodeSample } from "./CodeSample";
import { EnvironmentFiles } from "./EnvironmentFiles";
import { Section } from "./Section";
import { TokenMinter } from "./TokenMinter";

export function SetupTab({ api }: { api: ApiView }) {
  const integrations = useAsk("integrations", {});
  return (
    <div className={css.columns}>
      <div className={css.column}>
        <AddressAndKeys api={api} />
        <EnvironmentFiles />
      </div>
      <div className={css.column}>
        <Section step={3} title="Connect from your code" lead="Your backend signs a token for the tenant that is logged in, and hands it to the page. To try it at once, mint one below.">
          <CodeSample url={api.url} integration={usualOf(integrations.data ?? [])?.key ?? "sandbox"} />
        </Section>
        <TokenMinter />
      </div>
    </div>
  );
}
