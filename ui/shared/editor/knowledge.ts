/** What is known about an override's keys: what may stand where, what it means, and what lies beneath. For completion and hover. */
import type { LeafView } from "../generated/LeafView";
import type { Named } from "../generated/Named";
import type { JsonValue } from "../generated/serde_json/JsonValue";
import { isReserved } from "../params/credential";
import { formatPath, parsePath } from "../params/path";
import { type Field, type FieldKind, fieldFor, fieldsOf } from "../params/schema";
import { isMask } from "../params/value";

export interface Knowledge {
  schema: JsonValue;
  variants: readonly Named[];
  leaves: readonly LeafView[];
}

export interface Known {
  name: string;
  /** Its path, as the engine writes it. */
  path: string;
  kind: FieldKind | "object";
  title: string;
  description: string;
  leaf: LeafView | null;
}

const OBJECTS: Record<string, string> = {
  http: "How calls are made: base URL, headers, query, time limit, retries.",
  "http.headers": "Headers of every call. Names match without regard to case.",
  "http.query": "Query parameters of every call.",
  authorizeParams: "Extra query parameters of the authorize request.",
  tokenParams: "Extra parameters of token requests.",
};

const DESCRIPTIONS: Record<string, string> = {
  scopes: "What is asked of the user. The whole list: it replaces the one beneath.",
  variant: "Another environment of the same provider, as the connector declares it.",
  connectorVersion: "The version of the connector that this connection uses.",
  clientId: "The OAuth client that signs in.",
  clientSecret: "The client's secret. It is encrypted, and masked wherever it is shown.",
  "http.baseUrl": "Where calls go. Another origin needs a reconnect before credentials are sent to it.",
  "http.timeoutMs": "How long a call may take, in milliseconds.",
  "http.retry": "Which answers are worth another try: statuses, and the headers that say when.",
};

const TOP = ["scopes", "variant", "connectorVersion", "clientId", "clientSecret", "authorizeParams", "tokenParams", "http"];
const HTTP = ["baseUrl", "headers", "query", "timeoutMs", "retry"];

/** Names that developers often add where every name is allowed. */
const USUAL: Record<string, readonly string[]> = {
  "http.headers": ["X-Api-Version", "Accept", "Accept-Language", "User-Agent"],
  "http.query": ["locale", "api_version"],
  authorizeParams: ["prompt", "audience", "access_type", "login_hint", "optional_scope"],
  tokenParams: ["audience", "resource"],
};

const WORDS: Record<FieldKind | "object", string> = { string: "text", integer: "whole number", number: "number", boolean: "true or false", strings: "list of texts", json: "any value", object: "object" };

export const kindWords = (kind: Known["kind"]): string => WORDS[kind];

/** What is known about a path; null where nothing is. */
export function about(knowledge: Knowledge, segments: readonly string[]): Known | null {
  const name = segments.at(-1);
  if (name === undefined) return null;
  const path = formatPath(segments);
  const leaf = knowledge.leaves.find((one) => one.path.toLowerCase() === path.toLowerCase()) ?? null;
  const object = Object.hasOwn(OBJECTS, path) ? OBJECTS[path] : undefined;
  if (object !== undefined) return { name, path, kind: "object", title: name, description: object, leaf: null };
  const field = fieldFor(path, knowledge.schema);
  const isKnown = leaf !== null || TOP.includes(path) || field.title !== path || field.description !== "" || field.kind !== "json" || path === "http.retry";
  if (!isKnown) return null;
  const standard = Object.hasOwn(DESCRIPTIONS, path) ? (DESCRIPTIONS[path] ?? "") : "";
  return { name, path, kind: field.kind, title: leaf?.title ?? field.title, description: field.description || standard, leaf };
}

/** The names that an object at a path may have. */
export function membersOf(knowledge: Knowledge, segments: readonly string[]): Known[] {
  const at = formatPath(segments);
  const names = new Set<string>();
  if (segments.length === 0) for (const name of [...fieldsOf(knowledge.schema).map((field) => field.name), ...TOP]) names.add(name);
  else if (at === "http") for (const name of HTTP) names.add(name);
  else if (at === "http.retry") for (const name of ["statuses", "after", "at"]) names.add(name);
  else if (Object.hasOwn(USUAL, at)) {
    for (const leaf of knowledge.leaves) {
      const own = parsePath(leaf.path) ?? [];
      const name = own[segments.length];
      if (name !== undefined && own.length === segments.length + 1 && formatPath(own.slice(0, -1)) === at && !isReserved(leaf, knowledge.leaves)) names.add(name);
    }
    for (const name of USUAL[at] ?? []) names.add(name);
  }
  return [...names].map((name) => about(knowledge, [...segments, name]) ?? { name, path: formatPath([...segments, name]), kind: "string", title: name, description: "", leaf: null });
}

const texts = (value: JsonValue | undefined): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : []);

/** Scopes that any layer names, in their order: what a list of scopes may be made of. */
export function scopesKnown(leaves: readonly LeafView[], schema: JsonValue): string[] {
  const leaf = leaves.find((one) => one.path === "scopes");
  const declared = texts(fieldsOf(schema).find((field) => field.name === "scopes")?.initial);
  return [...new Set([...texts(leaf?.value), ...(leaf?.beneath ?? []).flatMap((under) => texts(under.value)), ...declared])];
}

/** The values that a parameter may have, as far as they are known, and those that it has beneath. */
export function valuesOf(knowledge: Knowledge, segments: readonly string[]): { value: JsonValue; note: string }[] {
  const path = formatPath(segments);
  if (path === "scopes") return scopesKnown(knowledge.leaves, knowledge.schema).map((value) => ({ value, note: "scope" }));
  if (path === "variant") return knowledge.variants.map((one) => ({ value: one.key, note: one.title }));
  const field: Field = fieldFor(path, knowledge.schema);
  if (field.kind === "boolean") return [true, false].map((value) => ({ value, note: "" }));
  if (field.choices.length > 0) return field.choices.map((value) => ({ value: field.kind === "integer" || field.kind === "number" ? Number(value) : value, note: field.title }));
  const leaf = about(knowledge, segments)?.leaf;
  const seen = leaf ? [{ layer: leaf.layer, value: leaf.value }, ...leaf.beneath] : [];
  return seen.filter((one) => one.value !== null && !isMask(one.value) && !(typeof one.value === "string" && one.value.includes("${"))).map((one) => ({ value: one.value, note: `from the ${one.layer}` }));
}
