/** What restoring an entry would do: which leaves change, secrets too, and what that means, in words. */
import type { Change } from "../../shared/generated/Change";
import type { CompareRow } from "../../shared/generated/CompareRow";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { HistoryView } from "../../shared/generated/HistoryView";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import type { ParamProblem } from "../../shared/generated/ParamProblem";
import { getAt, isObject, unsetAt, writePatch } from "../../shared/params/patch";
import { useAsk } from "../../shared/query";
import { secretPaths } from "../code/subject";

export interface WouldDo {
  changes: Change[] | null;
  words: string;
  /** Why the connector as it is now would not take it. */
  problems: ParamProblem[];
  error: ErrorView | null;
}

/** The override as a dry run can take it: a mask stands for what is stored, so it goes where nothing is. */
function tryable(entry: HistoryView | null, stored: JsonValue | undefined): string {
  const text = writePatch(isObject(entry?.overrides) ? entry.overrides : {});
  const now = isObject(stored) ? stored : {};
  return secretPaths(entry?.overrides ?? {}).reduce((left, path) => (getAt(now, path) === undefined ? (unsetAt(left, path) ?? left) : left), text);
}

/** From how it is now (left) to how it was (right). */
const changeOf = ({ path, left, right }: CompareRow): Change => ({ path, before: left?.value ?? null, after: right?.value ?? null, effect: right?.effect ?? left?.effect ?? "none" });

export function useWouldDo(connection: string, entry: HistoryView | null): WouldDo {
  const asked = entry !== null && !entry.current;
  const now = { kind: "connection", connection } as const;
  const stored = useAsk("parameters", { connection }, { enabled: asked });
  const compared = useAsk("compare", { left: now, right: { kind: "history", connection, entry: entry?.id ?? "" } }, { enabled: asked });
  const preview = useAsk("parameters_preview", { subject: now, text: tryable(entry, stored.data?.overrides) }, { enabled: asked && stored.isSuccess });
  const changes = compared.data?.rows.filter((row) => !row.same).map(changeOf) ?? null;
  const secrets = changes?.filter((change) => !preview.data?.changes.some((one) => one.path === change.path)).map((change) => change.path) ?? [];
  const words = [preview.data && preview.data.changes.length > 0 ? preview.data.effect.words : "", secrets.length > 0 ? `${secrets.join(", ")} ${secrets.length === 1 ? "goes" : "go"} back to what ${secrets.length === 1 ? "it was" : "they were"} then.` : ""].filter(Boolean).join(" ");
  return { changes, words: changes?.length === 0 ? "The parameters stay as they are: this override says the same as the one in force." : words, problems: preview.data?.problems ?? [], error: compared.error };
}
