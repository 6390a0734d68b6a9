/** A new name for a connection. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { TextField } from "../../shared/components/TextField";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";

interface Props {
  id: string;
  name: string;
  open: boolean;
  onClose: () => void;
}

export function RenameDialog({ id, name, open, onClose }: Props) {
  const [typed, setTyped] = useState(name);
  const client = useQueryClient();
  const rename = useMutation<unknown, ErrorView>({
    mutationFn: () => rpc("connection_rename", { connection: id, name: typed.trim() }),
    onSuccess: () => {
      for (const command of ["connection_show", "connections"]) void client.invalidateQueries({ queryKey: [command] });
      onClose();
    },
  });
  return (
    <Dialog title="Rename connection" open={open} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <TextField label="Name" value={typed} onValue={setTyped} maxLength={200} autoFocus data-testid="rename-name" />
        {rename.error && <ErrorBox error={rename.error} />}
        <p>
          <br />
          <Button type="submit" look="primary" busy={rename.isPending} disabled={typed.trim() === ""} data-testid="rename-save">
            Rename
          </Button>{" "}
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
        </p>
      </form>
    </Dialog>
  );
}
