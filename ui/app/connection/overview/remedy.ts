/** Why a connection is as it is, and the one thing to do about it. The engine's own words come first; these add the reason. */
import { count } from "../../../shared/format";
import type { ConnectionDetail } from "../../../shared/generated/ConnectionDetail";

export type Remedy = "none" | "reconnect" | "refresh" | "parameters" | "integration" | "vault" | "restore";

export interface Why {
  /** Why it is so; null where there is nothing to explain. */
  why: string | null;
  act: Remedy;
  /** The button's words. */
  label: string;
}

const CAUSES: Record<string, string> = {
  revoked: "The provider was asked for a new token and answered that the grant is no longer good: the user or an administrator withdrew it, or the refresh token was used twice.",
  rejected: "The provider refused the credentials themselves, so asking again with the same ones would not help.",
  expired: "The access token is over and there is no way to get another without the user.",
  key_lost: "The credentials were encrypted with a key that is no longer there, so they cannot be read.",
};

const ONLY_RECONNECT = (why: string | null): Why => ({ why, act: "reconnect", label: "Reconnect" });

export function remedyOf(detail: ConnectionDetail): Why {
  const { health, archivedAt } = detail.summary;
  if (archivedAt !== null) return { why: "Nothing was deleted.", act: "restore", label: "Restore" };
  switch (health.state) {
    case "working":
      return { why: null, act: "none", label: "" };
    case "pending_change": {
      const waits = detail.pending.some((change) => change.effect === "reconnect");
      const why = `Calls go on with what it was connected with; ${count(detail.pending.length, "change waits", "changes wait")}.`;
      return waits || !detail.canRefresh ? ONLY_RECONNECT(why) : { why, act: "refresh", label: "Refresh now" };
    }
    case "binding_changed":
      return ONLY_RECONNECT(`Calls would now go to ${health.origin}, where its credentials were never meant to go. Nothing is sent until it is reconnected, or the change is undone.`);
    case "needs_reconnect":
      return ONLY_RECONNECT(CAUSES[health.cause] ?? `The cause: ${health.cause}.`);
    case "misconfigured":
      return health.path.startsWith("client") ? { why: `The provider does not accept ${health.path}, which the integration sets.`, act: "integration", label: "Open the integration" } : { why: `${health.path} is missing or is not what the connector takes.`, act: "parameters", label: "Open parameters" };
    case "refresh_delayed":
      return { why: "The token endpoint does not give a new token at the moment. The old one is used as long as it lives; after that, calls wait for a new one.", act: "refresh", label: "Refresh now" };
    case "vault_unavailable":
      return { why: "The vault holds its credentials, and it is not open.", act: "vault", label: "Open the vault's settings" };
  }
}
