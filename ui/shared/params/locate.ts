/** Where a path stands in a JSON text, so that an error can lead to its place. */
import { parsePath } from "./path";

export interface Place {
  line: number;
  column: number;
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

/** The offset of the key that a path names, or of the deepest part of it that the text has; null where it has none. */
export function locate(text: string, path: string): number | null {
  const wanted = parsePath(path);
  if (!wanted) return null;
  const stack: string[] = [];
  let key: string | null = null;
  let depth = 0;
  let best: { depth: number; offset: number } | null = null;
  const tokens = [...text.matchAll(TOKEN)];
  tokens.forEach((token, index) => {
    const [word] = token;
    if (word === "{" || word === "[") {
      stack.push(key ?? "");
      key = null;
      depth += 1;
    } else if (word === "}" || word === "]") {
      stack.pop();
      depth -= 1;
    } else if (word.startsWith('"') && tokens[index + 1]?.[0] === ":") {
      key = word.slice(1, -1);
      const full = [...stack.slice(1), key];
      const fits = full.length === depth && full.every((segment, i) => segment.toLowerCase() === wanted[i]?.toLowerCase());
      if (fits && (best?.depth ?? 0) < depth) best = { depth, offset: token.index };
    }
  });
  return (best as { offset: number } | null)?.offset ?? null;
}
