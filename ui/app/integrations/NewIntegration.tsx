/** A new integration: first the provider, then its name and what it needs, and from there to the first connection. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { TextField } from "../../shared/components/TextField";
import type { ConnectorSummary } from "../../shared/generated/ConnectorSummary";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import { rpc } from "../../shared/host";
import { readPatch } from "../../shared/params/patch";
import { useAsk } from "../../shared/query";
import { go } from "../route";
import { ConnectorPicker } from "./ConnectorPicker";
import { freeKey, keyProblem } from "./key";
import { KIND_SENTENCES } from "./kinds";
import css from "./NewIntegration.module.css";
import { redirects, RegisterUri } from "./RegisterUri";
import { RequiredFields } from "./RequiredFields";

interface Props {
  open: boolean;
  /** The connector, where it is chosen already. */
  from?: ConnectorSummary;
  onClose: () => void;
}

export function NewIntegration({ open, from, onClose }: Props) {
  return (
    <Dialog title="New integration" open={open} onClose={onClose} wide>
      {open && <Steps {...(from ? { from } : {})} onClose={onClose} />}
    </Dialog>
  );
}

function Steps({ from, onClose }: Omit<Props, "open">) {
  const [connector, setConnector] = useState(from);
  if (!connector) return <ConnectorPicker onPick={setConnector} />;
  return <Details key={connector.key} connector={connector} onAnother={() => setConnector(undefined)} onClose={onClose} />;
}

function Details({ connector, onAnother, onClose }: { connector: ConnectorSummary; onAnother: () => void; onClose: () => void }) {
  const integrations = useAsk("integrations", {});
  const shown = useAsk("connector_show", { key: connector.key, version: null });
  const client = useQueryClient();
  const [typedKey, setTypedKey] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [text, setText] = useState("{}");
  const key = typedKey ?? freeKey(connector.key, (integrations.data ?? []).map((one) => one.key));
  const problem = keyProblem(key);
  const add = useMutation<IntegrationDetail, ErrorView, "connect" | "look">({
    mutationFn: () => {
      const parameters = readPatch(text) ?? {};
      return rpc("integration_add", { key, connector: connector.key, version: null, name: name.trim() || null, ...(Object.keys(parameters).length > 0 ? { parameters } : {}), redirect: null, surface: null });
    },
    onSuccess: (made, next) => {
      for (const command of ["integrations", "status"]) void client.invalidateQueries({ queryKey: [command] });
      onClose();
      go(next === "connect" ? { screen: "new", integration: made.summary.key } : { screen: "integration", key: made.summary.key });
    },
  });
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate("connect");
      }}
    >
      <p className={css.chosen}>
        <b>{connector.name}</b> <span>{KIND_SENTENCES[connector.kind]}</span>
        <Button look="quiet" onClick={onAnother} data-testid="add-another">
          Choose another
        </Button>
      </p>
      <div className={css.pair}>
        <TextField label="Name" value={name} onValue={setName} placeholder={connector.name} hint="Shown in lists." maxLength={200} autoFocus data-testid="add-name" />
        <TextField label="Key" value={key} onValue={setTypedKey} problem={problem ?? undefined} hint="Part of the redirect URI and of your code; it cannot be changed later." data-testid="add-key" />
      </div>
      <RequiredFields connector={connector} text={text} onText={setText} />
      {shown.data && redirects(shown.data) && problem === null && (
        <div className={css.field}>
          <b>Redirect URI to register with {connector.name}</b>
          <RegisterUri detail={shown.data} integration={key} />
        </div>
      )}
      {add.error && <ErrorBox error={add.error} />}
      <div className={css.acts}>
        <Button type="submit" look="primary" busy={add.isPending} disabled={problem !== null} data-testid="add-confirm">
          Add and make a connection
        </Button>
        <Button busy={add.isPending} disabled={problem !== null} onClick={() => add.mutate("look")} data-testid="add-only">
          Only add
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
