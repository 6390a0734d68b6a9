/**
 * Which connection holds a token. The provider keeps a digest and Patchbay keeps no digest of it, so it is told by the
 * environment and the moment at which both say that the token ends.
 */
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { SandboxToken } from "../../shared/generated/SandboxToken";

/** The provider counts in seconds, and the answer takes its time. */
const APART_MS = 2_500;

const environmentOf = (connection: Pick<ConnectionSummary, "variant">): string => (connection.variant === "sandbox" ? "sandbox" : "production");

/** The one connection that it can be; null where there is none, or more than one. */
export function holderOf(token: SandboxToken, environment: string, connections: readonly ConnectionSummary[]): ConnectionSummary | null {
  const fits = connections.filter((one) => one.connectorKey === "sandbox" && environmentOf(one) === environment && one.expiresAt !== null && Math.abs(one.expiresAt - token.expiresAt) <= APART_MS);
  return fits.length === 1 ? (fits[0] ?? null) : null;
}
