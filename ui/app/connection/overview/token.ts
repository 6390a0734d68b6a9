/** What can be said of an access token. */
import type { ConnectionDetail } from "../../../shared/generated/ConnectionDetail";

/** A token that came within this time of the connect is the sign-in's own, not a refresh's. */
const SAME_MS = 2_000;

/** From when until when it lives; null where it has no known end. */
export function lifeOf({ summary, obtainedAt }: ConnectionDetail): { from: number; until: number } | null {
  return summary.expiresAt === null ? null : { from: Math.min(obtainedAt ?? summary.connectedAt, summary.expiresAt), until: summary.expiresAt };
}

/** When a refresh last worked; null where there was none since the connect. */
export function lastRefresh({ summary, obtainedAt }: ConnectionDetail): number | null {
  return obtainedAt !== null && obtainedAt - summary.connectedAt > SAME_MS ? obtainedAt : null;
}

/** How it is renewed, or why it is not. */
export function renewal(detail: ConnectionDetail): string {
  const { kind, hasRefreshToken, canRefresh, summary } = detail;
  if (summary.health.state === "needs_reconnect" && canRefresh) return "The provider does not renew it any more; a reconnect gets a new one.";
  if (hasRefreshToken && summary.expiresAt === null) return "When a call is refused it is refreshed and the call is sent again, once, however many calls wait for it.";
  if (hasRefreshToken) return "It is refreshed by itself before it ends, once, however many calls wait for it.";
  if (canRefresh) return "This kind needs no refresh token: a new access token is asked for with the client's own credentials.";
  if (kind === "key" || kind === "basic") return "What was typed when it was connected is used as it is; it ends only when the provider withdraws it.";
  if (kind === "none") return "This connector needs no credentials.";
  if (kind === "oauth1") return "OAuth 1 tokens do not expire by themselves and are not refreshed.";
  return "No refresh token was issued, so when this one ends the user has to sign in again. Providers often issue one only where it is asked for: with a scope such as offline_access, or an authorize parameter such as access_type=offline.";
}
