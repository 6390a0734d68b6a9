/** The workbench of a draft, and the way from it to a connection. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { DraftView } from "../../shared/generated/DraftView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import type { Named } from "../../shared/generated/Named";
import type { Preview } from "../../shared/generated/Preview";
import type { Subject } from "../../shared/generated/Subject";
import { rpc } from "../../shared/host";
import { say } from "../../shared/toast";
import { type Action, useActions } from "../actions/actions";
import { DraftCode } from "../code/CodePanel";
import { begin } from "../connect/begin";
import { go } from "../route";
import { Mend } from "./Mend";
import type { Workbench as Bench } from "./model";
import { Facts, obstacle, SavePanel } from "./SavePanel";
import { useDraftText } from "./useDraftText";
import { usePreview } from "./usePreview";
import { Workbench } from "./Workbench";

interface Props {
  draft: DraftView;
  integration: IntegrationDetail;
  variants: readonly Named[];
}

function told(preview: Preview | undefined): { title: string; words: string; look: "calm" | "attention" | "wrong" } {
  const wait = obstacle(preview);
  const missing = preview?.missing ?? [];
  const changes = preview?.changes.length ?? 0;
  if (wait !== null) return { title: "Not ready to connect.", words: wait, look: "wrong" };
  if (missing.length > 0) return { title: `Still needed: ${missing.map((one) => one.path).join(", ")}.`, words: missing[0]?.message ?? "", look: "attention" };
  return { title: "Ready to connect.", words: changes === 0 ? "With the integration's defaults. Override anything at the left." : `With ${changes === 1 ? "one parameter" : `${changes} parameters`} unlike the integration's defaults.`, look: "calm" };
}

export function DraftBench({ draft, integration, variants }: Props) {
  const client = useQueryClient();
  const { text, setText, undo, redo, canUndo, canRedo, flush, error, keepPreset } = useDraftText(draft);
  const { option, copiedFrom, preset } = draft;
  const { key, connectorKey } = integration.summary;
  const subject = useMemo<Subject>(() => ({ kind: "new", integration: key, option, ...(copiedFrom === undefined ? {} : { copiedFrom }), ...(preset === undefined ? {} : { preset }) }), [key, option, copiedFrom, preset]);
  const live = usePreview(subject, text, "{}");
  const { preview } = live;
  const id = draft.id ?? "";
  const { mutate: connect, ...connecting } = useMutation<unknown, ErrorView>({
    mutationFn: async () => {
      if (await flush()) await begin({ kind: "draft", id });
    },
  });
  const { mutate: discard, ...discarding } = useMutation<unknown, ErrorView>({
    // What still waits to be saved goes first, or it would bring the draft back.
    mutationFn: async () => {
      await flush();
      return rpc("draft_discard", { id });
    },
    onSuccess: () => {
      const renew = () => client.invalidateQueries({ queryKey: ["drafts"] });
      void renew();
      go({ screen: "connections" }, true);
      say(`The draft ${draft.name || integration.summary.name} is discarded.`, { undo: async () => { await rpc("draft_save", { ...draft, text }); await renew(); go({ screen: "draft", id }); } });
    },
  });
  const reveal = useCallback(async (path: string) => (await rpc("reveal", { subject: { kind: "integration", integration: key }, path })).value, [key]);
  const schema = integration.parametersSchema;
  const bench = useMemo<Bench>(() => ({ text, setText, undo, redo, canUndo, canRedo, dirty: false, keepPreset: preset === undefined ? keepPreset : null, preview, schema, variants, integration: key, connector: connectorKey, option, connection: null, reveal }), [text, setText, undo, redo, canUndo, canRedo, preset, keepPreset, preview, schema, variants, key, connectorKey, option, reveal]);
  const says = told(preview);
  const isReady = says.look === "calm" && live.current && !connecting.isPending;
  useActions(
    useMemo<Action[]>(
      () => [
        ...(isReady ? [{ id: "draft.connect", title: "Connect", group: "Parameters", keys: "mod+enter", words: "sign in authorize", run: () => connect() }] : []),
        // A draft is kept as it is typed; the keys do no more than make sure of it.
        { id: "draft.save", title: "Keep the draft", group: "Parameters", keys: "mod+s", run: () => void flush() },
        { id: "draft.discard", title: "Discard this draft", group: "Parameters", words: "delete", run: () => discard() },
      ],
      [isReady, connect, discard, flush],
    ),
  );
  const lacks = preview?.missing[0]?.path;
  const failed = connecting.error ?? error ?? discarding.error;
  const footer = (
    <SavePanel {...says} facts={preview && says.look !== "wrong" && preview.effect.scopesAdded.length + preview.effect.scopesRemoved.length > 0 ? <Facts changes={[]} effect={preview.effect} /> : null}>
      {failed && <ErrorBox error={failed} />}
      {lacks !== undefined && says.look === "attention" && <Mend path={lacks} as="mend" />}
      <Button look="primary" busy={connecting.isPending} disabled={!isReady} onClick={() => connect()} data-testid="connect">
        Connect
      </Button>
      <Button look="quiet" busy={discarding.isPending} onClick={() => discard()} data-testid="discard-draft">
        Discard draft
      </Button>
    </SavePanel>
  );
  return <Workbench bench={bench} live={live} subject={subject} code={<DraftCode draft={draft} text={text} />} footer={footer} />;
}
