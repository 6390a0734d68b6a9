/** The navigation, and at its foot how the engine itself is doing. Narrow, it shows icons, and the names as tooltips. */
import type { ReactNode } from "react";
import { useAsk } from "../../shared/query";
import { spell } from "../actions/keys";
import { Keys } from "../actions/Keys";
import { lay } from "../actions/overlay";
import { formatRoute, type Route, useRoute } from "../route";
import { EngineLamps } from "./EngineLamps";
import { ApiIcon, CallsIcon, ConnectionsIcon, ConnectorsIcon, FindIcon, IntegrationsIcon, Mark, NarrowIcon, SandboxIcon, SettingsIcon } from "./icons";
import css from "./Nav.module.css";
import { switchNav, useNavWidth } from "./navWidth";
import { figure } from "../../shared/format";

/** The entry that a screen belongs to. */
const HOME: Record<Route["screen"], string> = { start: "connections", connections: "connections", new: "connections", draft: "connections", connection: "connections", input: "connections", attempt: "connections", compare: "connections", integrations: "integrations", integration: "integrations", connectors: "connectors", connector: "connectors", calls: "calls", sandbox: "sandbox", api: "api", settings: "settings" };

const many = (count: number | undefined): string | null => (count === undefined ? null : figure(count));

export function Nav() {
  const status = useAsk("status", {});
  const route = useRoute();
  const asks = useAsk("form_asks", {});
  // Counted once a screen has asked for them; not worth asking for at each start.
  const connectors = useAsk("connectors", {}, { enabled: false });
  const narrow = useNavWidth() === "narrow";
  const waiting = asks.data?.length ?? 0;
  const entry = (to: Route, label: string, icon: ReactNode, number: ReactNode) => (
    <a href={formatRoute(to)} className={css.entry} aria-current={HOME[route.screen] === to.screen ? "page" : undefined} data-testid={`nav-${to.screen}`}>
      {icon}
      <span className={css.label}>{label}</span>
      {number !== null && <b>{number}</b>}
    </a>
  );
  const width = narrow ? "Widen the navigation" : "Narrow the navigation";
  return (
    <nav className={`${css.nav} ${narrow ? css.narrow : ""}`} aria-label="Patchbay" data-width={narrow ? "narrow" : "wide"}>
      <div className={css.brand}>
        <Mark />
        <span className={css.name}>Patchbay</span>
        {status.data?.development === true && <span className={css.dev}>dev</span>}
      </div>
      <button type="button" className={css.find} onClick={() => lay("palette")} title={`Find anything, ${spell("mod+k")}`} data-testid="nav-find">
        <FindIcon />
        <span className={css.label}>Find</span>
        <span className={css.keys} aria-hidden="true">
          <Keys keys="mod+k" />
        </span>
      </button>
      {entry({ screen: "connections" }, "Connections", <ConnectionsIcon />, many(status.data?.connections))}
      {entry({ screen: "integrations" }, "Integrations", <IntegrationsIcon />, many(status.data?.integrations))}
      {entry({ screen: "connectors" }, "Connectors", <ConnectorsIcon />, many(connectors.data?.length))}
      {entry({ screen: "calls", filter: "" }, "Calls", <CallsIcon />, null)}
      {entry({ screen: "sandbox" }, "Sandbox", <SandboxIcon />, null)}
      {entry({ screen: "api", tab: "setup" }, "API", <ApiIcon />, waiting > 0 ? <span className={css.waiting}>{waiting} waiting</span> : null)}
      {entry({ screen: "settings", tab: "general" }, "Settings", <SettingsIcon />, null)}
      <div className={css.foot}>
        <button type="button" className={css.entry} onClick={switchNav} aria-label={width} data-testid="nav-width">
          <NarrowIcon />
          <span className={css.label}>{narrow ? width : "Narrow"}</span>
        </button>
        {status.data && <EngineLamps status={status.data} />}
      </div>
    </nav>
  );
}
