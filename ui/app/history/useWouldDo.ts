/** What restoring an entry would do: which leaves change, secrets too, and what that means, in words. */
import type { Change } from "../../shared/generated/Change";
import type { CompareRow } from "../../shared/generated/CompareRow";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { HistoryView } from "../../shared/generated/HistoryView";
import type { ParamProblem } from "../../shared/generated/ParamProblem";
import { isObject, writePatch } from "../../shared/params/patch";
import { useAsk } from "../../shared/query";

export interface WouldDo {
  changes: Change[] | null;
  words: string;
  /** Why the connector as it is now would not take it. */
  problems: ParamProblem[];
  error: ErrorView | null;
}

/** From how it is now (left) to how it was (right). */
const changeOf = ({ path, left, right }: CompareRow): Change => ({ path, before: left?.value ?? null, after: right?.value ?? null, effect: right?.effect ?? left?.effect ?? "none" });

export function useWouldDo(connection: string, entry: HistoryView | null): WouldDo {
  const asked = entry !== null && !entry.current;
  const now = { kind: "connection", connection } as const;
  const compared = useAsk("compare", { left: now, right: { kind: "history", connection, entry: entry?.id ?? "" } }, { enabled: asked });
  const preview = useAsk("parameters_preview", { subject: now, text: writePatch(isObject(entry?.overrides) ? entry.overrides : {}) }, { enabled: asked });
  const changes = compared.data?.rows.filter((row) => !row.same).map(changeOf) ?? null;
  const secrets = changes?.filter((change) => !preview.data?.changes.some((one) => one.path === change.path)).map((change) => change.path) ?? [];
  const words = [preview.data && preview.data.changes.length > 0 ? preview.data.effect.words : "", secrets.length > 0 ? `${secrets.join(", ")} ${secrets.length === 1 ? "goes" : "go"} back to what ${secrets.length === 1 ? "it was" : "they were"} then.` : ""].filter(Boolean).join(" ");
  return { changes, words: changes?.length === 0 ? "The parameters stay as they are: this override says the same as the one in force." : words, problems: preview.data?.problems ?? [], error: compared.error };
}
