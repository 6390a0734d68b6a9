/** The API that applications talk to: how to point one here, who may use it, where it tells of changes, and what comes in. */
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Lamp } from "../../shared/components/Lamp";
import { Page } from "../../shared/components/Page";
import { useAsk } from "../../shared/query";
import { type ApiTab, go } from "../route";
import { AccessTab } from "./AccessTab";
import css from "./Api.module.css";
import { RequestsTab } from "./RequestsTab";
import { SetupTab } from "./SetupTab";
import { WebhookTab } from "./WebhookTab";

const TABS: { id: ApiTab; label: string }[] = [
  { id: "setup", label: "Setup" },
  { id: "access", label: "Access" },
  { id: "webhook", label: "Webhook" },
  { id: "requests", label: "Requests" },
];

export function ApiScreen({ tab }: { tab: ApiTab }) {
  const asked = useAsk("api", {});
  const asks = useAsk("form_asks", {});
  if (asked.error) {
    return (
      <Page title="API" scroll>
        <ErrorBox error={asked.error}>
          <Button onClick={() => void asked.refetch()}>Ask again</Button>
        </ErrorBox>
      </Page>
    );
  }
  if (!asked.data) return <Page title="API">{null}</Page>;
  const api = asked.data;
  const waiting = asks.data?.length ?? 0;
  return (
    <div className={css.screen}>
      <header className={css.head}>
        <h1>API</h1>
        <p className={css.state} role="status" data-testid="api-state">
          <Lamp light={api.off === null ? "green" : "amber"} />
          <span>
            {api.off === null ? "Listening at" : "Off:"} <code>{api.url}</code> {api.off !== null && "is not answered"}
          </span>
        </p>
      </header>
      {api.off !== null && (
        <p className={css.off} role="alert" data-testid="api-off">
          {api.off}
        </p>
      )}
      <Tabs className={css.tabs ?? ""} selectedKey={tab} onSelectionChange={(key) => go({ screen: "api", tab: key as ApiTab }, true)}>
        <TabList className={css.list ?? ""} aria-label="API">
          {TABS.map((one) => (
            <Tab key={one.id} id={one.id} className={css.tab ?? ""} data-testid={`tab-${one.id}`}>
              {one.label}
              {one.id === "access" && waiting > 0 && (
                <span className={css.badge}>
                  {waiting} waiting
                </span>
              )}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="setup" className={`${css.panel} ${css.scroll}`}>
          <SetupTab api={api} />
        </TabPanel>
        <TabPanel id="access" className={`${css.panel} ${css.scroll}`}>
          <AccessTab api={api} />
        </TabPanel>
        <TabPanel id="webhook" className={`${css.panel} ${css.scroll}`}>
          <WebhookTab api={api} />
        </TabPanel>
        <TabPanel id="requests" className={css.panel ?? ""}>
          <RequestsTab api={api} />
        </TabPanel>
      </Tabs>
    </div>
  );
}
