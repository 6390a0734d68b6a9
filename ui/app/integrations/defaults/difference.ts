/** What edits of the defaults change, and in words what saving them will do. */
import { EFFECT_WORDS } from "../../../shared/components/layers";
import { count } from "../../../shared/format";
import type { Effect } from "../../../shared/generated/Effect";
import type { JsonValue } from "../../../shared/generated/serde_json/JsonValue";
import { getAt, type JsonObject, readPatch, setAt } from "../../../shared/params/patch";
import { leavesIn } from "../../history/leaves";

export interface Difference {
  /** Paths that are set anew or otherwise. */
  set: string[];
  /** Paths that are no longer set: what lies beneath speaks again. */
  unset: string[];
  /** Only what is set anew, as a text for a dry run. The text itself, where it is not JSON. */
  text: string;
}

const same = (a: JsonValue | undefined, b: JsonValue | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

export function differenceOf(text: string, stored: JsonObject): Difference {
  const patch = readPatch(text);
  if (!patch) return { set: [], unset: [], text };
  const now = leavesIn(patch);
  const set = now.filter(([path, value]) => !same(value, getAt(stored, path)));
  const unset = leavesIn(stored).filter(([path]) => getAt(patch, path) === undefined).map(([path]) => path);
  return { set: set.map(([path]) => path), unset, text: set.reduce((before, [path, value]) => setAt(before, path, value) ?? before, "{}") };
}

const ORDER: Effect[] = ["live", "refresh", "reconnect", "none"];
const WHEN: Record<Effect, string> = { live: `with the ${EFFECT_WORDS.live}`, refresh: "at the next refresh", reconnect: "only at the next reconnect", none: "nowhere: nothing that is sent uses it" };

/** Names in a sentence; more than three are counted. */
const named = (paths: readonly string[]): string => (paths.length > 3 ? `${paths.slice(0, 2).join(", ")} and ${paths.length - 2} more` : paths.join(", "));

/** `effectOf` says when a change of a path takes effect. */
export function wordsFor(difference: Difference, effectOf: (path: string) => Effect, connections: number): string {
  const changed = [...difference.set, ...difference.unset];
  if (changed.length === 0) return "";
  if (connections === 0) return `No connection goes through this integration yet. The next one begins with ${named(changed)} as it is here.`;
  const parts = ORDER.flatMap((effect) => {
    const paths = changed.filter((path) => effectOf(path) === effect);
    return paths.length === 0 ? [] : [`${named(paths)} ${WHEN[effect]}`];
  });
  return `Saving reaches ${connections === 1 ? "the one connection" : `all ${count(connections, "connection")}`} of this integration, but for those that override the same: ${parts.join("; ")}.`;
}
