/** Where the API listens, and the workspace's key and secret. */
import { Lamp } from "../../shared/components/Lamp";
import type { ApiView } from "../../shared/generated/ApiView";
import css from "./Api.module.css";
import { Section } from "./Section";
import { SecretValue, Value } from "./Value";

export function AddressAndKeys({ api }: { api: ApiView }) {
  return (
    <Section step={1} title="Point your application here" lead="Patchbay answers what Membrane's SDK asks about integrations and connections. Your application needs the address; your backend also needs the key and the secret, to sign tokens.">
      <dl className={css.values}>
        <Value name="Address" value={api.url} testId="api-url" />
        {api.workspaceKey !== null && (
          <>
            <Value name="Workspace key" value={api.workspaceKey} testId="workspace-key" />
            <SecretValue name="Workspace secret" subject={{ kind: "workspace" }} testId="workspace-secret" />
          </>
        )}
      </dl>
      {api.workspaceKey === null && (
        <p className={css.state}>
          <Lamp light="amber" /> The key and the secret can be read once the vault is ready.
        </p>
      )}
    </Section>
  );
}
