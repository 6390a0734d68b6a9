/** Keeps the request that is in the form, under a name, for every connection of the integration. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../../shared/components/Dialog";
import { DialogForm } from "../../../shared/components/DialogForm";
import { TextField } from "../../../shared/components/TextField";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import type { SavedRequest } from "../../../shared/generated/SavedRequest";
import { rpc } from "../../../shared/host";
import { type CallDraft, toSaved } from "./draft";

interface Props {
  draft: CallDraft;
  integration: string;
  saved: readonly SavedRequest[];
  open: boolean;
  onClose: () => void;
  onSaved: (request: SavedRequest) => void;
}

export function SaveDialog({ open, onClose, ...rest }: Props) {
  return (
    <Dialog title="Save the request" open={open} onClose={onClose}>
      <Form onClose={onClose} {...rest} />
    </Dialog>
  );
}

function Form({ draft, integration, saved, onClose, onSaved }: Omit<Props, "open">) {
  const client = useQueryClient();
  const from = saved.find((one) => one.id === draft.saved);
  const [name, setName] = useState(from?.name ?? "");
  const plain = `${draft.method} ${draft.path.trim()}`;
  const called = name.trim() || plain;
  const same = saved.find((one) => one.name === called);
  const save = useMutation<SavedRequest, ErrorView>({
    mutationFn: () => rpc("saved_request_save", toSaved(draft, integration, called.slice(0, 100), same?.id ?? null)),
    onSuccess: (kept) => {
      void client.invalidateQueries({ queryKey: ["saved_requests"] });
      onSaved(kept);
      onClose();
    },
  });
  return (
    <DialogForm doing={save} submit={same ? "Replace" : "Save"} onSubmit={() => save.mutate()} onClose={onClose} testId="saved-save">
      <TextField label="Name" value={name} onValue={setName} maxLength={100} autoFocus placeholder={plain} hint={same ? "A request of this name is there already; it is replaced." : "Kept for all connections of this integration."} data-testid="saved-name" />
    </DialogForm>
  );
}
