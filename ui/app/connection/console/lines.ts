/** A JSON value as lines that open and close. Only what is open is walked, so that a large body costs what is looked at. */
import { parseExact } from "../../../shared/exact";
import type { JsonValue } from "../../../shared/generated/serde_json/JsonValue";

export interface Line {
  /** Distinct among the lines; JSON Pointer (RFC 6901). */
  pointer: string;
  /** Key in the parent, or index; null for the whole. */
  name: string | number | null;
  value: JsonValue;
  depth: number;
  /** Number of entries; null for what does not open. */
  size: number | null;
  open: boolean;
  /** Place among its parent's entries, from 1, and how many those are. */
  place: number;
  of: number;
  /** Index of the parent's line; -1 for the whole. */
  parent: number;
}

const isBranch = (value: JsonValue): value is JsonValue[] | { [key in string]: JsonValue } => typeof value === "object" && value !== null;

const sizeOf = (value: JsonValue): number | null => (Array.isArray(value) ? value.length : isBranch(value) ? Object.keys(value).length : null);

const token = (name: string | number): string => String(name).replaceAll("~", "~0").replaceAll("/", "~1");

const SHOWN_AT_FIRST = 60;

/** What is open at first: the whole, and what is in it while that is short. */
export function firstOpen(root: JsonValue): Set<string> {
  const open = new Set([""]);
  let lines = sizeOf(root) ?? 0;
  for (const [name, value] of entriesOf(root)) {
    const size = sizeOf(value);
    if (size === null || size === 0 || lines + size > SHOWN_AT_FIRST) continue;
    lines += size;
    open.add(`/${token(name)}`);
  }
  return open;
}

function* entriesOf(value: JsonValue): Generator<[string | number, JsonValue]> {
  if (Array.isArray(value)) for (let at = 0; at < value.length; at += 1) yield [at, value[at] as JsonValue];
  else if (isBranch(value)) for (const key of Object.keys(value)) yield [key, value[key] as JsonValue];
}

/** The lines to show, in order. Not recursive: a body may be nested deeper than the stack. */
export function linesOf(root: JsonValue, open: ReadonlySet<string>): Line[] {
  const lines: Line[] = [];
  const walks: { line: number; entries: Generator<[string | number, JsonValue]>; place: number; of: number }[] = [];
  const add = (pointer: string, name: string | number | null, value: JsonValue, place: number, of: number) => {
    const size = sizeOf(value);
    const isOpen = size !== null && size > 0 && open.has(pointer);
    lines.push({ pointer, name, value, depth: walks.length, size, open: isOpen, place, of, parent: walks.at(-1)?.line ?? -1 });
    if (isOpen) walks.push({ line: lines.length - 1, entries: entriesOf(value), place: 0, of: size });
  };
  add("", null, root, 1, 1);
  for (let walk = walks.at(-1); walk; walk = walks.at(-1)) {
    const next = walk.entries.next();
    if (next.done === true) {
      walks.pop();
      continue;
    }
    walk.place += 1;
    const [name, value] = next.value;
    add(`${lines[walk.line]?.pointer ?? ""}/${token(name)}`, name, value, walk.place, walk.of);
  }
  return lines;
}

/** A path as code writes it: `contacts[0].address["post code"]`. */
export function codePath(line: Line, lines: readonly Line[]): string {
  const parts: string[] = [];
  for (let at: Line | undefined = line; at && at.name !== null; at = lines[at.parent]) {
    parts.unshift(typeof at.name === "number" ? `[${at.name}]` : /^[A-Za-z_$][\w$]*$/.test(at.name) ? `.${at.name}` : `[${JSON.stringify(at.name)}]`);
  }
  return parts.join("").replace(/^\./, "");
}

/** The body as JSON; undefined where it is none. */
export function readJson(body: string): JsonValue | undefined {
  if (!/^\s*[[{"\d\-tfn]/.test(body)) return undefined;
  try {
    return parseExact(body);
  } catch {
    return undefined;
  }
}
