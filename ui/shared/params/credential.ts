/** Which effective parameters carry a credential or belong to the connection itself: no override may set them (design section 2). The engine judges again. */
import type { LeafView } from "../generated/LeafView";

const FRAMING = /^http\.(?:headers|query)(?:\.|\[")(?:authorization|host|cookie|connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length|expect|proxy-[^".]*)(?:"\])?$/i;
const PROVIDED = /^http\.(?:headers|query)[.[]/;
const CREDENTIALS = ["accessToken", "refreshToken", "clientSecret", "assertion", "code", "codeVerifier"];

/** The names within a template's `${…}`. */
function namesIn(template: string): string[] {
  return [...template.matchAll(/\$\{([^}]*)\}/g)].flatMap((match) => [...(match[1] ?? "").replaceAll(/'[^']*'/g, "").matchAll(/[A-Za-z_][\w.]*/g)].map(([name]) => name));
}

function reservedWith(leaf: LeafView, secrets: ReadonlySet<string>): boolean {
  if (FRAMING.test(leaf.path)) return true;
  if (!PROVIDED.test(leaf.path)) return false;
  const said = [leaf, ...leaf.beneath].filter((one) => one.layer === "connector" || one.layer === "variant").map((one) => one.value);
  return said.some((value) => typeof value === "string" && namesIn(value).some((name) => secrets.has(name)));
}

const secretsOf = (leaves: readonly LeafView[]): ReadonlySet<string> => new Set([...CREDENTIALS, ...leaves.filter((one) => one.secret).map((one) => one.path)]);

/** Whether an override of this parameter would be refused. `leaves` tell which names are secret. */
export const isReserved = (leaf: LeafView, leaves: readonly LeafView[]): boolean => reservedWith(leaf, secretsOf(leaves));

/** The paths of those that no override may set. */
export function reservedAmong(leaves: readonly LeafView[]): ReadonlySet<string> {
  const secrets = secretsOf(leaves);
  return new Set(leaves.filter((leaf) => reservedWith(leaf, secrets)).map((leaf) => leaf.path));
}
