/** A connector's file copied into a file of one's own, and where that is. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { ConnectorCopyAnswer } from "../../shared/generated/ConnectorCopyAnswer";
import type { ConnectorSummary } from "../../shared/generated/ConnectorSummary";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { go } from "../route";
import css from "./Connectors.module.css";

export function useOwnCopy(connector: string) {
  const client = useQueryClient();
  return useMutation<ConnectorCopyAnswer, ErrorView>({
    mutationFn: () => rpc("connector_copy", { key: connector }),
    onSuccess: () => {
      for (const command of ["connectors", "connector_folders"]) void client.invalidateQueries({ queryKey: [command] });
    },
  });
}

export function OwnCopy({ connector, copy }: { connector: ConnectorSummary; copy: ReturnType<typeof useOwnCopy> }) {
  const made = copy.data;
  return (
    <>
      {copy.error && <ErrorBox error={copy.error} />}
      <Dialog title={`Your own copy of ${connector.name}`} open={made !== undefined} onClose={copy.reset} wide>
        {made && (
          <>
            <p>It is a connector of its own, with the key “{made.key}”. Open the file in your editor: what you save is read again at once, and connections through it follow.</p>
            <div className={css.path}>
              <code data-testid="copy-path">{made.file}</code>
              <CopyButton text={made.file} label="Copy" name="Copy the file's path" testId="copy-path-copy" />
            </div>
            <div className={css.acts}>
              <Button
                look="primary"
                onClick={() => {
                  copy.reset();
                  go({ screen: "connector", key: made.key });
                }}
                data-testid="copy-open"
              >
                Open {made.key}
              </Button>
              <Button look="quiet" onClick={copy.reset}>
                Stay here
              </Button>
            </div>
          </>
        )}
      </Dialog>
    </>
  );
}
