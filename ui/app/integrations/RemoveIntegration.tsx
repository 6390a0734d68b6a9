/** Removes an integration that nothing uses any more. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { count } from "../../shared/format";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import { rpc } from "../../shared/host";
import { go } from "../route";
import css from "./Integrations.module.css";

export function RemoveIntegration({ detail, open, onClose }: { detail: IntegrationDetail; open: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const { key, name, connections } = detail.summary;
  const remove = useMutation<unknown, ErrorView>({
    mutationFn: () => rpc("integration_remove", { key }),
    onSuccess: () => {
      for (const command of ["integrations", "status"]) void client.invalidateQueries({ queryKey: [command] });
      go({ screen: "integrations" }, true);
    },
  });
  return (
    <Dialog title={`Remove “${name}”?`} open={open} onClose={onClose}>
      <p>{connections > 0 ? `${count(connections, "connection")} still ${connections === 1 ? "goes" : "go"} through it, and would stop working.` : "No connection goes through it."} Its defaults, the client secret among them, leave the lists with it.</p>
      {remove.error && <ErrorBox error={remove.error} />}
      <div className={css.acts}>
        <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()} data-testid="integration-remove-confirm">
          Remove
        </Button>
        <Button autoFocus onClick={onClose}>
          Keep it
        </Button>
      </div>
    </Dialog>
  );
}
