/** The workspace's integrations, and how their connections are doing. */
import { useMemo, useState } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { parseFilter, passes } from "../../shared/filter";
import { useAsk } from "../../shared/query";
import { useActions } from "../actions/actions";
import { Loading } from "../connections/Loading";
import { IntegrationRow } from "./IntegrationRow";
import css from "./Integrations.module.css";
import { NewIntegration } from "./NewIntegration";
import { useHealthCounts } from "./useHealthCounts";

/** Fewer are seen at once. */
const WORTH_A_FILTER = 8;

export function IntegrationsScreen() {
  const integrations = useAsk("integrations", {});
  const doing = useHealthCounts();
  const [adding, setAdding] = useState(false);
  const [filter, setFilter] = useState("");
  useActions(useMemo(() => [{ id: "integration.add", title: "New integration", group: "Integrations", keys: "a", words: "add create connector", run: () => setAdding(true) }], []));
  const all = integrations.data ?? [];
  const terms = parseFilter(filter);
  const shown = all.filter((one) => passes(terms, { name: one.name, key: one.key, connector: `${one.connectorKey} ${one.connectorName}`, needs: one.missing.length > 0 ? "parameters" : "" }));
  const add = (
    <Button look="primary" onClick={() => setAdding(true)} title="A" data-testid="add-integration">
      New integration
    </Button>
  );
  return (
    <Page title="Integrations" actions={add} scroll>
      {integrations.error && (
        <ErrorBox error={integrations.error}>
          <Button onClick={() => void integrations.refetch()}>Ask again</Button>
        </ErrorBox>
      )}
      {integrations.isPending && <Loading words="The integrations are being looked up." />}
      {all.length > WORTH_A_FILTER && (
        <div className={css.find}>
          <input type="search" aria-label="Filter integrations" placeholder="Filter: a name, connector:hubspot, needs:parameters" value={filter} onChange={(event) => setFilter(event.target.value)} data-filter data-testid="filter" />
          <span role="status">{filter.trim() === "" ? `${all.length} in all` : `${shown.length} of ${all.length}`}</span>
        </div>
      )}
      {integrations.data?.length === 0 && (
        <Empty title="No integrations yet" action={add}>
          An integration is your use of one provider: its client id and secret, and the defaults that its connections start from. Choose the provider first.
        </Empty>
      )}
      {all.length > 0 && shown.length === 0 && (
        <Empty title="Nothing fits this filter" action={<Button onClick={() => setFilter("")}>Clear the filter</Button>}>
          No integration has all of these words in its name, its key or its connector.
        </Empty>
      )}
      <ul className={css.rows} aria-label="Integrations">
        {shown.map((one) => (
          <li key={one.id}>
            <IntegrationRow one={one} doing={doing(one.key)} />
          </li>
        ))}
      </ul>
      <NewIntegration open={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}
