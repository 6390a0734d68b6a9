/** One connection: how it is doing, and its overview, parameters and console. */
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { useAsk } from "../../shared/query";
import { CodePanel } from "../code/CodePanel";
import { ConnectionBench } from "../parameters/ConnectionBench";
import { type ConnectionTab, go } from "../route";
import { Console } from "./Console";
import css from "./ConnectionScreen.module.css";
import { Header } from "./Header";
import { Overview } from "./Overview";

const TABS: { id: ConnectionTab; label: string }[] = [
  { id: "overview", label: "Overview" },
  { id: "parameters", label: "Parameters" },
  { id: "calls", label: "Calls" },
  { id: "code", label: "Code" },
];

export function ConnectionScreen({ id, tab }: { id: string; tab: ConnectionTab }) {
  const shown = useAsk("connection_show", { connection: id });
  const parameters = useAsk("parameters", { connection: id }, { enabled: tab === "parameters" });
  const connectors = useAsk("connectors", {}, { enabled: tab === "parameters" });
  if (shown.error) {
    return (
      <Page title="Connection" scroll>
        <ErrorBox error={shown.error}>
          <Button onClick={() => void shown.refetch()}>Ask again</Button>
          <Button onClick={() => go({ screen: "connections" })}>Go to connections</Button>
        </ErrorBox>
      </Page>
    );
  }
  if (!shown.data) return <Page title="…">{null}</Page>;
  const detail = shown.data;
  const variants = connectors.data?.find((one) => one.key === detail.summary.connectorKey)?.variants ?? [];
  return (
    <div className={css.screen}>
      <Header detail={detail} />
      <Tabs className={css.tabs ?? ""} selectedKey={tab} onSelectionChange={(key) => go({ screen: "connection", id, tab: key as ConnectionTab }, true)}>
        <TabList className={css.list ?? ""} aria-label="Connection">
          {TABS.map((one) => (
            <Tab key={one.id} id={one.id} className={css.tab ?? ""} data-testid={`tab-${one.id}`}>
              {one.label}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="overview" className={`${css.panel} ${css.scroll}`}>
          <Overview detail={detail} />
        </TabPanel>
        <TabPanel id="parameters" className={css.panel ?? ""}>
          {parameters.error && <ErrorBox error={parameters.error} />}
          {parameters.data && <ConnectionBench summary={detail.summary} view={parameters.data} variants={variants} />}
        </TabPanel>
        <TabPanel id="calls" className={css.panel ?? ""}>
          <Console id={id} />
        </TabPanel>
        <TabPanel id="code" className={css.panel ?? ""}>
          <CodePanel detail={detail} />
        </TabPanel>
      </Tabs>
    </div>
  );
}
