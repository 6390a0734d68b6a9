/** Status, the vault, connectors and integrations. */
import type { ConnectorFolderView } from "../generated/ConnectorFolderView";
import type { ConnectorSummary } from "../generated/ConnectorSummary";
import type { IntegrationDetail } from "../generated/IntegrationDetail";
import type { IntegrationSummary } from "../generated/IntegrationSummary";
import { isObject } from "../params/patch";
import type { Answers } from "./host.fake";
import { leavesOf, SCHEMA } from "./layers.fake";
import type { FakeState } from "./state.fake";

const CONNECTORS: ConnectorSummary[] = [
  { key: "sandbox", name: "Sandbox", version: "1.0.0", kind: "oauth2", options: [], variants: [{ key: "sandbox", title: "Sandbox" }], own: false, docs: "" },
  { key: "stripe", name: "Stripe", version: "1.0.0", kind: "key", options: [], variants: [], own: false, docs: "" },
];

const SUMMARIES: IntegrationSummary[] = [
  { id: "i1", key: "sandbox", name: "Sandbox", connectorKey: "sandbox", connectorName: "Sandbox", connectorVersion: "1.0.0", kind: "oauth2", connections: 3, missing: [] },
  { id: "i2", key: "stripe", name: "Stripe", connectorKey: "stripe", connectorName: "Stripe", connectorVersion: "1.0.0", kind: "key", connections: 1, missing: [] },
];

export function integrationAnswers(state: FakeState): Answers {
  const all = SUMMARIES.map((one) => ({ ...one }));
  let folders: ConnectorFolderView[] = [{ path: "~/.local/share/patchbay-dev/connectors", ofDataFolder: true, readable: true, files: [{ name: "acme.toml", path: "~/.local/share/patchbay-dev/connectors/acme.toml", key: null, version: null, loads: false, problems: [{ path: "auth.kind", line: 7, column: 8, message: "There is no kind “oauth3”.", fix: "Did you mean oauth2?", warning: false }] }] }];
  const detail = (key: string): IntegrationDetail => {
    const [first] = all;
    const found = all.find((one) => one.key === key) ?? (first as IntegrationSummary);
    const summary = state.upgrade === null || found !== first ? found : { ...found, upgrade: state.upgrade };
    return { summary, parameters: state.defaults, optionParameters: {}, leaves: leavesOf(state.defaults, {}), parametersSchema: SCHEMA, inputSchema: state.inputSchema, redirect: { kind: "loopback" }, redirectUri: `http://127.0.0.1:7282/oauth-callback/${key}`, redirectNote: "The sandbox takes loopback URIs on any port.", surface: "window", webviewAllowed: true };
  };
  return {
    status: () => state.status,
    vault_choose: ({ source }) => (state.status.vault = { state: "ready", source, words: "Ready." }),
    vault_unlock: () => (state.status.vault = { ...state.status.vault, state: "ready" }),
    vault_start_over: () => (state.status.vault = { ...state.status.vault, state: "ready" }),
    connectors: ({ search }) => CONNECTORS.filter((one) => one.name.toLowerCase().includes((search ?? "").trim().toLowerCase())),
    connector_show: ({ key }) => ({ summary: CONNECTORS.find((one) => one.key === key) ?? (CONNECTORS[0] as ConnectorSummary), text: `format = 1\nkey = "${key}"\n`, parametersSchema: SCHEMA, inputSchema: state.inputSchema, webviewAllowed: true, redirectNote: "The sandbox takes loopback URIs on any port.", redirectStrategies: ["loopback", "deep-link"] }),
    connector_folders: () => folders,
    connector_folder_add: ({ path }) => (folders = [...folders, { path, ofDataFolder: false, readable: true, files: [] }]),
    connector_folder_remove: ({ path }) => (folders = folders.filter((one) => one.path !== path)),
    integrations: () => all,
    integration_show: ({ key }) => detail(key),
    integration_set: ({ key, parameters }) => {
      if (isObject(parameters)) state.defaults = parameters as never;
      return detail(key);
    },
    integration_add: ({ key, name }) => {
      all.push({ ...(all[0] as IntegrationSummary), id: key, key, name: name ?? key, connections: 0 });
      return detail(key);
    },
    integration_upgrade: ({ dryRun }) => {
      const to = state.upgrade ?? "";
      if (dryRun !== true) state.upgrade = null;
      return { from: "1.0.0", to, saved: dryRun !== true, changes: [], problems: [], connections: 3, difference: `-version = "1.0.0"\n+version = "${to}"` };
    },
    integration_remove: () => ({}),
  };
}
