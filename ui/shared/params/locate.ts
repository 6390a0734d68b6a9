/** Where paths stand in a JSON text, valid or not, so that an error can lead to its place and a place can tell its path. */
import { formatPath, parsePath } from "./path";

export interface Place {
  line: number;
  column: number;
}

/** One key of the text. Offsets; `end` is where its value ends. */
export interface KeyPlace {
  segments: readonly string[];
  from: number;
  to: number;
  end: number;
}

/** Line and column, both from 1, of an offset. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** The offset of a line and column, both from 1. */
export function offsetOf(text: string, place: Place): number {
  const lines = text.split("\n").slice(0, place.line - 1);
  return Math.min(text.length, lines.reduce((sum, line) => sum + line.length + 1, 0) + place.column - 1);
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

function unquoted(word: string): string {
  try {
    return JSON.parse(word) as string;
  } catch {
    return word.slice(1, -1);
  }
}

/** Every key of objects within objects, in the text's order; what is in arrays has no path. */
function read(text: string): KeyPlace[] {
  const keys: KeyPlace[] = [];
  /** What encloses the place: an object's own segments, or null for an array and all in it. */
  const around: { segments: readonly string[] | null; key: KeyPlace | null }[] = [];
  let key: KeyPlace | null = null;
  const tokens = [...text.matchAll(TOKEN)];
  tokens.forEach((token, index) => {
    const [word] = token;
    const end = token.index + word.length;
    const outer = around.at(-1);
    if (word === "{" || word === "[") {
      const inside = outer === undefined ? [] : outer.segments === null ? null : (key?.segments ?? null);
      around.push({ segments: word === "[" ? null : inside, key });
      key = null;
    } else if (word === "}" || word === "]") {
      if (outer?.key) outer.key.end = end;
      around.pop();
      key = null;
    } else if (word.startsWith('"') && tokens[index + 1]?.[0] === ":" && outer?.segments) {
      key = { segments: [...outer.segments, unquoted(word)], from: token.index, to: end, end };
      keys.push(key);
    } else if (word === ",") key = null;
    else if (key) key.end = end;
  });
  for (const open of [...around.map((one) => one.key), key as KeyPlace | null]) if (open) open.end = text.length;
  return keys;
}

let last: { text: string; keys: KeyPlace[] } = { text: "", keys: [] };

/** The keys of a text. Asked again for the same text, they are those read before. */
export function keysOf(text: string): readonly KeyPlace[] {
  if (last.text !== text) last = { text, keys: read(text) };
  return last.keys;
}

const same = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();

/** The key that a path names, or of the deepest part of it that the text has; null where it has none. */
export function keyFor(text: string, path: string): KeyPlace | null {
  const wanted = parsePath(path);
  if (!wanted) return null;
  let best: KeyPlace | null = null;
  for (const key of keysOf(text)) {
    const fits = key.segments.length <= wanted.length && key.segments.every((segment, i) => same(segment, wanted[i]));
    if (fits && key.segments.length > (best?.segments.length ?? 0)) best = key;
  }
  return best;
}

/** The offset of that key. */
export const locate = (text: string, path: string): number | null => keyFor(text, path)?.from ?? null;

/** The path of the deepest key at an offset; null where there is none. */
export function pathAt(text: string, offset: number): string | null {
  const found = keysOf(text).filter((key) => key.from <= offset && offset <= key.end).at(-1);
  return found === undefined ? null : formatPath(found.segments);
}
