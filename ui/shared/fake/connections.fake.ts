/** Connections and calls. */
import type { ConnectionDetail } from "../generated/ConnectionDetail";
import { failure, type Answers } from "./host.fake";
import type { FakeState } from "./state.fake";

const ME = { id: "user-1", name: "Ada Lovelace", environment: "production", scopes: ["contacts.read", "contacts.write", "deals.read"], apiVersion: "2026-01" };

export function connectionAnswers(state: FakeState): Answers {
  const find = (id: string) => {
    const found = state.connections.find((one) => one.id === id);
    if (!found) throw failure("There is no such connection here.", "Go back to the list.");
    return found;
  };
  const detail = (id: string): ConnectionDetail => {
    const summary = find(id);
    const waits = summary.health.state === "pending_change";
    return { summary, requestedScopes: waits ? ["contacts.read"] : ["contacts.read", "contacts.write", "deals.read"], grantedScopes: ["contacts.read", "contacts.write", "deals.read"], binding: ["http://127.0.0.1:7283"], hasRefreshToken: summary.connectorKey === "sandbox", pending: waits ? [{ path: "scopes", before: ["contacts.read", "contacts.write", "deals.read"], after: ["contacts.read"], effect: "reconnect" }] : [], connectorVersion: "1.0.0", kind: "oauth2", obtainedAt: summary.connectedAt, canRefresh: summary.connectorKey === "sandbox", refreshError: null };
  };
  return {
    connections: () => ({ items: state.connections.filter((one) => one.archivedAt === null), next: null, total: state.connections.filter((one) => one.archivedAt === null).length, groups: [] }),
    connection_show: ({ connection }) => detail(connection),
    connection_test: () => ({ ok: true, status: 200, words: "The provider accepts the credentials." }),
    connection_refresh: ({ connection }) => detail(connection),
    connection_rename: ({ connection, name }) => {
      find(connection).name = name;
      return detail(connection);
    },
    connection_archive: ({ connection }) => {
      find(connection).archivedAt = Date.now();
      return { connection: find(connection), warning: null };
    },
    connection_restore: ({ connection }) => {
      find(connection).archivedAt = null;
      return detail(connection);
    },
    call: ({ connection, method, path }) => {
      const status = path.startsWith("/me") ? 200 : path.startsWith("/deals") ? 403 : 404;
      const url = `http://127.0.0.1:7283${path}`;
      const id = `c${(state.made += 1)}`;
      state.calls.unshift({ id, connectionId: connection, at: Date.now(), method, url, status, error: null, durationMs: 12, attempts: 1, connectionName: find(connection).name, integrationKey: find(connection).integrationKey, tenantKey: find(connection).tenantKey, requestBytes: 0, responseBytes: 180 });
      return { id, status, headers: [["content-type", "application/json"], ["x-request-id", id]], body: JSON.stringify(status === 200 ? ME : { error: status === 403 ? "insufficient_scope" : "not_found" }), encoding: "text", truncated: false, url, durationMs: 12, attempts: 1, timing: { prepareMs: 0.4, waitMs: 10.1, receiveMs: 1.5 }, sent: [["authorization", "Bearer ••••••••"]], overridden: [] };
    },
    calls: ({ connection }) => state.calls.filter((call) => connection === undefined || call.connectionId === connection),
  };
}
