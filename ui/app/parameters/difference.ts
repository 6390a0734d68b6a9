/** What a dry run would send, against what the saved parameters would: part by part, and word by word where a value is a list. */
import type { TracedPart } from "../../shared/generated/TracedPart";
import type { TracedPiece } from "../../shared/generated/TracedPiece";
import type { TracedRequest } from "../../shared/generated/TracedRequest";

export type Mark = "same" | "added" | "changed" | "removed";

export interface ShownPart {
  part: TracedPart;
  mark: Mark;
  /** The part as it was; null where it is new. */
  before: TracedPart | null;
}

const textOf = (part: TracedPart): string => part.pieces.map((piece) => piece.text).join("");

/** What a part is known by: its place, its name, and which one of its like it is. */
function named(parts: readonly TracedPart[]): Map<string, TracedPart> {
  const found = new Map<string, TracedPart>();
  const seen = new Map<string, number>();
  for (const part of parts) {
    const name = `${part.place} ${part.place === "header" ? (part.name ?? "").toLowerCase() : (part.name ?? "")}`;
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    found.set(`${name} ${nth}`, part);
  }
  return found;
}

/** All parts of both, in the order of the new one, with what went where it stood. `changed` tells of secrets, which look alike. */
export function compareParts(now: readonly TracedPart[], was: readonly TracedPart[] | null, changed: ReadonlySet<string>): ShownPart[] {
  if (was === null) return now.map((part) => ({ part, mark: "same", before: null }));
  const [nowNamed, wasNamed] = [named(now), named(was)];
  const shown = [...nowNamed].map(([id, part]): [string, ShownPart] => {
    const before = wasNamed.get(id) ?? null;
    const hides = part.pieces.some((piece) => piece.secret && piece.path !== null && changed.has(piece.path));
    const mark: Mark = before === null ? "added" : textOf(before) !== textOf(part) || hides ? "changed" : "same";
    return [id, { part, mark, before }];
  });
  const gone = new Map<string | null, ShownPart[]>();
  let last: string | null = null;
  for (const [id, part] of wasNamed) {
    if (nowNamed.has(id)) last = id;
    else gone.set(last, [...(gone.get(last) ?? []), { part, mark: "removed", before: part }]);
  }
  return [...(gone.get(null) ?? []), ...shown.flatMap(([id, part]) => [part, ...(gone.get(id) ?? [])])];
}

/** A query's text as a person reads it: what is sent is percent-encoded. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

export interface Word {
  text: string;
  mark: Mark;
}

/** A list of words against what it was; null where it is no list. */
export function compareWords(now: string, before: string): Word[] | null {
  const [is, was] = [now.split(/[\s,]+/), before.split(/[\s,]+/)];
  if (is.length + was.length < 3) return null;
  const kept = is.filter((word) => was.includes(word));
  if (kept.length === 0) return null;
  return [...is.map((text): Word => ({ text, mark: was.includes(text) ? "same" : "added" })), ...was.filter((word) => !is.includes(word)).map((text): Word => ({ text, mark: "removed" }))];
}

export const countMarks = (parts: readonly ShownPart[]): number => parts.filter((part) => part.mark !== "same").length;

/** What stands in a text to be copied: secrets as variables of a shell, what is made when sending in angle brackets. */
function copyable(piece: TracedPiece): string {
  if (!piece.secret) return piece.text;
  const name = (piece.path ?? "secret").replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[^A-Za-z0-9]+/g, "_").toUpperCase();
  return `$${name}`;
}

const copyText = (part: TracedPart): string => part.pieces.map(copyable).join("");

/** The URL that the parts make, with placeholders for secrets. */
export function urlOf(parts: readonly TracedPart[]): string {
  const base = parts.filter((part) => part.place !== "query").map(copyText).join("");
  const query = parts.filter((part) => part.place === "query").map((part) => (part.name === null ? copyText(part).replace(/^\?/, "") : `${encodeURIComponent(part.name)}=${copyText(part)}`));
  return query.length === 0 ? base : `${base}${base.includes("?") ? "&" : "?"}${query.join("&")}`;
}

/** A word for a shell: single quotes, and secrets' variables outside them. */
function quoted(parts: readonly string[]): string {
  const runs: string[] = [];
  for (const part of parts) {
    if (/^\$[A-Z_0-9]+$/.test(part)) runs.push(`"${part}"`);
    else if (runs.at(-1)?.startsWith("'")) runs.push(`${(runs.pop() ?? "").slice(0, -1)}${part.replaceAll("'", "'\\''")}'`);
    else runs.push(`'${part.replaceAll("'", "'\\''")}'`);
  }
  return runs.join("");
}

const word = (front: string, part: TracedPart): string => quoted([front, ...part.pieces.map(copyable)].filter((text) => text !== ""));

/** The request as a cURL command, with placeholders for secrets. */
export function curlOf(request: TracedRequest): string {
  const lines = [`curl -X ${request.method} ${quoted([urlOf(request.parts)])}`];
  for (const header of request.headers) lines.push(`-H ${word(`${header.name ?? ""}: `, header)}`);
  for (const field of request.body) lines.push(`--data-urlencode ${word(`${field.name ?? ""}=`, field)}`);
  return lines.join(" \\\n  ");
}
