/** All connections and drafts, filtered as you type. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { useAsk } from "../../shared/query";
import { go } from "../route";
import { ArchiveNotice } from "./ArchiveNotice";
import { ConnectionTable } from "./ConnectionTable";
import css from "./ConnectionsScreen.module.css";
import { matching, toRows } from "./rows";

/** Pages of the list beyond this many are reached by filtering. */
const LIMIT = 2000;

export function ConnectionsScreen() {
  const [filter, setFilter] = useState("");
  const [archived, setArchived] = useState(false);
  const connections = useAsk("connections", { limit: LIMIT, includeArchived: archived }, { keep: true });
  const drafts = useAsk("drafts", {});
  const integrations = useAsk("integrations", {});
  const all = toRows(drafts.data ?? [], connections.data?.items ?? [], integrations.data ?? []);
  const shown = matching(all, filter);
  const start = () => go({ screen: "new", integration: null });
  const create = (
    <Button look="primary" onClick={start} data-testid="new-connection">
      New connection
    </Button>
  );
  const loading = connections.isPending || drafts.isPending;
  return (
    <Page title="Connections" actions={create}>
      <div className={css.find}>
        <input type="search" aria-label="Filter connections" placeholder="Filter: a name, integration:sandbox, tenant:acme, -draft" value={filter} onChange={(event) => setFilter(event.target.value)} data-testid="filter" />
        <span role="status">{all.length > 0 && (filter.trim() === "" ? `${all.length} in all` : `${shown.length} of ${all.length}`)}</span>
        <label className={css.archived}>
          <input type="checkbox" checked={archived} onChange={(event) => setArchived(event.target.checked)} data-testid="show-archived" /> Archived too
        </label>
      </div>
      <ArchiveNotice />
      {connections.error && (
        <div className={css.error}>
          <ErrorBox error={connections.error}>
            <Button onClick={() => void connections.refetch()}>Ask again</Button>
          </ErrorBox>
        </div>
      )}
      {shown.length > 0 && <ConnectionTable rows={shown} />}
      {shown.length === 0 && !loading && !connections.error && (filter.trim() !== "" ? <Empty title="Nothing fits this filter" action={<Button onClick={() => setFilter("")}>Clear the filter</Button>}>No connection or draft has all of these words.</Empty> : <Empty title="No connections yet" action={create}>A connection is one authorised account of one of your users. Make the first with the built-in sandbox: it is a provider that runs on this machine, so you need no account anywhere.</Empty>)}
    </Page>
  );
}
