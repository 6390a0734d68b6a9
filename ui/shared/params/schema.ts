/** What a JSON Schema that the engine derived says about a parameter: enough to draw a field for it. */
import type { JsonValue } from "../generated/serde_json/JsonValue";
import { isObject } from "./patch";

export type FieldKind = "string" | "integer" | "number" | "boolean" | "strings" | "json";

export interface Field {
  name: string;
  kind: FieldKind;
  title: string;
  description: string;
  placeholder: string;
  choices: string[];
  pattern: string | null;
  required: boolean;
  secret: boolean;
  /** Shown before and after the field; not part of the value. */
  prefix: string;
  suffix: string;
  /** The value where nothing is typed. */
  initial: JsonValue | undefined;
}

const word = (value: unknown): string => (typeof value === "string" ? value : "");

function kindOf(schema: Record<string, unknown>): FieldKind {
  switch (schema["type"]) {
    case "string":
    case "integer":
    case "number":
    case "boolean":
      return schema["type"];
    case "array":
      return "strings";
    default:
      return "json";
  }
}

/** The only values; of a list, those of its items. */
function choicesOf(one: Record<string, unknown>): string[] {
  const of: Record<string, unknown> = one["type"] === "array" && isObject(one["items"]) ? one["items"] : one;
  return Array.isArray(of["enum"]) && one["allowCustom"] !== true ? of["enum"].map(String) : [];
}

/** The top-level fields of an object schema, in its order. */
export function fieldsOf(schema: JsonValue | undefined): Field[] {
  if (!isObject(schema) || !isObject(schema["properties"])) return [];
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  return Object.entries(schema["properties"]).map(([name, raw]) => {
    const one: Record<string, unknown> = isObject(raw) ? raw : {};
    return {
      name,
      kind: kindOf(one),
      title: word(one["title"]) || name,
      description: word(one["description"]),
      placeholder: word(one["placeholder"]) || word(one["x-placeholder"]),
      choices: choicesOf(one),
      pattern: word(one["pattern"]) || null,
      required: required.includes(name),
      secret: one["writeOnly"] === true || one["format"] === "password" || one["x-secret"] === true || one["secret"] === true || one["isSensitive"] === true,
      prefix: word(one["prefix"]),
      suffix: word(one["suffix"]),
      initial: one["default"] as JsonValue | undefined,
    };
  });
}

const UNIVERSAL: Record<string, FieldKind> = {
  scopes: "strings",
  variant: "string",
  connectorVersion: "string",
  clientId: "string",
  clientSecret: "string",
  "http.baseUrl": "string",
  "http.timeoutMs": "integer",
  "http.retry": "json",
};

const TITLES: Record<string, string> = { scopes: "Scopes", variant: "Variant", connectorVersion: "Connector version", clientId: "Client ID", clientSecret: "Client secret", "http.baseUrl": "Base URL", "http.timeoutMs": "Time limit in milliseconds", "http.retry": "Retries" };

/** What every connector takes besides what it declares (design section 2). */
export const UNIVERSAL_NAMES = Object.keys(UNIVERSAL);

/** Objects whose members a developer names freely, with an example. */
export const OPEN_OBJECTS: { prefix: string; what: string; example: string }[] = [
  { prefix: "authorizeParams", what: "a query parameter of the authorize request", example: "prompt" },
  { prefix: "tokenParams", what: "a parameter of token requests", example: "audience" },
  { prefix: "http.headers", what: "a header of every call", example: "X-Api-Version" },
  { prefix: "http.query", what: "a query parameter of every call", example: "locale" },
];

/** The field that edits a path. */
export function fieldFor(path: string, schema: JsonValue | undefined): Field {
  const declared = fieldsOf(schema).find((field) => field.name === path);
  if (declared && declared.kind !== "json") return declared;
  const open = OPEN_OBJECTS.some(({ prefix }) => path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`));
  const kind = (Object.hasOwn(UNIVERSAL, path) ? UNIVERSAL[path] : undefined) ?? (open ? "string" : "json");
  return { name: path, kind, title: (Object.hasOwn(TITLES, path) ? TITLES[path] : undefined) ?? path, description: "", placeholder: "", choices: [], pattern: null, required: false, secret: path === "clientSecret", prefix: "", suffix: "", initial: undefined };
}
