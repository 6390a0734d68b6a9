/** Values written as JavaScript: keys bare where that is valid, single quotes, and safe inside a page's script. */
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { isObject, type JsonObject } from "../../shared/params/patch";
import { formatPath } from "../../shared/params/path";
import { isMask } from "../../shared/params/value";

/** Lists and objects no longer than this stay on one line. */
const LINE = 76;

const ESCAPES: Record<string, string> = { "\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };

/** A quoted string. `</script>` and `<!--` would end or change the script around it; the line separators break old engines. */
export function quote(text: string): string {
  const inner = text
    // eslint-disable-next-line no-control-regex -- those are what must be escaped
    .replace(/[\\'\u0000-\u001f\u007f\u2028\u2029]/g, (char) => ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/<(?=[/!]|script)/gi, "\\x3C")
    .replaceAll("-->", "--\\x3E");
  return `'${inner}'`;
}

const BARE = /^[A-Za-z_$][\w$]*$/;

/** A key. Written plainly, `__proto__` would set the prototype and be lost. */
function keyOf(key: string): string {
  if (key === "__proto__") return "['__proto__']";
  return BARE.test(key) ? key : quote(key);
}

/** What stands for a secret, by its path; a text of code. */
export type Placeholder = (path: string) => string;

function inline(value: JsonValue, path: readonly string[], secret: Placeholder): string {
  if (isMask(value)) return secret(formatPath(path));
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return `[${value.map((item, index) => inline(item, [...path, String(index)], secret)).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, inner]) => `${keyOf(key)}: ${inline(inner, [...path, key], secret)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** A value as code, its lines after the first indented by `indent`. */
export function literal(value: JsonValue, secret: Placeholder, indent = "", path: readonly string[] = []): string {
  const short = inline(value, path, secret);
  const nested = isObject(value) ? Object.keys(value).length > 0 && (path.length === 0 || Object.values(value).some(isObject)) : Array.isArray(value) && value.some(isObject);
  if (!nested && short.length + indent.length <= LINE) return short;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((item, index) => `${deeper}${literal(item, secret, deeper, [...path, String(index)])},\n`).join("")}${indent}]`;
  if (!isObject(value) || Object.keys(value).length === 0) return short;
  return `{\n${Object.entries(value).map(([key, inner]) => `${deeper}${keyOf(key)}: ${literal(inner, secret, deeper, [...path, key])},\n`).join("")}${indent}}`;
}

/** A copy with every masked leaf replaced. */
export function withPlaceholders(value: JsonValue, secret: Placeholder, path: readonly string[] = []): JsonValue {
  if (isMask(value)) return secret(formatPath(path));
  if (Array.isArray(value)) return value.map((item, index) => withPlaceholders(item, secret, [...path, String(index)]));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  // Defined, not assigned: an own key `__proto__` stays one.
  for (const [key, inner] of Object.entries(value)) Object.defineProperty(copy, key, { value: withPlaceholders(inner, secret, [...path, key]), enumerable: true, configurable: true, writable: true });
  return copy;
}
