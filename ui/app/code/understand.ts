/** Finds the override in whatever was pasted: the object itself, JSON, or a whole snippet in any of the forms that exist. */
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { placeOf } from "../../shared/params/locate";
import { getAt, isObject, type JsonObject } from "../../shared/params/patch";
import { formatPath, parsePath } from "../../shared/params/path";
import { MASK } from "../../shared/params/value";
import { NotAnObject, parseObject } from "./parse";

export interface Understood {
  override: JsonObject;
  /** What it was, in words: `an HTML form`. */
  from: string;
  /** The integration that a snippet names. */
  integration: string | null;
  /** Paths left out: their value is code or a placeholder, and nothing is set there yet. */
  left: string[];
  /** Paths where a placeholder stood and what is set already stays. */
  kept: string[];
}

export interface NotUnderstood {
  problem: string;
  line: number | null;
}

const PARAMETERS = /(["']?)connectorParameters\1\s*[:=]\s*(?=\{)/g;
const NAMED = /(["']?)integration(?:Key|Id)\1\s*:\s*(["'])([\w.-]+)\2|\bintegration\(\s*(["'`])([\w.-]+)\4/;
/** A comment that began on the line; the slashes of a URL are none. */
const COMMENT = /(?:^|[^:])\/\//;
/** `<clientSecret>`, `‹client secret›`, `YOUR_SECRET`, `••••`. */
const PLACEHOLDER = /^(?:<[^<>]*>|‹[^‹›]*›|YOUR[_-][A-Z0-9_-]+|•+|\*{4,})$/;

/** The value of the form's field, from HTML that is read but never shown or run. */
function fromForm(text: string): string | null {
  if (!/<(?:form|input|textarea)\b/i.test(text)) return null;
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector<HTMLInputElement>('[name="payload"]')?.getAttribute("value") ?? page.querySelector('textarea[name="payload"]')?.textContent ?? null;
}

/** Text that a shell or a form's encoding wrapped. */
function unwrapped(text: string): string {
  const encoded = /payload=(%7B[^\s'"&]+)/i.exec(text)?.[1];
  if (encoded === undefined) return text.replaceAll("'\\''", "'");
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch {
    return text;
  }
}

const kindOf = (text: string): string => (/^\s*(?:#|\$|TOKEN=|curl\b)|\ncurl\b|--data/m.test(text) ? "a request with cURL" : /membrane\.post|workspaceSecret|createServer/.test(text) ? "code of a backend" : /membrane|\.connect\(/.test(text) ? "code with the SDK" : "an object");

interface Found {
  value: JsonValue;
  code: string[];
}

/** The first place where parameters are written out; an error where one looked right and could not be read. */
function labelled(text: string): Found | NotAnObject | null {
  let wrong: NotAnObject | null = null;
  for (const match of text.matchAll(PARAMETERS)) {
    const line = text.slice(text.lastIndexOf("\n", match.index) + 1, match.index);
    if (COMMENT.test(line)) continue;
    try {
      return parseObject(text, match.index + match[0].length);
    } catch (thrown) {
      if (thrown instanceof NotAnObject) wrong ??= thrown;
    }
  }
  return wrong;
}

/** The whole text as one object: `{…}`, `({…})`, `const x = {…}`, `export default {…}`. */
function whole(text: string): Found | NotAnObject {
  const start = text.indexOf("{");
  try {
    return parseObject(text, Math.max(0, start));
  } catch (thrown) {
    return thrown as NotAnObject;
  }
}

/** Puts what is set already where a placeholder stands, and leaves out what is nothing yet. */
export function settle(value: JsonObject, code: readonly string[], current: JsonObject): Pick<Understood, "override" | "left" | "kept"> {
  const left: string[] = [];
  const kept: string[] = [];
  const walk = (object: JsonObject, at: readonly string[]): JsonObject => {
    const copy: JsonObject = {};
    const put = (key: string, inner: JsonValue) => Object.defineProperty(copy, key, { value: inner, enumerable: true, configurable: true, writable: true });
    for (const [key, inner] of Object.entries(object)) {
      const path = formatPath([...at, key]);
      if (isObject(inner)) {
        const deeper = walk(inner, [...at, key]);
        if (Object.keys(deeper).length > 0 || Object.keys(inner).length === 0) put(key, deeper);
      } else if (typeof inner === "string" && PLACEHOLDER.test(inner)) {
        const stands = getAt(current, path);
        if (stands === undefined) left.push(path);
        else {
          kept.push(path);
          put(key, stands);
        }
      } else put(key, inner);
    }
    return copy;
  };
  const withCode = structuredClone(value);
  // A value that is code is what a placeholder is.
  for (const path of code) if (!/…|\.\d+$/.test(path)) place(withCode, path);
  return { override: walk(withCode, []), left: [...left, ...code.filter((path) => /…|\.\d+$/.test(path))], kept };
}

function place(object: JsonObject, path: string): void {
  const segments = parsePath(path) ?? [];
  let inner = object;
  for (const segment of segments.slice(0, -1)) {
    const next = inner[segment];
    if (!isObject(next)) return;
    inner = next;
  }
  inner[segments.at(-1) ?? ""] = MASK;
}

export function understand(pasted: string, current: JsonObject): Understood | NotUnderstood {
  if (pasted.trim() === "") return { problem: "", line: null };
  const inForm = fromForm(pasted);
  const text = inForm ?? unwrapped(pasted);
  const found = labelled(text) ?? whole(text);
  if (found instanceof NotAnObject) return { problem: text.includes("{") ? found.message : "There is no object in this. Paste a connectorParameters object, JSON, or a whole snippet.", line: inForm === null && text.includes("{") ? placeOf(text, found.offset).line : null };
  const named = NAMED.exec(text);
  const value = isObject(found.value) ? found.value : {};
  // A payload or options without parameters: there is nothing to take from it.
  const wrapper = labelled(text) === null && ["integrationKey", "integrationId", "connectionId", "allowMultipleConnections"].some((key) => key in value);
  const settled = settle(wrapper ? {} : value, wrapper ? [] : found.code, current);
  return { ...settled, from: inForm !== null ? "an HTML form" : isJson(pasted) ? "JSON" : kindOf(pasted), integration: named?.[3] ?? named?.[5] ?? null };
}

function isJson(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
