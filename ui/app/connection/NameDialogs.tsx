/** A new name or a new key for a connection. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { TextField } from "../../shared/components/TextField";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import css from "./NameDialogs.module.css";

interface Props {
  summary: ConnectionSummary;
  open: boolean;
  onClose: () => void;
}

function useSaved(save: () => Promise<unknown>, onClose: () => void) {
  const client = useQueryClient();
  return useMutation<unknown, ErrorView>({
    mutationFn: save,
    onSuccess: () => {
      for (const command of ["connection_show", "connections"]) void client.invalidateQueries({ queryKey: [command] });
      onClose();
    },
  });
}

function Form({ saved, disabled, submit, testId, onClose, children }: { saved: ReturnType<typeof useSaved>; disabled: boolean; submit: string; testId: string; onClose: () => void; children: ReactNode }) {
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        saved.mutate();
      }}
    >
      {children}
      {saved.error && <ErrorBox error={saved.error} />}
      <div className={css.acts}>
        <Button type="submit" look="primary" busy={saved.isPending} disabled={disabled} data-testid={testId}>
          {submit}
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function Rename({ summary, onClose }: Props) {
  const [typed, setTyped] = useState(summary.name);
  const saved = useSaved(() => rpc("connection_rename", { connection: summary.id, name: typed.trim() }), onClose);
  return (
    <Form saved={saved} disabled={typed.trim() === ""} submit="Rename" testId="rename-save" onClose={onClose}>
      <TextField label="Name" value={typed} onValue={setTyped} maxLength={200} autoFocus data-testid="rename-name" />
    </Form>
  );
}

function Key({ summary, onClose }: Props) {
  const [typed, setTyped] = useState(summary.key ?? "");
  const saved = useSaved(() => rpc("connection_set_key", { connection: summary.id, key: typed.trim() === "" ? null : typed.trim() }), onClose);
  return (
    <Form saved={saved} disabled={false} submit="Save the key" testId="key-save" onClose={onClose}>
      <TextField label="Key" value={typed} onValue={setTyped} maxLength={64} spellCheck={false} autoComplete="off" autoFocus placeholder="acme-production" hint="Your code may name the connection by it instead of by its id. Distinct among the tenant's connections; leave it empty to take it away." data-testid="key-value" />
    </Form>
  );
}

// The forms are made anew each time, so that they begin with what is there.
export const RenameDialog = (props: Props) => (
  <Dialog title="Rename the connection" open={props.open} onClose={props.onClose}>
    <Rename {...props} />
  </Dialog>
);

export const KeyDialog = (props: Props) => (
  <Dialog title={`Key of “${props.summary.name}”`} open={props.open} onClose={props.onClose}>
    <Key {...props} />
  </Dialog>
);
