/** The rows of the effective table: grouped, filtered, with what is no longer set in its place. */
import { LAYER_WORDS } from "../../shared/components/layers";
import { parseFilter, passes } from "../../shared/filter";
import type { Change } from "../../shared/generated/Change";
import type { Hidden } from "../../shared/generated/Hidden";
import type { LeafView } from "../../shared/generated/LeafView";
import type { Preview } from "../../shared/generated/Preview";
import { reservedAmong } from "../../shared/params/credential";
import { showValue } from "../../shared/params/value";

export type Group = "client" | "own" | "http" | "extra";

export type Row =
  | { kind: "group"; id: string; group: Group; count: number }
  | { kind: "leaf"; id: string; leaf: LeafView; change: Change | undefined; hidden: Hidden | undefined; fixed: boolean }
  | { kind: "gone"; id: string; change: Change }
  /** Connecting needs it, and no layer sets it. Its id is its path, as a leaf's: it becomes one. */
  | { kind: "missing"; id: string };

export const GROUP_WORDS: Record<Group, string> = { client: "Scopes and client", own: "This connector", http: "Calls", extra: "Extra" };

const GROUPS: readonly Group[] = ["client", "own", "http", "extra"];
const CLIENT = ["scopes", "variant", "clientId", "clientSecret", "connectorVersion"];

export function groupOf(path: string, declared: boolean): Group {
  if (CLIENT.includes(path)) return "client";
  if (/^http[.[]/.test(path)) return "http";
  return declared && !/^(?:authorizeParams|tokenParams)[.[]/.test(path) ? "own" : "extra";
}

/** What the filter looks in. */
function fieldsOf(leaf: LeafView, change: Change | undefined): Record<string, string> {
  const marks = [change && "changed", leaf.secret && "secret", leaf.required && "required", !leaf.declared && "extended", leaf.removed && "removed"].filter(Boolean).join(" ");
  return { path: leaf.path, title: leaf.title ?? "", value: leaf.secret ? "" : showValue(leaf.value), layer: LAYER_WORDS[leaf.layer], effect: leaf.effect, is: marks };
}

const inOrder = (a: Row, b: Row): number => CLIENT.indexOf(a.id) - CLIENT.indexOf(b.id);

export function rowsOf(preview: Preview | undefined, filter: string): Row[] {
  if (!preview) return [];
  const terms = parseFilter(filter);
  const changes = new Map(preview.changes.map((change) => [change.path, change]));
  const hidden = new Map(preview.hidden.map((one) => [one.path, one]));
  const reserved = reservedAmong(preview.leaves);
  const groups = new Map<Group, Row[]>(GROUPS.map((group) => [group, []]));
  for (const leaf of preview.leaves) {
    const change = changes.get(leaf.path);
    changes.delete(leaf.path);
    if (!passes(terms, fieldsOf(leaf, change))) continue;
    const fixed = leaf.layer === "input" || leaf.layer === "discovered" || reserved.has(leaf.path);
    groups.get(groupOf(leaf.path, leaf.declared))?.push({ kind: "leaf", id: leaf.path, leaf, change, hidden: hidden.get(leaf.path), fixed });
  }
  for (const change of changes.values()) {
    if (passes(terms, { path: change.path, is: "changed gone" })) groups.get(groupOf(change.path, true))?.push({ kind: "gone", id: `gone ${change.path}`, change });
  }
  for (const { path } of preview.missing) {
    if (!preview.leaves.some((leaf) => leaf.path === path) && passes(terms, { path, is: "required missing" })) groups.get(groupOf(path, true))?.push({ kind: "missing", id: path });
  }
  return GROUPS.flatMap((group): Row[] => {
    const rows = groups.get(group) ?? [];
    if (group === "client") rows.sort(inOrder);
    return rows.length === 0 ? [] : [{ kind: "group", id: `group ${group}`, group, count: rows.length }, ...rows];
  });
}

/** The row that a key leads to, passing over headings; the same one where there is none. */
export function rowAfter(rows: readonly Row[], at: number, key: string): number | null {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length };
  const step = steps[key];
  if (step === undefined) return null;
  const direction = key === "Home" || step > 0 ? (key === "Home" ? 1 : -1) : 1;
  let next = Math.min(rows.length - 1, Math.max(0, at + step));
  // A heading is never the goal: go on in the way of the step, and back from the table's end.
  if (Math.abs(step) === 1 && rows[next]?.kind === "group") next += step;
  while (rows[next]?.kind === "group") next += direction;
  return next < 0 || next >= rows.length ? at : next;
}
