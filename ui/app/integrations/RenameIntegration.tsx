/** A new name for an integration. Its key stays: it is part of the redirect URI. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { TextField } from "../../shared/components/TextField";
import type { IntegrationSummary } from "../../shared/generated/IntegrationSummary";
import { say } from "../../shared/toast";
import css from "./Integrations.module.css";
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
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate(
          { name: typed },
          {
            onSuccess: () => {
              say(`Renamed to “${typed}”.`, { undo: () => set.mutateAsync({ name: summary.name }) });
              onClose();
            },
          },
        );
      }}
    >
      <TextField label="Name" value={name} onValue={setName} maxLength={200} hint={`The key “${summary.key}” stays: it is part of the redirect URI and of your code.`} autoFocus data-testid="integration-name" />
      {set.error && <ErrorBox error={set.error} />}
      <div className={css.acts}>
        <Button type="submit" look="primary" busy={set.isPending} disabled={typed === "" || typed === summary.name} data-testid="integration-rename-save">
          Rename
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
