/** The navigation, and at its foot how the engine itself is doing. */
import { useAsk } from "../../shared/query";
import { formatRoute, type Route, useRoute } from "../route";
import { EngineLamps } from "./EngineLamps";
import { ApiIcon, CallsIcon, ConnectionsIcon, ConnectorsIcon, IntegrationsIcon, Mark, SandboxIcon, SettingsIcon } from "./icons";
import css from "./Nav.module.css";

export function Nav() {
  const status = useAsk("status", {});
  const route = useRoute();
  const asks = useAsk("form_asks", {});
  const waiting = asks.data?.length ?? 0;
  const inIntegrations = route.screen.startsWith("integration");
  const inConnectors = route.screen === "connectors" || route.screen === "connector";
  const inApi = route.screen === "api";
  const elsewhere = inIntegrations || inConnectors || inApi || route.screen === "calls" || route.screen === "sandbox" || route.screen === "settings";
  const entry = (to: Route, on: boolean, label: string, icon: React.ReactNode, number: React.ReactNode) => (
    <a href={formatRoute(to)} className={css.entry} aria-current={on ? "page" : undefined} data-testid={`nav-${to.screen}`}>
      {icon}
      {label}
      <b>{number}</b>
    </a>
  );
  return (
    <nav className={css.nav} aria-label="Patchbay">
      <div className={css.brand}>
        <Mark />
        Patchbay
        {status.data?.development === true && <span className={css.dev}>dev</span>}
      </div>
      {entry({ screen: "connections" }, !elsewhere, "Connections", <ConnectionsIcon />, status.data?.connections)}
      {entry({ screen: "integrations" }, inIntegrations, "Integrations", <IntegrationsIcon />, status.data?.integrations)}
      {entry({ screen: "connectors" }, inConnectors, "Connectors", <ConnectorsIcon />, null)}
      {entry({ screen: "calls", filter: "" }, route.screen === "calls", "Calls", <CallsIcon />, null)}
      {entry({ screen: "sandbox" }, route.screen === "sandbox", "Sandbox", <SandboxIcon />, null)}
      {entry({ screen: "api", tab: "setup" }, inApi, "API", <ApiIcon />, waiting > 0 && <span className={css.waiting}>{waiting} waiting</span>)}
      {entry({ screen: "settings", tab: "general" }, route.screen === "settings", "Settings", <SettingsIcon />, null)}
      {status.data && <EngineLamps status={status.data} />}
    </nav>
  );
}
