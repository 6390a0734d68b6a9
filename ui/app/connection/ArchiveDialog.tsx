/** Archiving takes a connection out of lists and out of use; it can be restored. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { ArchiveAnswer } from "../../shared/generated/ArchiveAnswer";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { noteArchive } from "../connections/ArchiveNotice";
import { go } from "../route";

interface Props {
  id: string;
  name: string;
  open: boolean;
  onClose: () => void;
}

export function ArchiveDialog({ id, name, open, onClose }: Props) {
  const client = useQueryClient();
  const archive = useMutation<ArchiveAnswer, ErrorView>({
    mutationFn: () => rpc("connection_archive", { connection: id }),
    onSuccess: (answer) => {
      noteArchive(client, answer.warning);
      for (const command of ["connection_show", "connections", "status"]) void client.invalidateQueries({ queryKey: [command] });
      onClose();
      go({ screen: "connections" });
    },
  });
  return (
    <Dialog title={`Archive “${name}”?`} open={open} onClose={onClose}>
      <p>Calls through it stop, and it leaves the list. Its override and credentials stay on this machine, and it can be restored.</p>
      {archive.error && <ErrorBox error={archive.error} />}
      <div>
        <Button look="danger" busy={archive.isPending} onClick={() => archive.mutate()} data-testid="archive-confirm">
          Archive
        </Button>{" "}
        <Button autoFocus onClick={onClose}>
          Keep it
        </Button>
      </div>
    </Dialog>
  );
}
