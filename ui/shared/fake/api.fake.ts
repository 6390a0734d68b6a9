/** The API, its requests, its webhook, and the forms that ask without a token. Turning token-less forms on lets an invented page ask. */
import type { ApiRequestView } from "../generated/ApiRequestView";
import type { ApiView } from "../generated/ApiView";
import type { Changed } from "../generated/Changed";
import type { DeliveryView } from "../generated/DeliveryView";
import type { FormAskView } from "../generated/FormAskView";
import type { TenantView } from "../generated/TenantView";
import { MASK } from "../params/value";
import { failure, type Answers } from "./host.fake";
import type { FakeState } from "./state.fake";

/** Invented, like everything here. */
export const SECRET = "workspace-secret-of-the-stand-in";

export interface FakeApi {
  view: ApiView;
  requests: ApiRequestView[];
  tenants: TenantView[];
  deliveries: DeliveryView[];
  formAsks: FormAskView[];
}

const request = (id: string, past: number, over: Partial<ApiRequestView>): ApiRequestView => ({ id, at: Date.now() - past, method: "GET", path: "/connections", origin: "http://localhost:3000", who: "acme", status: 200, reason: null, remedy: null, durationMs: 3, ...over });

export function firstApi(): FakeApi {
  const now = Date.now();
  return {
    view: { url: "http://127.0.0.1:7282", off: null, workspaceKey: "5f2c9e1ab7d04c3d8e6f1a20", builtinOrigins: ["http://localhost:*", "http://127.0.0.1:*"], origins: ["https://app.example.com"], redirectUris: [], tokenlessForms: false, publicKeys: [], webhook: { url: null, hosts: [] } },
    requests: [
      request("r9", 4_000, { path: "/connections/65f0c1d2e3b4a5968778695a/proxy/crm/v3/objects/contacts?limit=100&properties=email,firstname,lastname", durationMs: 212 }),
      request("r8", 9_000, { method: "POST", path: "/connect", origin: "https://shop.example.org", who: null, status: 403, durationMs: 1, reason: "The page's origin https://shop.example.org is not listed, so nothing was read or done.", remedy: { kind: "origin", value: "https://shop.example.org" } }),
      request("r7", 15_000, { method: "POST", path: "/connect", origin: null, status: 400, durationMs: 2, reason: "The redirect URI https://app.example.com/connected is not registered.", remedy: { kind: "redirectUri", value: "https://app.example.com/connected" } }),
      request("r6", 22_000, { path: "/self", who: null, status: 401, durationMs: 1, reason: "The token expired 3 minutes ago. Sign a new one." }),
      request("r5", 41_000, { path: "/integrations/sandbox" }),
      request("r4", 42_000, { method: "POST", path: "/connection-options", status: 201, durationMs: 5 }),
      request("r3", 60_000, { path: "/integrations", who: "admin", origin: null }),
      request("r2", 61_000, { path: "/connections/initech/proxy/me", who: "initech", status: 502, durationMs: 30_004, reason: "The provider did not answer within 30 s." }),
    ],
    tenants: [
      { key: "acme", name: "Acme Inc", createdAt: now, connections: 1 },
      { key: "initech", name: "initech", createdAt: now, connections: 1 },
      { key: "test", name: "test", createdAt: now, connections: 1 },
    ],
    deliveries: [],
    formAsks: [],
  };
}

const base64url = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export function apiAnswers(state: FakeState, tell: (changed: Changed) => void): Answers {
  const { api } = state;
  const changed = (list: string[], add: string[] = [], remove: string[] = []) => [...list.filter((one) => !remove.includes(one)), ...add];
  const deliver = (over: Partial<DeliveryView>): DeliveryView => {
    const made: DeliveryView = { id: `w${(state.made += 1)}`, event: "connection.created", connectionId: null, createdAt: Date.now(), state: "delivered", attempts: 1, status: 200, error: null, nextAt: null, ...over };
    api.deliveries.unshift(made);
    return made;
  };
  return {
    api: () => api.view,
    api_requests: () => api.requests,
    api_access_set: (change) => {
      const { view } = api;
      view.origins = changed(view.origins, change.addOrigins, change.removeOrigins);
      view.redirectUris = changed(view.redirectUris, change.addRedirectUris, change.removeRedirectUris);
      view.publicKeys = view.publicKeys.filter((key) => key.id !== change.removePublicKey);
      if (change.addPublicKey !== undefined) view.publicKeys.push({ id: `k${(state.made += 1)}`, algorithm: "ES256", fingerprint: "SHA256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" });
      if (change.tokenlessForms === true && !view.tokenlessForms) {
        api.formAsks.push({ id: `f${(state.made += 1)}`, at: Date.now(), origin: "http://localhost:3000", integrationName: "Sandbox", name: "Acme from the form", overrides: { scopes: ["contacts.read"], clientSecret: MASK, http: { headers: { "X-Trace": "on" } } }, redirectUri: "http://localhost:3000/connected?plan=team" });
        setTimeout(() => tell({ what: "formasks", id: null }));
      }
      view.tokenlessForms = change.tokenlessForms ?? view.tokenlessForms;
      return view;
    },
    tenants: () => api.tenants,
    token: ({ tenant, admin, ttl = 3600 }) => {
      const expires = Math.floor(Date.now() / 1000) + ttl;
      const whose = admin === true ? { isAdmin: true } : { tenantKey: tenant ?? "test" };
      return { token: `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url({ workspaceKey: api.view.workspaceKey, ...whose, exp: expires })}.c3RhbmQtaW4tc2lnbmF0dXJl`, expiresAt: expires * 1000 };
    },
    environment: ({ reveal }) => {
      const secret = reveal === true ? SECRET : MASK;
      const { url, workspaceKey } = api.view;
      const variables: [string, string][] = [["MEMBRANE_API_URI", url], ["MEMBRANE_WORKSPACE_KEY", workspaceKey ?? ""], ["MEMBRANE_WORKSPACE_SECRET", secret], ["MEMBRANE_CONSOLE_URI", url], ["MEMBRANE_TEST_CUSTOMER_ID", "test"]];
      return { variables, dotenv: variables.map(([name, value]) => `${name}="${value}"`).join("\n"), membraneConfig: `workspaceKey: ${workspaceKey}\nworkspaceSecret: ${secret}\napiUri: ${url}\nconsoleUri: ${url}\ntestCustomerId: test` };
    },
    webhook_set: ({ url, hosts }) => {
      if (url !== undefined) api.view.webhook.url = url;
      if (hosts !== undefined) api.view.webhook.hosts = hosts;
      return api.view;
    },
    webhook_test: () => deliver({ event: "test" }),
    webhook_deliveries: () => api.deliveries,
    webhook_redeliver: ({ id }) => {
      const found = api.deliveries.find((one) => one.id === id);
      if (!found) throw failure("This message is no longer kept.", "Send a test instead.");
      return deliver({ event: found.event, connectionId: found.connectionId });
    },
    form_asks: () => api.formAsks,
    form_ask_answer: ({ id }) => {
      api.formAsks = api.formAsks.filter((one) => one.id !== id);
      return {};
    },
  };
}
