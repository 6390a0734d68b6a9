/** A small model of the layers: enough for screens to have something true to show. */
import type { Effect } from "../generated/Effect";
import type { Layer } from "../generated/Layer";
import type { LeafView } from "../generated/LeafView";
import type { JsonValue } from "../generated/serde_json/JsonValue";
import { isObject, type JsonObject } from "../params/patch";
import { formatPath } from "../params/path";
import { MASK } from "../params/value";

export const SCHEMA: JsonObject = {
  type: "object",
  properties: {
    clientId: { type: "string", title: "Client ID" },
    clientSecret: { type: "string", title: "Client secret", writeOnly: true },
    scopes: { type: "array", title: "Scopes", items: { type: "string" } },
    apiVersion: { type: "string", title: "API version", description: "Sent as X-Api-Version with every call." },
  },
  required: ["clientId"],
};

const CONNECTOR: JsonObject = { apiVersion: "2026-01", scopes: ["contacts.read", "contacts.write", "deals.read", "deals.write"], http: { baseUrl: "http://127.0.0.1:7283", headers: { "X-Api-Version": "${apiVersion}" }, timeoutMs: 30000 } };
const VARIANT: JsonObject = { http: { baseUrl: "http://127.0.0.1:7284" } };

function flat(value: JsonObject, at: string[] = []): [string, JsonValue][] {
  return Object.entries(value).flatMap(([key, inner]) => (isObject(inner) ? flat(inner, [...at, key]) : [[formatPath([...at, key]), inner] as [string, JsonValue]]));
}

function effectOf(path: string): Effect {
  if (path.startsWith("http.") || path === "apiVersion") return "live";
  return path === "clientSecret" || path.startsWith("tokenParams") ? "refresh" : "reconnect";
}

/** Paths that the developer called secrets. */
export const marked = new Set<string>();

export function leavesOf(defaults: JsonObject, overrides: JsonObject): LeafView[] {
  const variant = overrides["variant"] === "sandbox" ? VARIANT : {};
  const layers: [Layer, JsonObject][] = [["connector", CONNECTOR], ["variant", variant], ["integration", defaults], ["override", overrides]];
  const said = new Map<string, { layer: Layer; value: JsonValue }[]>();
  for (const [layer, patch] of layers) for (const [path, value] of flat(patch)) said.set(path, [{ layer, value }, ...(said.get(path) ?? [])]);
  return [...said].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, [top, ...beneath]]) => {
    const value = top?.value ?? null;
    const secret = path === "clientSecret" || marked.has(path);
    return { path, value: secret ? MASK : value, layer: top?.layer ?? "connector", template: typeof value === "string" && value.includes("${"), beneath, declared: !/^http\.(headers|query)|Params/.test(path) || top?.layer === "connector", secret, required: path === "clientId", effect: effectOf(path), title: null, removed: value === null };
  });
}

/** The place of a JSON syntax error, roughly: the end of what can be read. */
export const lastPlace = (text: string): { line: number; column: number } => ({ line: text.split("\n").length, column: 1 });
