/** The workbench of a connection: unsaved edits against what is stored. */
import { useQueryClient } from "@tanstack/react-query";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { Named } from "../../shared/generated/Named";
import type { ParametersView } from "../../shared/generated/ParametersView";
import { rpc } from "../../shared/host";
import { isObject, sameOverride, writePatch } from "../../shared/params/patch";
import { keyOf } from "../../shared/query";
import { ConnectionSave } from "./ConnectionSave";
import type { Workbench as Bench } from "./model";
import { useEdits } from "./edits";
import { usePreview } from "./usePreview";
import { Workbench } from "./Workbench";

export function ConnectionBench({ summary, view, variants }: { summary: ConnectionSummary; view: ParametersView; variants: readonly Named[] }) {
  const client = useQueryClient();
  const stored = writePatch(isObject(view.overrides) ? view.overrides : {});
  const [edits, setEdits] = useEdits(summary.id);
  const text = edits ?? stored;
  const dirty = edits !== null && !sameOverride(edits, stored);
  const live = usePreview({ kind: "connection", connection: summary.id }, text);
  const reveal = async (path: string, fromIntegration: boolean) =>
    (await rpc("reveal", { subject: fromIntegration ? { kind: "integration", integration: summary.integrationKey } : { kind: "connection", connection: summary.id }, path })).value;
  const bench: Bench = { text, setText: setEdits, preview: live.preview, schema: view.parametersSchema, variants, reveal };
  const saved = (parameters: ParametersView) => {
    client.setQueryData(keyOf("parameters", { connection: summary.id }), parameters);
    for (const command of ["connection_show", "connections", "parameters_preview"]) void client.invalidateQueries({ queryKey: [command] });
    setEdits(null);
  };
  return <Workbench bench={bench} live={live} footer={<ConnectionSave id={summary.id} text={text} dirty={dirty} live={live} onSaved={saved} onDiscard={() => setEdits(null)} />} />;
}
