/** A new name for an integration. Its key stays: it is part of the redirect URI. */
import { useState } from "react";
import { Dialog } from "../../shared/components/Dialog";
import { DialogForm } from "../../shared/components/DialogForm";
import { TextField } from "../../shared/components/TextField";
import type { IntegrationSummary } from "../../shared/generated/IntegrationSummary";
import { say } from "../../shared/toast";
import { useSet } from "./useSet";

interface Props {
  summary: IntegrationSummary;
  open: boolean;
  onClose: () => void;
}

export const RenameIntegration = (props: Props) => (
  <Dialog title="Rename the integration" open={props.open} onClose={props.onClose}>
    <Form {...props} />
  </Dialog>
);

function Form({ summary, onClose }: Props) {
  const [name, setName] = useState(summary.name);
  const set = useSet(summary.key);
  const typed = name.trim();
  const rename = () =>
    set.mutate(
      { name: typed },
      {
        onSuccess: () => {
          say(`Renamed to “${typed}”.`, { undo: () => set.mutateAsync({ name: summary.name }) });
          onClose();
        },
      },
    );
  return (
    <DialogForm doing={set} submit="Rename" disabled={typed === "" || typed === summary.name} onSubmit={rename} onClose={onClose} testId="integration-rename-save">
      <TextField label="Name" value={name} onValue={setName} maxLength={200} hint={`The key “${summary.key}” stays: it is part of the redirect URI and of your code.`} autoFocus data-testid="integration-name" />
    </DialogForm>
  );
}
