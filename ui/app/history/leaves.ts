/** The leaves of an override, and how two overrides differ leaf by leaf. */
import type { Change } from "../../shared/generated/Change";
import type { Effect } from "../../shared/generated/Effect";
import type { LeafView } from "../../shared/generated/LeafView";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { isObject, type JsonObject } from "../../shared/params/patch";
import { formatPath } from "../../shared/params/path";

/** Path and value of every leaf. An empty object says nothing, so it is none. */
export function leavesIn(object: JsonObject, at: readonly string[] = []): [string, JsonValue][] {
  return Object.entries(object).flatMap(([key, value]) => (isObject(value) ? leavesIn(value, [...at, key]) : [[formatPath([...at, key]), value] as [string, JsonValue]]));
}

export const sameValue = (a: JsonValue | undefined, b: JsonValue | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a change of a path waits for, as the engine said of its leaf; what it does not know takes effect nowhere yet. */
export const effectOf = (leaves: readonly LeafView[] | undefined, path: string): Effect => leaves?.find((leaf) => leaf.path === path)?.effect ?? "none";

/** How two overrides differ, in the order of the first, then of the second. */
export function changesBetween(before: JsonObject, after: JsonObject, leaves?: readonly LeafView[]): Change[] {
  const [was, is] = [new Map(leavesIn(before)), new Map(leavesIn(after))];
  const paths = new Set([...was.keys(), ...is.keys()]);
  return [...paths].filter((path) => !sameValue(was.get(path), is.get(path))).map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null, effect: effectOf(leaves, path) }));
}
