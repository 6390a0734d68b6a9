/** A new name or a new key for a connection. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../shared/components/Dialog";
import { DialogForm } from "../../shared/components/DialogForm";
import { TextField } from "../../shared/components/TextField";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";

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

function Rename({ summary, onClose }: Props) {
  const [typed, setTyped] = useState(summary.name);
  const saved = useSaved(() => rpc("connection_rename", { connection: summary.id, name: typed.trim() }), onClose);
  return (
    <DialogForm doing={saved} submit="Rename" disabled={typed.trim() === ""} onSubmit={() => saved.mutate()} onClose={onClose} testId="rename-save">
      <TextField label="Name" value={typed} onValue={setTyped} maxLength={200} autoFocus data-testid="rename-name" />
    </DialogForm>
  );
}

function Key({ summary, onClose }: Props) {
  const [typed, setTyped] = useState(summary.key ?? "");
  const saved = useSaved(() => rpc("connection_set_key", { connection: summary.id, key: typed.trim() === "" ? null : typed.trim() }), onClose);
  return (
    <DialogForm doing={saved} submit="Save the key" onSubmit={() => saved.mutate()} onClose={onClose} testId="key-save">
      <TextField label="Key" value={typed} onValue={setTyped} maxLength={64} spellCheck={false} autoComplete="off" autoFocus placeholder="acme-production" hint="Your code may name the connection by it instead of by its id. Distinct among the tenant's connections; leave it empty to take it away." data-testid="key-value" />
    </DialogForm>
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
