/** Changes to an override's JSON text. The text is what the developer owns; table and form write into it. */
import type { JsonValue } from "../generated/serde_json/JsonValue";
import { parsePath } from "./path";

export type JsonObject = { [key in string]: JsonValue };

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** The override that a text says; null where it is not a JSON object. An empty text is an empty override. */
export function readPatch(text: string): JsonObject | null {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function writePatch(patch: JsonObject): string {
  return Object.keys(patch).length === 0 ? "{}" : JSON.stringify(patch, null, 2);
}

/** A member of an object's own: `__proto__` and its like are names as any other. */
const own = (object: JsonObject, key: string): JsonValue | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);

/** Sets a member of an object's own, whatever its name. */
function setOwn(object: JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The segment as the object already writes it: under `http.headers`, names match without regard to case. */
function keyIn(object: JsonObject, segments: string[], depth: number): string {
  const segment = segments[depth] ?? "";
  if (depth !== 2 || segments[0] !== "http" || segments[1] !== "headers" || Object.hasOwn(object, segment)) return segment;
  return Object.keys(object).find((key) => key.toLowerCase() === segment.toLowerCase()) ?? segment;
}

/** The value that a patch itself says at a path; undefined where it says nothing. */
export function getAt(patch: JsonObject, path: string): JsonValue | undefined {
  const segments = parsePath(path) ?? [];
  let value: JsonValue | undefined = patch;
  for (let depth = 0; depth < segments.length; depth += 1) {
    if (!isObject(value)) return undefined;
    value = own(value, keyIn(value, segments, depth));
  }
  return value;
}

/** The text with one value set; `null` removes the parameter from the result. Null where text or path cannot be read. */
export function setAt(text: string, path: string, value: JsonValue): string | null {
  const patch = readPatch(text);
  const segments = parsePath(path);
  if (!patch || !segments) return null;
  let object = patch;
  segments.slice(0, -1).forEach((_, depth) => {
    const key = keyIn(object, segments, depth);
    const inner = own(object, key);
    const next: JsonObject = isObject(inner) ? inner : {};
    setOwn(object, key, next);
    object = next;
  });
  setOwn(object, keyIn(object, segments, segments.length - 1), value);
  return writePatch(patch);
}

/** The text without the key at a path, and without objects that this leaves empty: the layers beneath speak again. */
export function unsetAt(text: string, path: string): string | null {
  const patch = readPatch(text);
  const segments = parsePath(path);
  if (!patch || !segments) return null;
  const drop = (object: JsonObject, depth: number): void => {
    const key = keyIn(object, segments, depth);
    const inner = own(object, key);
    if (depth < segments.length - 1 && isObject(inner)) {
      drop(inner, depth + 1);
      if (Object.keys(inner).length > 0) return;
    } else if (depth < segments.length - 1) return;
    Reflect.deleteProperty(object, key);
  };
  drop(patch, 0);
  return writePatch(patch);
}

/** Whether two override texts say the same. */
export function sameOverride(a: string, b: string): boolean {
  const [left, right] = [readPatch(a), readPatch(b)];
  return left && right ? canonical(left) === canonical(right) : a === b;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "";
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}
