/** The calls of this connection so far, the newest first. Picking one puts it into the form. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "../../../shared/components/Button";
import { Lamp } from "../../../shared/components/Lamp";
import { clock } from "../../../shared/format";
import type { CallView } from "../../../shared/generated/CallView";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import { rpc } from "../../../shared/host";
import { pathOf } from "../../calls/copyAs";
import { formatRoute } from "../../route";
import { endOf, lightOfStatus } from "../status";
import css from "./Side.module.css";

const PAGE = 50;

export function usePast(connection: string) {
  return useInfiniteQuery<CallView[], ErrorView, CallView[], unknown[], string | null>({
    queryKey: ["calls", { connection }, "pages"],
    queryFn: ({ pageParam }) => rpc("calls", { connection, limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) }),
    initialPageParam: null,
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
    select: (all) => all.pages.flat(),
  });
}

export function Past({ connection, past, onPick }: { connection: string; past: ReturnType<typeof usePast>; onPick: (call: CallView) => void }) {
  const line = (call: CallView) => (
    <li key={call.id}>
      <button type="button" className={css.item} onClick={() => onPick(call)} title={call.error === null ? call.url : call.error.message} data-testid="past-call">
        <span className={css.what}>
          <Lamp light={lightOfStatus(call.status)} />
          {call.method} {pathOf(call.url)}
        </span>
        <span className={css.when}>
          {endOf(call)}, {call.durationMs} ms, {clock(call.at)}
        </span>
      </button>
    </li>
  );
  return (
    <section aria-label="Past calls">
      <h2>
        Past calls <a href={formatRoute({ screen: "calls", filter: `connection:${connection}` })}>All in the log</a>
      </h2>
      {past.error && <p className={css.none}>{past.error.message}</p>}
      {past.data?.length === 0 && <p className={css.none}>None yet. Send the first at the left.</p>}
      <ol>{past.data?.map(line)}</ol>
      {past.hasNextPage && (
        <div className={css.older}>
          <Button look="quiet" busy={past.isFetchingNextPage} onClick={() => void past.fetchNextPage()} data-testid="older-calls">
            Older calls
          </Button>
        </div>
      )}
    </section>
  );
}
