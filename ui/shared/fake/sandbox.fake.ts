/** The built-in provider. Revoking there marks the connection that held the token. */
import type { SandboxFaults } from "../generated/SandboxFaults";
import type { SandboxGrant } from "../generated/SandboxGrant";
import type { SandboxSelection } from "../generated/SandboxSelection";
import type { SandboxView } from "../generated/SandboxView";
import type { Changed } from "../generated/Changed";
import type { Answers } from "./host.fake";
import type { FakeState } from "./state.fake";

const NONE: SandboxFaults = { deny: false, slowMs: 0, tokenStatus: null, retryAfterS: null, dropAfterRotation: false, omitExpiresIn: false, oddExpiresIn: null, accessTtlS: null, formEncoded: false, error200: false, grantFewer: false, revokedRefresh: false, apiStatus: null, apiDelayMs: 0 };
const SCOPES = ["contacts.read", "contacts.write", "deals.read", "offline_access"];
const USERS = [{ id: "user-1", name: "Ada Lovelace", email: "ada@example.com" }, { id: "user-2", name: "Grace Hopper", email: "grace@example.com" }];
const CLIENT = { id: "sandbox-client", redirectUris: ["http://127.0.0.1/*", "patchbay-dev://*"] };

export function sandboxAnswers(state: FakeState, tell: (changed: Changed) => void): Answers {
  const grantOf = (id: string, whose: string, past: number, expiresAt: number): SandboxGrant => ({ id, user: whose, client: CLIENT.id, scopes: SCOPES, hasRefreshToken: true, refreshes: past, tokens: [{ id: `9f86d08188${id}`, scopes: SCOPES, expiresAt }] });
  const expiry = (id: string) => state.connections.find((one) => one.id === id)?.expiresAt ?? Date.now() + 60_000;
  const view: SandboxView = {
    off: null,
    faults: NONE,
    environments: [
      { name: "production", url: "http://127.0.0.1:7283", users: USERS, clients: [CLIENT], grants: [grantOf("4c7d01", "Ada Lovelace", 3, expiry("a1")), { ...grantOf("77ab90", "Grace Hopper", 0, Date.now() + 38_000), hasRefreshToken: false }, { ...grantOf("1d02ee", "", 0, Date.now() + 900_000), user: null, hasRefreshToken: false }] },
      { name: "sandbox", url: "http://127.0.0.1:7284", users: USERS, clients: [CLIENT], grants: [grantOf("b05c21", "Ada Lovelace", 1, expiry("a2"))] },
    ],
  };
  const each = (selection: SandboxSelection, act: (grant: SandboxGrant) => SandboxGrant | null) => {
    for (const environment of view.environments) {
      if (selection.environment !== undefined && environment.name !== selection.environment) continue;
      environment.grants = environment.grants.flatMap((grant) => (selection.grant !== undefined && grant.id !== selection.grant ? [grant] : (act(grant) ?? [])));
    }
    tell({ what: "sandbox", id: null });
    return view;
  };
  return {
    sandbox: () => view,
    sandbox_faults_set: (faults) => {
      view.faults = faults;
      tell({ what: "sandbox", id: null });
      return view;
    },
    sandbox_revoke: (selection) => each(selection, (grant) => (selection.token === undefined ? null : { ...grant, tokens: grant.tokens.filter((token) => token.id !== selection.token) })),
    sandbox_expire: (selection) => each(selection, (grant) => ({ ...grant, tokens: grant.tokens.map((token) => (selection.token === undefined || selection.token === token.id ? { ...token, expiresAt: Date.now() - 1000 } : token)) })),
  };
}
