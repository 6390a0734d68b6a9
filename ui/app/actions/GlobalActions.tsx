/** What can be done on every screen. */
import type { ThemeChoice } from "../../shared/generated/ThemeChoice";
import { rpc } from "../../shared/host";
import { sayProblem } from "../../shared/toast";
import { type ApiTab, go, type Route, type SettingsTab } from "../route";
import { switchNav } from "../shell/navWidth";
import { type Action, useActions } from "./actions";
import { lay } from "./overlay";

const to = (id: string, title: string, keys: string | undefined, route: Route, words = "", group = "Go to"): Action => ({ id: `go.${id}`, title, group, words, run: () => go(route), ...(keys === undefined ? {} : { keys }) });

const settings = (tab: SettingsTab, title: string, words: string): Action => to(`settings.${tab}`, `Settings: ${title}`, undefined, { screen: "settings", tab }, words, "Settings");

const api = (tab: ApiTab, title: string, words: string): Action => to(`api.${tab}`, `API: ${title}`, undefined, { screen: "api", tab }, words);

const theme = (choice: ThemeChoice, title: string): Action => ({
  id: `theme.${choice}`,
  title,
  group: "Settings",
  words: "appearance colours mode",
  run: () => void rpc("preferences_set", { theme: choice }).catch(sayProblem),
});

/** A screen marks its filter so; the first that is shown is meant. */
function focusFilter(): void {
  const field = document.querySelector<HTMLInputElement>("main [data-filter]");
  field?.focus();
  field?.select();
}

const ACTIONS: readonly Action[] = [
  { id: "palette", title: "Find anything", group: "Everywhere", keys: "mod+k", run: () => lay("palette") },
  { id: "connection.new", title: "New connection", group: "Everywhere", keys: "mod+n", words: "add create draft connect", run: () => go({ screen: "new", integration: null }) },
  { id: "filter", title: "Filter this list", group: "Everywhere", keys: "mod+f", words: "search find", run: focusFilter },
  { id: "nav.width", title: "Narrow or widen the navigation", group: "Everywhere", keys: "mod+b", words: "sidebar collapse expand", run: switchNav },
  { id: "shortcuts", title: "Keyboard shortcuts", group: "Everywhere", keys: "mod+shift+/", words: "keys help", run: () => lay("shortcuts") },
  to("connections", "Connections", "g c", { screen: "connections" }),
  to("integrations", "Integrations", "g i", { screen: "integrations" }),
  to("connectors", "Connectors", "g k", { screen: "connectors" }, "catalogue providers"),
  to("calls", "Calls", "g l", { screen: "calls", filter: "" }, "log requests console"),
  to("sandbox", "Sandbox", "g s", { screen: "sandbox" }, "faults tokens users"),
  to("api", "API", "g a", { screen: "api", tab: "setup" }, "workspace key secret sdk origins webhook"),
  api("access", "access", "tokens origins redirect public keys"),
  api("webhook", "webhook", "events deliveries"),
  api("requests", "requests", "log refused door"),
  to("settings", "Settings", "mod+,", { screen: "settings", tab: "general" }, "preferences options"),
  to("start", "First steps", undefined, { screen: "start" }, "tutorial learn help onboarding start sandbox"),
  settings("general", "general", "theme surface notifications data folder"),
  settings("vault", "vault", "keyring passphrase secrets unlock encryption"),
  settings("tenants", "tenants", "customers users"),
  settings("presets", "presets", "named overrides"),
  settings("diagnostics", "diagnostics", "doctor checks report versions"),
  settings("shortcuts", "shortcuts", "keys keyboard"),
  theme("system", "Theme: as the system"),
  theme("light", "Theme: light"),
  theme("dark", "Theme: dark"),
  // The plain key for the same sheet; the palette shows it once.
  { id: "shortcuts.plain", title: "Keyboard shortcuts", group: "Everywhere", keys: "?", run: () => lay("shortcuts") },
];

/** What is the same on every screen; the palette and the sheet show what is the screen's own before it. */
export const EVERYWHERE: readonly string[] = ["Everywhere", "Go to", "Settings"];

/** Ids that say again what another action says, and are not listed in the palette. */
export const AGAIN: ReadonlySet<string> = new Set(["palette", "shortcuts.plain"]);

export function GlobalActions() {
  useActions(ACTIONS);
  return null;
}
