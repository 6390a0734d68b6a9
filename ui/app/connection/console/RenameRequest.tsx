/** Another name for a saved request. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../../shared/components/Dialog";
import { DialogForm } from "../../../shared/components/DialogForm";
import { TextField } from "../../../shared/components/TextField";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import type { SavedRequest } from "../../../shared/generated/SavedRequest";
import { rpc } from "../../../shared/host";

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
    <DialogForm doing={save} submit="Rename" disabled={name === "" || taken} onSubmit={() => save.mutate()} onClose={onClose} testId="request-rename">
      <TextField label="Name" value={typed} onValue={setTyped} maxLength={100} autoFocus problem={taken ? "Another request has this name." : undefined} data-testid="request-name" />
    </DialogForm>
  );
}
