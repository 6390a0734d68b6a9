/** Status, the vault, connectors and integrations. */
import type { ConnectorFolderView } from "../generated/ConnectorFolderView";
import type { IntegrationDetail } from "../generated/IntegrationDetail";
import type { IntegrationSummary } from "../generated/IntegrationSummary";
import { isObject } from "../params/patch";
import { newCatalogue, schemaOf } from "./catalogue.fake";
import { failure, type Answers } from "./host.fake";
import { leavesOf } from "./layers.fake";
import type { FakeState } from "./state.fake";

const SUMMARIES: IntegrationSummary[] = [
  { id: "i1", key: "sandbox", name: "Sandbox", connectorKey: "sandbox", connectorName: "Sandbox", connectorVersion: "1.0.0", kind: "oauth2", connections: 3, missing: [] },
  { id: "i2", key: "stripe", name: "Stripe", connectorKey: "stripe", connectorName: "Stripe", connectorVersion: "1.0.0", kind: "key", connections: 1, missing: [] },
];

export function integrationAnswers(state: FakeState): Answers {
  const all = SUMMARIES.map((one) => ({ ...one }));
  const catalogue = newCatalogue();
  const ways = new Map<string, Pick<IntegrationDetail, "redirect" | "surface">>();
  const options = new Map<string, IntegrationDetail["optionParameters"]>();
  let folders: ConnectorFolderView[] = [{ path: "~/.local/share/patchbay-dev/connectors", ofDataFolder: true, readable: true, files: [{ name: "acme.toml", path: "~/.local/share/patchbay-dev/connectors/acme.toml", key: null, version: null, loads: false, problems: [{ path: "auth.kind", line: 7, column: 8, message: "There is no kind “oauth3”.", fix: "Did you mean oauth2?", warning: false }] }] }];
  const detail = (key: string): IntegrationDetail => {
    const [first] = all;
    const found = all.find((one) => one.key === key) ?? (first as IntegrationSummary);
    const summary = state.upgrade === null || found !== first ? found : { ...found, upgrade: state.upgrade };
    const connector = catalogue.detail(found.connectorKey, state.inputSchema);
    const { redirect, surface } = ways.get(key) ?? { redirect: { kind: "loopback" as const }, surface: connector.webviewAllowed ? ("window" as const) : ("browser" as const) };
    const redirectUri = redirect.kind === "relay" ? redirect.url : redirect.kind === "deep-link" ? `patchbay-dev://oauth/callback/${key}` : `http://127.0.0.1:7282/oauth-callback/${key}`;
    return { summary, parameters: state.defaults, optionParameters: options.get(key) ?? {}, leaves: leavesOf(state.defaults, {}), parametersSchema: schemaOf(summary.kind), inputSchema: state.inputSchema, redirect, redirectUri, redirectNote: connector.redirectNote, surface, webviewAllowed: connector.webviewAllowed };
  };
  return {
    status: () => ({ ...state.status, integrations: all.length, connections: state.connections.filter((one) => one.archivedAt === null).length }),
    vault_choose: ({ source }) => (state.status.vault = { state: "ready", source, words: "Ready." }),
    vault_unlock: () => (state.status.vault = { ...state.status.vault, state: "ready" }),
    vault_start_over: () => (state.status.vault = { ...state.status.vault, state: "ready" }),
    connectors: ({ search }) => catalogue.all.filter((one) => `${one.name} ${one.key}`.toLowerCase().includes((search ?? "").trim().toLowerCase())),
    connector_show: ({ key }) => catalogue.detail(key, state.inputSchema),
    connector_copy: ({ key, newKey }) => {
      const made = catalogue.copy(key, newKey);
      return { key: made, file: `~/.local/share/patchbay-dev/connectors/${made}.toml` };
    },
    connector_import: () => ({ key: "books", text: catalogue.detail("hubspot", {}).text, notes: [{ part: "refreshCredentials", message: "It is JavaScript, which is not run. The connector refreshes as OAuth 2 says." }], problems: [] }),
    connector_folders: () => folders,
    connector_folder_add: ({ path }) => (folders = [...folders, { path, ofDataFolder: false, readable: true, files: [] }]),
    connector_folder_remove: ({ path }) => (folders = folders.filter((one) => one.path !== path)),
    integrations: () => all,
    integration_show: ({ key }) => detail(key),
    integration_set: ({ key, name, parameters, option, redirect, surface }) => {
      const now = detail(key);
      if (isObject(parameters) && option !== null) options.set(key, { ...now.optionParameters, [option]: parameters });
      else if (isObject(parameters)) state.defaults = parameters as never;
      if (redirect !== null || surface !== null) ways.set(key, { redirect: redirect ?? now.redirect, surface: surface === "popup" ? "window" : (surface ?? now.surface) });
      const found = all.find((one) => one.key === key);
      if (found && name !== null) found.name = name;
      return detail(key);
    },
    integration_add: ({ key, name, connector, parameters }) => {
      if (all.some((one) => one.key === key)) throw failure(`There is an integration with the key “${key}” already.`, "Choose another key.");
      const { summary } = catalogue.detail(connector, {});
      const lacks = summary.kind === "oauth2" && !(isObject(parameters) && parameters["clientId"]) ? [{ path: "clientId", code: "required_removed" as const, message: "The OAuth client that signs in.", allowed: [], nearest: null, line: null, column: null }] : [];
      all.push({ id: key, key, name: name ?? summary.name, connectorKey: summary.key, connectorName: summary.name, connectorVersion: summary.version, kind: summary.kind, connections: 0, missing: lacks });
      return detail(key);
    },
    integration_upgrade: ({ dryRun }) => {
      const to = state.upgrade ?? "";
      if (dryRun !== true) state.upgrade = null;
      return { from: "1.0.0", to, saved: dryRun !== true, changes: [], problems: [], connections: 3, difference: `-version = "1.0.0"\n+version = "${to}"` };
    },
    integration_remove: ({ key }) => {
      all.splice(all.findIndex((one) => one.key === key), 1);
      return {};
    },
  };
}
