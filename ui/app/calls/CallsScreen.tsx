/** The log of all calls: filtered as one types, following the newest or standing still, and each call with what was in force. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { type Place, VirtualTable } from "../../shared/components/VirtualTable";
import type { CallView } from "../../shared/generated/CallView";
import { usePages } from "../../shared/pages";
import { type Action, useActions } from "../actions/actions";
import { go } from "../route";
import { CallDetails } from "./CallDetails";
import { CallHeads, CallRow } from "./CallRow";
import css from "./CallsScreen.module.css";
import table from "./CallTable.module.css";
import { FilterHelp } from "./FilterHelp";
import { HarDialog } from "./HarDialog";
import { useHeld } from "./useHeld";
import { figure } from "../../shared/format";

/** A million of these are below the height that browsers can scroll, and an even number stays exact where they count in twos. */
const ROW = 30;

export function CallsScreen({ filter: given }: { filter: string }) {
  const [filter, setFilter] = useState(given);
  const [before, setBefore] = useState(given);
  if (before !== given) {
    setBefore(given);
    setFilter(given);
  }
  const wanted = useDeferredValue(filter.trim());
  const [paused, setPaused] = useState(false);
  const [down, setDown] = useState(false);
  const [shownFor, setShownFor] = useState(wanted);
  // Another filter is another list, read from its top.
  if (shownFor !== wanted) {
    setShownFor(wanted);
    setDown(false);
  }
  const [chosen, setChosen] = useState<string | null>(null);
  const [exporting, setExporting] = useState(false);
  const client = useQueryClient();
  const list = useRef<HTMLDivElement>(null);
  const pages = usePages("call_log", wanted === "" ? {} : { filter: wanted });
  const held = useHeld(pages, paused || down, wanted);
  const { show } = held;
  const range = useRef(show);
  useEffect(() => {
    range.current = show;
  });
  useEffect(() => {
    // The answer is a promise in newer webviews, which an effect must not return.
    void list.current?.querySelector('[data-testid="calls-table-scroll"]')?.scrollTo(0, 0);
  }, [wanted]);
  const { fresh } = held;
  const onRange = useCallback(
    (first: number, last: number) => {
      setDown(first > 0);
      range.current(first, last);
    },
    // Asked again when the list moves on beneath what is in sight.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [fresh],
  );
  const toTop = useCallback(() => {
    setPaused(false);
    list.current?.querySelector('[data-testid="calls-table-scroll"]')?.scrollTo(0, 0);
  }, []);
  const enter = useCallback(() => list.current?.querySelector<HTMLElement>('[data-testid="call-details-close"]')?.focus(), []);
  const close = useCallback(() => {
    setChosen(null);
    const row = list.current?.querySelector<HTMLElement>('[role="row"][aria-current]');
    (row ?? list.current?.querySelector<HTMLElement>("input"))?.focus();
  }, []);
  useActions(
    useMemo<Action[]>(
      () => [
        { id: "calls.pause", title: paused ? "Follow new calls" : "Hold the log still", group: "Calls", keys: "p", words: "pause live follow", run: () => (paused ? toTop() : setPaused(true)) },
        { id: "calls.top", title: "Go to the newest call", group: "Calls", keys: "shift+g", run: toTop },
        { id: "calls.failed", title: "Only failed calls", group: "Calls", words: "filter errors", run: () => setFilter("is:failed") },
        { id: "calls.har", title: "Export as HTTP Archive…", group: "Calls", words: "har save file", run: () => setExporting(true) },
      ],
      [paused, toTop],
    ),
  );
  const settle = () => filter !== given && go({ screen: "calls", filter }, true);
  const dropped = pages.head?.dropped ?? 0;
  return (
    <Page
      title="Calls"
      marks={
        <span className={css.dim} role="status" data-testid="calls-total" data-for={pages.pending || pages.stale ? undefined : filter}>
          {pages.head ? `${figure(held.total)}${wanted === "" ? "" : " found"}${pages.head.counting ? " so far" : ""}, ${paused ? "held still" : down ? "held still while you are further down" : "following"}` : ""}
        </span>
      }
      actions={
        <>
          <Button onClick={() => (paused ? toTop() : setPaused(true))} title="P" data-testid="calls-live">
            {paused ? "Follow" : "Pause"}
          </Button>
          <Button onClick={() => setExporting(true)} data-testid="calls-export">
            Export…
          </Button>
        </>
      }
    >
      <div className={css.screen} ref={list} onKeyDown={(event) => event.key === "Escape" && chosen !== null && !event.defaultPrevented && close()}>
        <div className={css.filter}>
          <input type="search" aria-label="Filter calls" data-filter placeholder="Filter: words, is:failed, status:5xx, tenant:acme, -method:get" value={filter} onChange={(event) => setFilter(event.target.value)} onBlur={settle} spellCheck={false} autoComplete="off" data-testid="calls-filter" />
          <FilterHelp onAdd={(term) => setFilter((text) => `${text.trim()} ${term}`.trim())} />
          {fresh > 0 && (
            <Button onClick={toTop} data-testid="calls-fresh">
              {figure(fresh)} newer
            </Button>
          )}
        </div>
        {dropped > 0 && <p className={css.note}>{figure(dropped)} records were left out: calls came faster than they could be written down.</p>}
        {pages.error && (
          <div className={css.error}>
            <ErrorBox error={pages.error}>
              <Button onClick={() => void client.invalidateQueries({ queryKey: ["call_log"] })}>Ask again</Button>
            </ErrorBox>
          </div>
        )}
        <div className={chosen === null ? css.alone : css.both}>
          <div className={css.list}>
            {held.total > 0 && <VirtualTable label="Calls, newest first" count={held.total} rowHeight={ROW} headClass={table.row} head={<CallHeads />} onRange={onRange} testId="calls-table" row={(place) => row(place, held.at(place.index), chosen, setChosen, enter)} />}
            {pages.head && held.total === 0 && !pages.stale && <Nothing filtered={wanted !== ""} onClear={() => setFilter("")} />}
          </div>
          {chosen !== null && <CallDetails id={chosen} onClose={close} />}
        </div>
      </div>
      <HarDialog filter={wanted} open={exporting} onClose={() => setExporting(false)} />
    </Page>
  );
}

/** Keyed by the call where it is known, so that the focus stays on it while the log moves. */
const row = (place: Place, call: CallView | undefined, chosen: string | null, choose: (id: string) => void, enter: () => void) => <CallRow key={call?.id ?? `at ${place.index}`} call={call} place={place} chosen={call !== undefined && call.id === chosen} browsing={chosen !== null} onOpen={choose} onEnter={enter} />;

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <Empty title="No call fits this filter" action={<Button onClick={onClear}>Clear the filter</Button>}>
        The log keeps 30 days, or a million calls. The mark beside the filter says what can be written.
      </Empty>
    );
  }
  return (
    <Empty title="No calls yet" action={<Button onClick={() => go({ screen: "connections" })}>Go to connections</Button>}>
      Every request that goes through a connection is listed here, from the window, the command line or your application. Open a connection and send the first under Calls.
    </Empty>
  );
}
