/** Calls, their log and saved requests. The log is made up as it is asked for, so that it can be of any length (`?calls=1000000`). */
import type { CallView } from "../generated/CallView";
import type { SavedRequest } from "../generated/SavedRequest";
import type { JsonObject } from "../params/patch";
import { parseFilter, passes } from "../filter";
import { failure, type Answers } from "./host.fake";
import type { FakeState } from "./state.fake";

const ORIGIN = "http://127.0.0.1:7283";
const ME = { id: "user-1", name: "Ada Lovelace", environment: "production", scopes: ["contacts.read", "contacts.write", "deals.read"], apiVersion: "2026-01" };
const CONTACTS = Array.from({ length: 40 }, (_, at) => ({ id: `c-${at + 1}`, name: ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Barbara Liskov"][at % 4], email: `person${at + 1}@example.com`, address: { city: "London", postcode: `N${at} 1AA` }, tags: at % 3 === 0 ? ["lead", "eu"] : [], score: at * 1.5, archived: false, owner: null }));

const SHAPES: [string, string, number | null, number][] = [
  ["GET", "/me", 200, 12],
  ["GET", "/contacts?limit=100&page=", 200, 48],
  ["POST", "/contacts", 201, 61],
  ["GET", "/deals", 403, 9],
  ["GET", "/contacts/search?email=ada%40example.com", 200, 33],
  ["PATCH", "/contacts/c-", 200, 55],
  ["GET", "/reports/quarterly", 429, 7],
  ["GET", "/reports/quarterly", null, 30_002],
  ["DELETE", "/contacts/c-", 204, 27],
  ["GET", "/echo", 503, 410],
];

/** How many invented calls the log begins with. */
const invented = (): number => Number(new URLSearchParams(globalThis.location?.search ?? "").get("calls") ?? 240);

function made(state: FakeState, at: number, now: number): CallView {
  const [method, path, status, durationMs] = SHAPES[(at * 7) % SHAPES.length] ?? ["GET", "/me", 200, 12];
  const whose = state.connections[at % Math.max(1, state.connections.length)];
  const error = status === null ? failure("The provider did not answer within 30 s.", "Try again. If it keeps happening, look at the provider's status page.") : null;
  return { id: `log${at}`, connectionId: whose?.id ?? "gone", at: now - at * 4100, method, url: `${ORIGIN}${path}${path.endsWith("=") || path.endsWith("-") ? at : ""}`, status, error, durationMs: durationMs + (at % 11), attempts: at % 17 === 3 ? 2 : 1, connectionName: whose?.name ?? "gone", integrationKey: whose?.integrationKey ?? "", tenantKey: whose?.tenantKey ?? "", requestBytes: method === "GET" ? 0 : 212, responseBytes: status === null ? null : 180 + (at % 900) };
}

const fieldsOf = (call: CallView) => ({ url: call.url, connection: `${call.connectionName} ${call.connectionId}`, method: call.method, status: call.status === null ? "none" : `${call.status} ${Math.floor(call.status / 100)}xx`, is: call.error !== null || (call.status ?? 500) >= 400 ? "failed" : "ok", integration: call.integrationKey, tenant: call.tenantKey });

export function callAnswers(state: FakeState): Answers {
  const began = Date.now();
  const length = invented();
  const saved: SavedRequest[] = [
    { id: "s1", integration: "sandbox", name: "Who am I", method: "GET", path: "/me", headers: [], body: "" },
    { id: "s2", integration: "sandbox", name: "New contact", method: "POST", path: "/contacts", headers: [["Content-Type", "application/json"]], body: '{\n  "name": "Ada Lovelace",\n  "email": "ada@example.com"\n}' },
  ];
  const find = (id: string) => {
    const found = state.connections.find((one) => one.id === id);
    if (!found) throw failure("There is no such connection here.", "Go back to the list.");
    return found;
  };
  const one = (index: number): CallView => state.calls[index] ?? made(state, index - state.calls.length, began);
  const log = (filter: string, connection: string | undefined, offset: number, limit: number) => {
    const total = state.calls.length + length;
    if (filter === "" && connection === undefined) return { items: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) => one(offset + at)), total };
    const terms = parseFilter(filter);
    const all = Array.from({ length: Math.min(total, 5000) }, (_, at) => one(at)).filter((call) => (connection === undefined || call.connectionId === connection) && passes(terms, fieldsOf(call)));
    return { items: all.slice(offset, offset + limit), total: all.length };
  };
  const answer = (path: string): [number, unknown] => {
    if (path.startsWith("/me")) return [200, ME];
    if (path.startsWith("/contacts")) return [200, { contacts: CONTACTS, next: null, total: CONTACTS.length }];
    return path.startsWith("/deals") ? [403, { error: "insufficient_scope" }] : [404, { error: "not_found" }];
  };
  return {
    call: ({ connection, method, path, body }) => {
      const whose = find(connection);
      const [status, value] = answer(path);
      const text = path.startsWith("/avatar") ? "iVBORw0KGgo=" : JSON.stringify(value);
      const url = `${ORIGIN}${path}`;
      const id = `c${(state.made += 1)}`;
      state.calls.unshift({ id, connectionId: connection, at: Date.now(), method, url, status, error: null, durationMs: 12, attempts: 1, connectionName: whose.name, integrationKey: whose.integrationKey, tenantKey: whose.tenantKey, requestBytes: body?.length ?? 0, responseBytes: text.length });
      const overridden = whose.overrideCount > 0 ? ["scopes", "variant", "http.headers.X-Trace"] : [];
      return { id, status, headers: [["content-type", "application/json"], ["date", new Date().toUTCString()], ["x-request-id", id], ["cache-control", "no-store"]], body: text, encoding: path.startsWith("/avatar") ? "base64" : "text", truncated: false, url, durationMs: 12, attempts: path.includes("twice") ? 2 : 1, timing: { prepareMs: 0.4, waitMs: 10.1, receiveMs: 1.5 }, sent: [["authorization", "Bearer ••••••••"], ["x-api-version", "2024-01"], ["accept", "*/*"], ["user-agent", "patchbay/0.1.0"]], overridden };
    },
    calls: ({ connection, limit = 100, before }) => {
      const all = log("", connection, 0, 5000).items;
      const from = before === undefined ? 0 : all.findIndex((call) => call.id === before) + 1;
      return all.slice(from, from + limit);
    },
    call_log: ({ filter = "", connection, offset = 0, limit = 100 }) => ({ ...log(filter, connection, offset, limit), counting: false, dropped: 0 }),
    call_show: ({ call }) => {
      const found = state.calls.find((recorded) => recorded.id === call) ?? (call.startsWith("log") ? made(state, Number(call.slice(3)), began) : undefined);
      if (!found) throw failure("This call is no longer in the log.", "Calls are kept for 30 days, or until there are a million newer ones.");
      const overrides: JsonObject = state.overrides.get(found.connectionId) ?? {};
      return { call: found, overrides, history: Object.keys(overrides).length === 0 ? null : "h1", current: !call.endsWith("5") };
    },
    calls_har: ({ filter = "", connection }) => {
      const { items } = log(filter, connection, 0, 10_000);
      return { text: JSON.stringify({ log: { version: "1.2", creator: { name: "Patchbay", version: "0.1.0" }, entries: items.map((call) => ({ startedDateTime: new Date(call.at).toISOString(), time: call.durationMs, request: { method: call.method, url: call.url }, response: { status: call.status ?? 0 } })) } }, null, 2), entries: items.length };
    },
    saved_requests: ({ integration }) => saved.filter((request) => integration === undefined || request.integration === integration),
    saved_request_save: (request) => {
      const kept = { ...request, id: request.id ?? `s${(state.made += 10)}` };
      const at = saved.findIndex((other) => other.id === kept.id);
      if (at < 0) saved.push(kept);
      else saved[at] = kept;
      return kept;
    },
    saved_request_delete: ({ id }) => {
      const at = saved.findIndex((request) => request.id === id);
      if (at >= 0) saved.splice(at, 1);
      return {};
    },
  };
}
