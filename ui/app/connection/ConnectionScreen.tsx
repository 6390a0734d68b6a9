/** One connection: how it is doing, and its overview, parameters, calls and code. */
import { useCallback, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import type { ConnectionDetail } from "../../shared/generated/ConnectionDetail";
import { useAsk } from "../../shared/query";
import { CodePanel } from "../code/CodePanel";
import { ConnectionBench } from "../parameters/ConnectionBench";
import { type ConnectionTab, go } from "../route";
import { TABS, useConnectionActions } from "./actions";
import { Console } from "./console/Console";
import css from "./ConnectionScreen.module.css";
import { useVariants } from "./EnvironmentTag";
import { Header } from "./Header";
import { KeyDialog, RenameDialog } from "./NameDialogs";
import { Overview } from "./overview/Overview";
import { useActs } from "./useActs";

export function ConnectionScreen({ id, tab }: { id: string; tab: ConnectionTab }) {
  const shown = useAsk("connection_show", { connection: id });
  if (shown.error && !shown.data) {
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
  return <Shown detail={shown.data} tab={tab} />;
}

function Shown({ detail, tab }: { detail: ConnectionDetail; tab: ConnectionTab }) {
  const { id, connectorKey } = detail.summary;
  const parameters = useAsk("parameters", { connection: id }, { enabled: tab === "parameters" });
  const variants = useVariants(connectorKey);
  const acts = useActs(detail);
  const [open, setOpen] = useState<"rename" | "key" | null>(null);
  const onOpen = useCallback((what: "rename" | "key") => setOpen(what), []);
  useConnectionActions(detail, acts, variants, onOpen);
  return (
    <div className={css.screen}>
      <Header detail={detail} variants={variants} acts={acts} open={onOpen} calm={tab === "overview"} />
      <Tabs className={css.tabs ?? ""} selectedKey={tab} onSelectionChange={(key) => go({ screen: "connection", id, tab: key as ConnectionTab }, true)}>
        <TabList className={css.list ?? ""} aria-label="Connection">
          {TABS.map((one) => (
            <Tab key={one.id} id={one.id} className={css.tab ?? ""} data-testid={`tab-${one.id}`}>
              {one.label}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="overview" className={`${css.panel} ${css.scroll}`}>
          <Overview detail={detail} acts={acts} onKey={() => setOpen("key")} />
        </TabPanel>
        <TabPanel id="parameters" className={css.panel ?? ""}>
          {parameters.error && <ErrorBox error={parameters.error} />}
          {parameters.data && <ConnectionBench summary={detail.summary} view={parameters.data} variants={variants} />}
        </TabPanel>
        <TabPanel id="calls" className={css.panel ?? ""}>
          <Console summary={detail.summary} />
        </TabPanel>
        <TabPanel id="code" className={css.panel ?? ""}>
          <CodePanel detail={detail} />
        </TabPanel>
      </Tabs>
      <RenameDialog summary={detail.summary} open={open === "rename"} onClose={() => setOpen(null)} />
      <KeyDialog summary={detail.summary} open={open === "key"} onClose={() => setOpen(null)} />
    </div>
  );
}
