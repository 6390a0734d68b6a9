/** The workbench of a connection: unsaved edits against what is stored. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { Named } from "../../shared/generated/Named";
import type { ParametersView } from "../../shared/generated/ParametersView";
import type { Subject } from "../../shared/generated/Subject";
import { rpc } from "../../shared/host";
import { isObject, writePatch } from "../../shared/params/patch";
import { keyOf } from "../../shared/query";
import { ConnectionCode } from "../code/CodePanel";
import { ConnectionSave } from "./ConnectionSave";
import type { Workbench as Bench } from "./model";
import { Restored } from "./Restored";
import { type EditsOf, useKeptEdits } from "./useKeptEdits";
import { usePreview } from "./usePreview";
import { Workbench } from "./Workbench";

interface Props {
  summary: ConnectionSummary;
  view: ParametersView;
  variants: readonly Named[];
}

export function ConnectionBench({ summary, view, variants }: Props) {
  const client = useQueryClient();
  const { id, integrationKey, connectorKey } = summary;
  const stored = useMemo(() => writePatch(isObject(view.overrides) ? view.overrides : {}), [view.overrides]);
  const { tenantKey, name, option } = summary;
  const of = useMemo<EditsOf>(() => ({ key: `connection ${id}`, mine: (draft) => draft.connection === id, draft: { integration: integrationKey, tenant: tenantKey, name, option, connection: id } }), [id, integrationKey, tenantKey, name, option]);
  const edits = useKeptEdits(of, stored);
  const { text, setText, undo, redo, canUndo, canRedo, dirty, discard, settle } = edits;
  const subject = useMemo<Subject>(() => ({ kind: "connection", connection: id }), [id]);
  const live = usePreview(subject, text, stored);
  const { preview } = live;
  const schema = view.parametersSchema;
  const reveal = useCallback(async (path: string, fromIntegration: boolean) => (await rpc("reveal", { subject: fromIntegration ? { kind: "integration", integration: integrationKey } : { kind: "connection", connection: id }, path })).value, [id, integrationKey]);
  const bench = useMemo<Bench>(() => ({ text, setText, undo, redo, canUndo, canRedo, dirty, keepPreset: null, preview, schema, variants, integration: integrationKey, connector: connectorKey, option, connection: id, reveal }), [text, setText, undo, redo, canUndo, canRedo, dirty, preview, schema, variants, integrationKey, connectorKey, option, id, reveal]);
  const saved = (parameters: ParametersView) => {
    client.setQueryData(keyOf("parameters", { connection: id }), parameters);
    for (const command of ["connection_show", "connections", "parameters_preview", "parameters_history"]) void client.invalidateQueries({ queryKey: [command] });
    settle(writePatch(isObject(parameters.overrides) ? parameters.overrides : {}));
  };
  if (!edits.ready) return null;
  return <Workbench bench={bench} live={live} subject={subject} notice={<Restored at={edits.restored} onDiscard={discard} />} code={<ConnectionCode summary={summary} />} footer={<ConnectionSave summary={summary} text={text} dirty={dirty} live={live} keptError={edits.error} onSaved={saved} onDiscard={discard} />} />;
}
