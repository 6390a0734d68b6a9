/** The workspace's integrations. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Lamp } from "../../shared/components/Lamp";
import { Page } from "../../shared/components/Page";
import { count } from "../../shared/format";
import { useAsk } from "../../shared/query";
import { formatRoute } from "../route";
import { AddIntegration } from "./AddIntegration";
import css from "./Integrations.module.css";
import { KIND_WORDS } from "./kinds";

export function IntegrationsScreen() {
  const integrations = useAsk("integrations", {});
  const [adding, setAdding] = useState(false);
  const add = (
    <Button look="primary" onClick={() => setAdding(true)} data-testid="add-integration">
      Add integration
    </Button>
  );
  return (
    <Page title="Integrations" actions={add} scroll>
      {integrations.error && <ErrorBox error={integrations.error} />}
      {integrations.data?.length === 0 && (
        <Empty title="No integrations yet" action={add}>
          An integration is your use of one provider: its client id and secret, and the defaults that its connections start from.
        </Empty>
      )}
      <ul className={css.cards}>
        {integrations.data?.map((one) => (
          <li key={one.id}>
            <a href={formatRoute({ screen: "integration", key: one.key })} className={css.card} data-testid={`integration-${one.key}`}>
              <span className={css.title}>
                <Lamp light={one.missing.length > 0 ? "amber" : "green"} />
                <b>{one.name}</b>
                <code>{one.key}</code>
              </span>
              <span className={css.dim}>
                {one.connectorName} {one.connectorVersion}, {KIND_WORDS[one.kind]}
              </span>
              <span className={css.dim}>{one.missing.length > 0 ? `Still needed: ${one.missing.map((problem) => problem.path).join(", ")}` : count(one.connections, "connection")}</span>
            </a>
          </li>
        ))}
      </ul>
      <AddIntegration open={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}
