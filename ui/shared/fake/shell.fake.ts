/** What the developer likes, tenants, and what Diagnostics finds. */
import type { Changed } from "../generated/Changed";
import type { Check } from "../generated/Check";
import { failure, type Answers } from "./host.fake";
import type { FakeState } from "./state.fake";

const CHECKS: Check[] = [
  { name: "version", state: "ok", words: "Patchbay 0.1.0, development" },
  { name: "webview", state: "ok", words: "WebKitGTK 2.50.6" },
  { name: "data folder", state: "ok", words: "~/.local/share/patchbay-dev" },
  { name: "database", state: "ok", words: "Sound." },
  { name: "vault", state: "ok", words: "Secrets are encrypted, and can be read." },
  { name: "keyring", state: "ok", words: "A test entry was written, read and removed in 9 ms." },
  { name: "api", state: "ok", words: "Listening at http://127.0.0.1:7282." },
  { name: "sandbox", state: "ok", words: "Listening at http://127.0.0.1:7283 and http://127.0.0.1:7284." },
  { name: "deep links", state: "warn", words: "patchbay-dev:// links are handed to another program. Start Patchbay once from its menu entry, or choose loopback redirects." },
];

export function shellAnswers(state: FakeState, tell: (changed: Changed) => void): Answers {
  const archived: typeof state.api.tenants = [];
  const tenantOf = (key: string) => state.api.tenants.find((one) => one.key === key);
  return {
    preferences: () => state.preferences,
    preferences_set: ({ seen, ...change }) => {
      Object.assign(state.preferences, change);
      if (seen !== undefined && !state.preferences.seen.includes(seen)) state.preferences.seen.push(seen);
      setTimeout(() => tell({ what: "preferences", id: null }));
      return state.preferences;
    },
    diagnostics: () => ({ checks: CHECKS, report: CHECKS.map((one) => `${one.state.padEnd(5)} ${one.name}: ${one.words}`).join("\n") }),
    tenant_set: ({ key, name }) => {
      const tenant = tenantOf(key) ?? { key, name: key, createdAt: Date.now(), connections: 0 };
      if (!tenantOf(key)) state.api.tenants.push(tenant);
      return Object.assign(tenant, { name: name ?? tenant.name });
    },
    tenant_archive: ({ key }) => {
      const tenant = tenantOf(key);
      if (!tenant) throw failure("There is no such tenant here.", "Look at the list again.");
      archived.push(tenant);
      state.api.tenants = state.api.tenants.filter((one) => one !== tenant);
      return {};
    },
    tenant_restore: ({ key }) => {
      const tenant = archived.find((one) => one.key === key);
      if (!tenant) throw failure("There is no such tenant here.", "Look at the list again.");
      state.api.tenants.push(tenant);
      return tenant;
    },
  };
}
