/** Adds an integration from a connector of the catalogue. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { SelectField, TextField } from "../../shared/components/TextField";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import { rpc } from "../../shared/host";
import { useAsk } from "../../shared/query";
import { go } from "../route";
import css from "./Integrations.module.css";
import { KIND_WORDS } from "./kinds";

/** The connector's key, or the first `-2`, `-3` … of it that no integration has. */
function freeKey(wanted: string, taken: readonly string[]): string {
  let key = wanted;
  for (let number = 2; taken.includes(key); number += 1) key = `${wanted}-${number}`;
  return key;
}

const KEY = /^[a-z0-9][a-z0-9-]{0,63}$/;

export function AddIntegration({ open, from, onClose }: { open: boolean; from?: string; onClose: () => void }) {
  const connectors = useAsk("connectors", {}, { enabled: open });
  const integrations = useAsk("integrations", {}, { enabled: open });
  const client = useQueryClient();
  const [connector, setConnector] = useState(from ?? "");
  const [typedKey, setTypedKey] = useState<string | null>(null);
  const [name, setName] = useState("");
  const chosen = connectors.data?.find((one) => one.key === connector) ?? connectors.data?.[0];
  const key = typedKey ?? freeKey(chosen?.key ?? "", (integrations.data ?? []).map((one) => one.key));
  const add = useMutation<IntegrationDetail, ErrorView>({
    mutationFn: () => rpc("integration_add", { key, connector: chosen?.key ?? "", version: null, name: name.trim() || null, redirect: null, surface: null }),
    onSuccess: (made) => {
      for (const command of ["integrations", "status"]) void client.invalidateQueries({ queryKey: [command] });
      onClose();
      go({ screen: "integration", key: made.summary.key });
    },
  });
  return (
    <Dialog title="Add integration" open={open} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        {connectors.error && <ErrorBox error={connectors.error} />}
        <SelectField label="Connector" value={chosen?.key ?? ""} onValue={setConnector} items={(connectors.data ?? []).map((one) => ({ value: one.key, label: one.own ? `${one.name} (your own file)` : one.name }))} hint={chosen ? `Signs in with ${KIND_WORDS[chosen.kind]}.` : undefined} data-testid="add-connector" />
        <TextField label="Key" value={key} onValue={setTypedKey} problem={key !== "" && !KEY.test(key) ? "Small letters, digits and hyphens, starting with a letter or digit." : undefined} hint="Part of the redirect URI; it cannot be changed later." data-testid="add-key" />
        <TextField label="Name" value={name} onValue={setName} placeholder={chosen?.name ?? ""} data-testid="add-name" />
        {add.error && <ErrorBox error={add.error} />}
        <div className={css.acts}>
          <Button type="submit" look="primary" busy={add.isPending} disabled={!KEY.test(key) || !chosen} data-testid="add-confirm">
            Add
          </Button>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
