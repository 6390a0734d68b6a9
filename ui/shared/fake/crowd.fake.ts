/** Many invented connections, for looking at long lists: `?connections=100000` in the development server's address. */
import type { ConnectionSummary } from "../generated/ConnectionSummary";
import type { HealthView } from "../generated/HealthView";

const FIRST = ["Acme", "Globex", "Initech", "Umbrella", "Stark", "Wayne", "Hooli", "Soylent", "Tyrell", "Vandelay", "Massive", "Aperture"];
const SECOND = ["Inc", "GmbH", "Logistics", "Foods", "Media", "Robotics", "Bank", "Health"];
const ODD = ["שרותי ענן תל אביב בע״מ", "🚀 Rocket & Söhne 🧑‍🚀", "A very long name of a customer who wrote the whole history of the company, its founders and their dogs into the field that was meant for its name", "株式会社サンプル", "<b>Bold & Co</b>"];
const USES: [string, string, string | null][] = [
  ["sandbox", "Sandbox", null],
  ["sandbox", "Sandbox", "sandbox"],
  ["stripe", "Stripe", null],
  ["hubspot", "HubSpot", "eu"],
  ["salesforce", "Salesforce", "sandbox"],
  ["salesforce", "Salesforce", null],
];

function healthOf(at: number): HealthView {
  if (at % 23 === 7) return { state: "needs_reconnect", cause: "revoked", words: "The provider no longer accepts this connection: the grant was revoked.", next: "Reconnect it." };
  if (at % 31 === 9) return { state: "misconfigured", path: "clientSecret", words: "The provider does not accept the client secret.", next: "Correct it on the integration's page." };
  if (at % 41 === 11) return { state: "refresh_delayed", until: Date.now() + 30_000, cause: "503", words: "The token endpoint is in trouble. The next try is in half a minute.", next: null };
  if (at % 17 === 3) return { state: "pending_change", paths: ["scopes"], words: "Working, with changes that wait for the next connect.", next: "Reconnect to use them." };
  return { state: "working", words: "Working.", next: null };
}

function one(at: number, now: number): ConnectionSummary {
  const [integrationKey, integrationName, variant] = USES[at % USES.length] ?? ["sandbox", "Sandbox", null];
  const first = FIRST[at % FIRST.length] ?? "";
  const name = at % 97 === 5 ? (ODD[(at / 97) % ODD.length | 0] ?? "") : `${first} ${SECOND[(at * 7) % SECOND.length] ?? ""} ${at}`;
  const health = healthOf(at);
  const expiresAt = integrationKey === "stripe" ? null : health.state === "needs_reconnect" ? now - at * 1_000 : now + ((at * 37_000) % 7_200_000) + 20_000;
  return { id: at.toString(16).padStart(24, "0"), key: at % 5 === 0 ? `key-${at}` : null, name, integrationKey, integrationName, connectorKey: integrationKey, tenantKey: `${first.toLowerCase()}-${at % 400}`, variant, option: null, overrideCount: at % 4 === 1 ? (at % 9) + 1 : 0, health, expiresAt, lastCallAt: at % 6 === 2 ? null : now - ((at * 91_000) % 900_000_000), connectedAt: now - at * 60_000, createdAt: now - at * 60_000, archivedAt: at % 211 === 13 ? now - 86_400_000 : null };
}

/** As many as the address asks for; none where it does not. */
export function crowd(): ConnectionSummary[] {
  const wanted = Number(new URLSearchParams(globalThis.location?.search ?? "").get("connections") ?? 0);
  const now = Date.now();
  return Array.from({ length: wanted }, (_, at) => one(at, now));
}
