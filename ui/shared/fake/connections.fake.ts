/** Connections, as a list and one by one. */
import type { ConnectionDetail } from "../generated/ConnectionDetail";
import { crowd } from "./crowd.fake";
import { failure, type Answers } from "./host.fake";
import { chosen, page } from "./lists.fake";
import type { FakeState } from "./state.fake";

export function connectionAnswers(state: FakeState): Answers {
  if (!state.connections.some((one) => one.id.length === 24)) state.connections.push(...crowd());
  const find = (id: string) => {
    const found = state.connections.find((one) => one.id === id);
    if (!found) throw failure("There is no such connection here.", "Go back to the list.");
    return found;
  };
  const detail = (id: string): ConnectionDetail => {
    const summary = find(id);
    const waits = summary.health.state === "pending_change";
    return { summary, requestedScopes: waits ? ["contacts.read"] : ["contacts.read", "contacts.write", "deals.read"], grantedScopes: ["contacts.read", "contacts.write", "deals.read"], binding: [summary.variant === "sandbox" ? "http://127.0.0.1:7284" : "http://127.0.0.1:7283"], hasRefreshToken: summary.connectorKey === "sandbox", pending: waits ? [{ path: "scopes", before: ["contacts.read", "contacts.write", "deals.read"], after: ["contacts.read"], effect: "reconnect" }] : [], connectorVersion: "1.0.0", kind: "oauth2", obtainedAt: summary.connectedAt, canRefresh: summary.connectorKey === "sandbox", refreshError: summary.health.state === "needs_reconnect" ? "The token endpoint answered 400 invalid_grant: the grant was revoked." : null };
  };
  return {
    connections: (request) => page(state.connections, request),
    connection_ids: (request) => {
      const { items } = chosen(state.connections, request);
      return { ids: items.slice(0, 10_000).map((one) => one.id), total: items.length };
    },
    connection_show: ({ connection }) => detail(connection),
    connection_test: () => ({ ok: true, status: 200, words: "The provider accepts the credentials." }),
    connection_refresh: ({ connection }) => {
      find(connection).expiresAt = Date.now() + 3_600_000;
      return detail(connection);
    },
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
  };
}
