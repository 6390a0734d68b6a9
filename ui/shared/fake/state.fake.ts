/** What the stand-in knows. */
import type { AttemptView } from "../generated/AttemptView";
import type { CallView } from "../generated/CallView";
import type { ConnectionSummary } from "../generated/ConnectionSummary";
import type { DraftView } from "../generated/DraftView";
import type { HealthView } from "../generated/HealthView";
import type { Preferences } from "../generated/Preferences";
import type { StatusAnswer } from "../generated/StatusAnswer";
import type { JsonObject } from "../params/patch";
import { type FakeApi, firstApi } from "./api.fake";

export interface FakeState {
  status: StatusAnswer;
  connections: ConnectionSummary[];
  overrides: Map<string, JsonObject>;
  defaults: JsonObject;
  drafts: DraftView[];
  attempts: Map<string, AttemptView>;
  calls: CallView[];
  /** What the provider asks of the end user, besides the sign-in. */
  inputSchema: JsonObject;
  api: FakeApi;
  preferences: Preferences;
  made: number;
  /** The version that the first integration may go on to. */
  upgrade: string | null;
}

const WORKING: HealthView = { state: "working", words: "Working.", next: null };

export function summary(id: string, name: string, over: Partial<ConnectionSummary> = {}): ConnectionSummary {
  const now = Date.now();
  return { id, key: null, name, integrationKey: "sandbox", integrationName: "Sandbox", connectorKey: "sandbox", tenantKey: "test", variant: null, option: null, overrideCount: 0, health: WORKING, expiresAt: now + 3_000_000, lastCallAt: now - 140_000, connectedAt: now - 600_000, createdAt: now - 600_000, archivedAt: null, ...over };
}

export function firstState(): FakeState {
  const listener = (url: string) => ({ listening: true, url, reason: null });
  return {
    status: { version: "0.1.0", development: true, dataDir: "~/.local/share/patchbay-dev", vault: { state: "ready", source: "keyring", words: "The keyring holds the key." }, api: listener("http://127.0.0.1:7282"), sandbox: [listener("http://127.0.0.1:7283"), listener("http://127.0.0.1:7284")], scheme: "patchbay-dev", deepLink: null, integrations: 2, connections: 4 },
    connections: [
      summary("a1", "Acme Inc", { tenantKey: "acme" }),
      summary("a2", "Acme Inc, narrow scopes", { tenantKey: "acme", variant: "sandbox", overrideCount: 3, health: { state: "pending_change", paths: ["scopes"], words: "Working, with changes that wait for the next connect.", next: "Reconnect to use them." } }),
      summary("a3", "Initech", { tenantKey: "initech", expiresAt: Date.now() - 60_000, health: { state: "needs_reconnect", cause: "revoked", words: "The provider no longer accepts this connection: the grant was revoked.", next: "Reconnect it." } }),
      summary("a4", "Test key", { integrationKey: "stripe", integrationName: "Stripe", connectorKey: "stripe", tenantKey: "demo", expiresAt: null, lastCallAt: null }),
    ],
    overrides: new Map<string, JsonObject>([["a2", { scopes: ["contacts.read"], variant: "sandbox", http: { headers: { "X-Trace": "on" } } }]]),
    defaults: { clientId: "sandbox-client", clientSecret: "••••••••", scopes: ["contacts.read", "contacts.write", "deals.read"] },
    drafts: [{ id: "d1", integration: "sandbox", tenant: "globex", name: "Globex", option: null, text: '{\n  "apiVersion": "2026-02"\n}', updatedAt: Date.now() }],
    attempts: new Map(),
    calls: [],
    inputSchema: {},
    api: firstApi(),
    preferences: { theme: "system", surface: null, notify: true, seen: ["start"] },
    made: 0,
    upgrade: null,
  };
}
