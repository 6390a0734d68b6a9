/** Which screen is shown. It is kept in the address's fragment, so that going back works. */
import { useSyncExternalStore } from "react";

export type ApiTab = "setup" | "access" | "webhook" | "requests";

export type ConnectionTab = "overview" | "parameters" | "calls" | "code";

export type SettingsTab = "general" | "vault" | "tenants" | "presets" | "diagnostics" | "shortcuts";

/** What a connect flow is for: a draft, or a connection that is connected anew. */
export type Target = { kind: "draft" | "connection"; id: string };

export type Route =
  | { screen: "start" }
  | { screen: "connections"; filter?: string }
  | { screen: "new"; integration: string | null }
  | { screen: "draft"; id: string }
  | { screen: "connection"; id: string; tab: ConnectionTab }
  | { screen: "input"; target: Target }
  | { screen: "attempt"; id: string; target: Target | null }
  | { screen: "integrations" }
  | { screen: "integration"; key: string }
  | { screen: "connectors" }
  | { screen: "connector"; key: string }
  | { screen: "api"; tab: ApiTab }
  | { screen: "calls"; filter: string }
  | { screen: "compare"; left: string; right: string }
  | { screen: "sandbox" }
  | { screen: "settings"; tab: SettingsTab };

const TABS: readonly string[] = ["overview", "parameters", "calls", "code"];
const SETTINGS_TABS: readonly string[] = ["general", "vault", "tenants", "presets", "diagnostics", "shortcuts"];
const API_TABS: readonly string[] = ["setup", "access", "webhook", "requests"];

function targetOf(kind: string | undefined, id: string | undefined): Target | null {
  return (kind === "draft" || kind === "connection") && id ? { kind, id } : null;
}

/** The route that a fragment names; the list of connections for everything unknown. */
export function parseRoute(fragment: string): Route {
  const [screen, a, b, c] = fragment.replace(/^#?\/?/, "").split("/").map(decodeURIComponent);
  if (screen === "start") return { screen };
  if (screen === "new") return { screen, integration: a ?? null };
  if (screen === "draft" && a) return { screen, id: a };
  if (screen === "connection" && a) return { screen, id: a, tab: (TABS.includes(b ?? "") ? b : "overview") as ConnectionTab };
  const target = targetOf(a, b);
  if (screen === "input" && target) return { screen, target };
  if (screen === "attempt" && a) return { screen, id: a, target: targetOf(b, c) };
  if (screen === "integrations") return { screen };
  if (screen === "integration" && a) return { screen, key: a };
  if (screen === "connectors") return { screen };
  if (screen === "connector" && a) return { screen, key: a };
  if (screen === "api") return { screen, tab: (API_TABS.includes(a ?? "") ? a : "setup") as ApiTab };
  if (screen === "calls") return { screen, filter: a ?? "" };
  if (screen === "compare") return { screen, left: a ?? "", right: b ?? "" };
  if (screen === "sandbox") return { screen };
  if (screen === "settings") return { screen, tab: (SETTINGS_TABS.includes(a ?? "") ? a : "general") as SettingsTab };
  return screen === "connections" && a ? { screen, filter: a } : { screen: "connections" };
}

export function formatRoute(route: Route): string {
  const parts: string[] = [route.screen];
  if (route.screen === "new" && route.integration !== null) parts.push(route.integration);
  if (route.screen === "draft") parts.push(route.id);
  if (route.screen === "connection") parts.push(route.id, route.tab);
  if (route.screen === "input") parts.push(route.target.kind, route.target.id);
  if (route.screen === "attempt") parts.push(route.id, ...(route.target ? [route.target.kind, route.target.id] : []));
  if (route.screen === "integration" || route.screen === "connector") parts.push(route.key);
  if (route.screen === "api" || route.screen === "settings") parts.push(route.tab);
  if ((route.screen === "calls" || route.screen === "connections") && route.filter) parts.push(route.filter);
  if (route.screen === "compare") parts.push(route.left, route.right);
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

export function go(route: Route, replace = false): void {
  if (!replace) {
    location.hash = formatRoute(route);
    return;
  }
  history.replaceState(null, "", formatRoute(route));
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

function hear(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(hear, () => location.hash));
}
