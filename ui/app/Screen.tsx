/** The screen that the route names. */
import { ApiScreen } from "./api/ApiScreen";
import { CallsScreen } from "./calls/CallsScreen";
import { CompareScreen } from "./compare/CompareScreen";
import { AttemptScreen } from "./connect/AttemptScreen";
import { InputScreen } from "./connect/InputScreen";
import { ConnectionScreen } from "./connection/ConnectionScreen";
import { ConnectionsScreen } from "./connections/ConnectionsScreen";
import { IntegrationScreen } from "./integrations/IntegrationScreen";
import { IntegrationsScreen } from "./integrations/IntegrationsScreen";
import { ConnectorScreen } from "./connectors/ConnectorScreen";
import { ConnectorsScreen } from "./connectors/ConnectorsScreen";
import { NewConnection } from "./new/NewConnection";
import { DraftScreen } from "./parameters/DraftScreen";
import { useRoute } from "./route";
import { SandboxScreen } from "./sandbox/SandboxScreen";
import { SettingsScreen } from "./settings/SettingsScreen";
import { StartScreen } from "./start/StartScreen";

export function Screen() {
  const route = useRoute();
  switch (route.screen) {
    case "start":
      return <StartScreen />;
    case "connections":
      return <ConnectionsScreen filter={route.filter ?? ""} />;
    case "new":
      return <NewConnection integration={route.integration} />;
    case "draft":
      return <DraftScreen key={route.id} id={route.id} />;
    case "connection":
      return <ConnectionScreen key={route.id} id={route.id} tab={route.tab} />;
    case "input":
      return <InputScreen key={route.target.id} target={route.target} />;
    case "attempt":
      return <AttemptScreen key={route.id} id={route.id} target={route.target} />;
    case "integrations":
      return <IntegrationsScreen />;
    case "integration":
      return <IntegrationScreen key={route.key} name={route.key} />;
    case "connectors":
      return <ConnectorsScreen />;
    case "connector":
      return <ConnectorScreen key={route.key} name={route.key} />;
    case "api":
      return <ApiScreen tab={route.tab} />;
    case "calls":
      return <CallsScreen filter={route.filter} />;
    case "compare":
      return <CompareScreen left={route.left} right={route.right} />;
    case "sandbox":
      return <SandboxScreen />;
    case "settings":
      return <SettingsScreen tab={route.tab} />;
  }
}
