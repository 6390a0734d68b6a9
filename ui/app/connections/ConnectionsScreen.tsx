/** All connections, filtered as one types, and above them the drafts of new ones. */
import { useMemo, useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import type { VirtualTableHandle } from "../../shared/components/VirtualTable";
import type { ConnectionGrouping } from "../../shared/generated/ConnectionGrouping";
import type { ConnectionsRequest } from "../../shared/generated/ConnectionsRequest";
import { usePages } from "../../shared/pages";
import { useAsk } from "../../shared/query";
import { type Action, useActions } from "../actions/actions";
import { go } from "../route";
import { ConnectionGrid } from "./ConnectionGrid";
import css from "./ConnectionsScreen.module.css";
import { DraftRows, useDrafts } from "./DraftRows";
import { ListTools } from "./ListTools";
import { Loading } from "./Loading";
import { keepSession, sessionOf } from "./session";
import { useFilter } from "./useFilter";
import { figure } from "../../shared/format";

const SESSION = "connections";


const create = (
  <Button look="primary" onClick={() => go({ screen: "new", integration: null })} data-testid="new-connection">
    New connection
  </Button>
);

function useTools() {
  const [tools, setTools] = useState(() => ({ group: sessionOf(SESSION).group, archived: sessionOf(SESSION).archived }));
  const change = useMemo(
    () => (next: { group?: ConnectionGrouping | null; archived?: boolean }) => {
      keepSession(SESSION, next);
      setTools((before) => ({ ...before, ...next }));
    },
    [],
  );
  useActions(
    useMemo((): Action[] => {
      const by = (group: ConnectionGrouping | null, title: string): Action => ({ id: `connections.group.${group ?? "none"}`, title, group: "List", run: () => change({ group }) });
      return [by("integration", "Group connections by integration"), by("tenant", "Group connections by tenant"), by("variant", "Group connections by environment"), by(null, "Do not group connections"), { id: "connections.archived", title: tools.archived ? "Leave archived connections out" : "Show archived connections too", group: "List", run: () => change({ archived: !tools.archived }) }];
    }, [change, tools.archived]),
  );
  return { ...tools, change };
}

export function ConnectionsScreen({ filter: inAddress }: { filter: string }) {
  const [filter, setFilter] = useFilter(inAddress);
  const { group, archived, change } = useTools();
  const wanted = filter.trim();
  const payload = useMemo((): ConnectionsRequest => ({ ...(wanted === "" ? {} : { filter: wanted }), ...(group === null ? {} : { group }), ...(archived ? { includeArchived: true } : {}) }), [wanted, group, archived]);
  const pages = usePages("connections", payload);
  const drafts = useDrafts(wanted);
  const status = useAsk("status", {});
  const table = useRef<VirtualTableHandle>(null);
  const answered = !pages.pending && !pages.stale;
  const [foundFor, setFoundFor] = useState("");
  if (answered && foundFor !== filter) setFoundFor(filter);
  const all = status.data?.connections ?? 0;
  const found = pages.pending ? "" : wanted === "" ? `${figure(pages.total)} in all` : `${figure(pages.total)} of ${figure(Math.max(all, pages.total))}`;
  const nothing = !pages.pending && !pages.error && pages.total === 0 && drafts.found.length === 0;
  return (
    <Page title="Connections" actions={create}>
      <ListTools filter={filter} onFilter={setFilter} found={found} foundFor={foundFor} group={group} onGroup={(next) => change({ group: next })} archived={archived} onArchived={(next) => change({ archived: next })} onLeave={() => table.current?.focus(0)} />
      {pages.error && (
        <div className={css.error}>
          <ErrorBox error={pages.error}>
            <Button onClick={pages.refetch}>Ask again</Button>
          </ErrorBox>
        </div>
      )}
      <DraftRows drafts={drafts.found} />
      {pages.pending && !pages.error && <Loading words="The connections are being looked up." />}
      {pages.total > 0 && <ConnectionGrid pages={pages} payload={payload} session={SESSION} handle={table} />}
      {!pages.pending && !pages.error && pages.total === 0 && drafts.found.length > 0 && <p className={css.none}>{wanted === "" ? "No connection yet: a draft becomes one when its connect ends well." : "No connection fits the filter."}</p>}
      {nothing && (wanted !== "" ? <Unfound onClear={() => setFilter("")} onArchived={archived ? undefined : () => change({ archived: true })} /> : <Empty title="No connections yet" action={create}>A connection is one authorised account of one of your users. Make the first with the built-in sandbox: it is a provider that runs on this machine, so you need no account anywhere.</Empty>)}
    </Page>
  );
}

function Unfound({ onClear, onArchived }: { onClear: () => void; onArchived: (() => void) | undefined }) {
  const acts = (
    <div className={css.acts}>
      <Button onClick={onClear}>Clear the filter</Button>
      {onArchived && (
        <Button look="quiet" onClick={onArchived}>
          Look among archived ones too
        </Button>
      )}
    </div>
  );
  return (
    <Empty title="Nothing fits this filter" action={acts}>
      No connection or draft has all of it. Every word must be found: one less finds more, and -word leaves out instead.
    </Empty>
  );
}
