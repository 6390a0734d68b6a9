/** Another name for a saved request. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../../shared/components/Button";
import { Dialog } from "../../../shared/components/Dialog";
import { ErrorBox } from "../../../shared/components/ErrorBox";
import { TextField } from "../../../shared/components/TextField";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import type { SavedRequest } from "../../../shared/generated/SavedRequest";
import { rpc } from "../../../shared/host";
import css from "../NameDialogs.module.css";

interface Props {
  /** None: the dialog is shut. */
  request: SavedRequest | null;
  saved: readonly SavedRequest[];
  onClose: () => void;
}

export function RenameRequest({ request, saved, onClose }: Props) {
  return (
    <Dialog title="Rename the request" open={request !== null} onClose={onClose}>
      {request && <Form request={request} saved={saved} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ request, saved, onClose }: Props & { request: SavedRequest }) {
  const client = useQueryClient();
  const [typed, setTyped] = useState(request.name);
  const name = typed.trim();
  const taken = saved.some((one) => one.id !== request.id && one.name === name);
  const save = useMutation<SavedRequest, ErrorView>({
    mutationFn: () => rpc("saved_request_save", { ...request, name }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["saved_requests"] });
      onClose();
    },
  });
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name !== "" && !taken) save.mutate();
      }}
    >
      <TextField label="Name" value={typed} onValue={setTyped} maxLength={100} autoFocus problem={taken ? "Another request has this name." : undefined} data-testid="request-name" />
      {save.error && <ErrorBox error={save.error} />}
      <div className={css.acts}>
        <Button type="submit" look="primary" busy={save.isPending} disabled={name === "" || taken} data-testid="request-rename">
          Rename
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
