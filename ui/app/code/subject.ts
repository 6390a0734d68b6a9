/** What code is written for: a connection or a draft, with its override masked. */
import type { JsonObject } from "../../shared/params/patch";
import { isObject } from "../../shared/params/patch";
import { formatPath, parsePath } from "../../shared/params/path";
import { isMask } from "../../shared/params/value";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";

export interface CodeSubject {
  apiUrl: string;
  integration: string;
  tenant: string;
  /** Empty: the integration's name. */
  name: string;
  option: string | null;
  override: JsonObject;
  /** What the end user is asked. */
  inputs: readonly string[];
  /** Id of the connection; null where it is yet to be made. */
  connection: string | null;
}

/** The paths of the secrets in an override. */
export function secretPaths(value: JsonValue, path: readonly string[] = []): string[] {
  if (isMask(value)) return [formatPath(path)];
  if (Array.isArray(value)) return value.flatMap((item, index) => secretPaths(item, [...path, String(index)]));
  return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => secretPaths(inner, [...path, key])) : [];
}

const upper = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toUpperCase();

/** A variable of the environment for each secret, distinct and valid as a name. */
export function variablesOf(subject: CodeSubject): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const path of secretPaths(subject.override)) {
    const words = (parsePath(path) ?? [path]).filter((segment) => segment !== "http").join("_");
    const whole = `${upper(subject.integration)}_${upper(words) || "SECRET"}`;
    const base = /^[A-Z]/.test(whole) ? whole : `INTEGRATION_${whole}`;
    let name = base;
    for (let next = 2; taken.has(name); next += 1) name = `${base}_${next}`;
    taken.add(name);
    names.set(path, name);
  }
  return names;
}

/** What stands for a secret or for what a user types, where code cannot read the environment: `<clientSecret>`. */
export const bracketed = (path: string): string => `<${(parsePath(path) ?? [path]).at(-1) ?? path}>`;
