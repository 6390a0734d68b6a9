/** The workbench of a draft, and the way from it to a connection. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { DraftView } from "../../shared/generated/DraftView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import type { Named } from "../../shared/generated/Named";
import type { Subject } from "../../shared/generated/Subject";
import { rpc } from "../../shared/host";
import { begin } from "../connect/begin";
import { go } from "../route";
import type { Workbench as Bench } from "./model";
import { obstacle, SavePanel } from "./SavePanel";
import { useDraftText } from "./useDraftText";
import { usePreview } from "./usePreview";
import { Workbench } from "./Workbench";

export function DraftBench({ draft, integration, variants }: { draft: DraftView; integration: IntegrationDetail; variants: readonly Named[] }) {
  const client = useQueryClient();
  const { text, setText, flush, error } = useDraftText(draft);
  const subject: Subject = { kind: "new", integration: draft.integration, option: draft.option };
  const live = usePreview(subject, text);
  const [discarding, setDiscarding] = useState(false);
  const id = draft.id ?? "";
  const connect = useMutation<unknown, ErrorView>({
    mutationFn: async () => {
      if (await flush()) await begin({ kind: "draft", id });
    },
  });
  const discard = useMutation<unknown, ErrorView>({
    // What still waits to be saved goes first, or it would bring the draft back.
    mutationFn: async () => {
      await flush();
      return rpc("draft_discard", { id });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["drafts"] });
      go({ screen: "connections" }, true);
    },
  });
  const reveal = async (path: string) => (await rpc("reveal", { subject: { kind: "integration", integration: draft.integration }, path })).value;
  const bench: Bench = { text, setText, preview: live.preview, schema: integration.parametersSchema, variants, reveal };
  const wait = obstacle(live.preview);
  const missing = live.preview?.missing ?? [];
  const changes = live.preview?.changes.length ?? 0;
  const title = wait !== null ? "Not ready to connect." : missing.length > 0 ? `Still needed: ${missing.map((one) => one.path).join(", ")}.` : "Ready to connect.";
  const words = wait ?? missing[0]?.message ?? (changes === 0 ? "With the integration's defaults. Override anything at the left." : `With ${changes === 1 ? "one parameter" : `${changes} parameters`} unlike the integration's defaults.`);
  const footer = (
    <SavePanel title={title} words={words} look={wait !== null ? "wrong" : missing.length > 0 ? "attention" : "calm"}>
      {(connect.error ?? error ?? discard.error) && <ErrorBox error={(connect.error ?? error ?? discard.error) as ErrorView} />}
      <Button look="primary" busy={connect.isPending} disabled={wait !== null || missing.length > 0 || !live.current} onClick={() => connect.mutate()} data-testid="connect">
        Connect
      </Button>
      <Button look="quiet" onClick={() => setDiscarding(true)} data-testid="discard-draft">
        Discard draft…
      </Button>
    </SavePanel>
  );
  return (
    <>
      <Workbench bench={bench} live={live} footer={footer} />
      <Dialog title="Discard this draft?" open={discarding} onClose={() => setDiscarding(false)}>
        <p>Its override is lost. Nothing was sent to the provider.</p>
        <div>
          <Button look="danger" busy={discard.isPending} onClick={() => discard.mutate()}>
            Discard
          </Button>{" "}
          <Button autoFocus onClick={() => setDiscarding(false)}>
            Keep it
          </Button>
        </div>
      </Dialog>
    </>
  );
}
