/**
 * A long list, of which only the pages in sight are held. While another filter's first page is on its way, the list before
 * it stays, so that nothing flashes as one types.
 */
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Commands } from "./generated/Commands";
import type { ErrorView } from "./generated/ErrorView";
import { rpc } from "./host";

/** Commands whose answers are pages, asked for by `offset` and `limit`. */
export type PagedCommand = "connections" | "call_log";
type Payload<C extends PagedCommand> = Omit<Commands[C][0], "offset" | "limit">;
type Answer<C extends PagedCommand> = Commands[C][1];
type Item<C extends PagedCommand> = Answer<C>["items"][number];

export const PAGE = 100;
/** Pages held beyond those in sight, on each side. */
const MARGIN = 1;
/** While one drags through the list, what flies past is asked for so often only: nobody reads faster. */
const FLYING_MS = 120;
/** How long a page that is out of sight is kept. Short: dragging through a million rows passes fifty pages a second. */
const KEPT_MS = 2_000;

export interface Pages<C extends PagedCommand> {
  total: number;
  /** The item at a place, once its page is here. */
  at: (index: number) => Item<C> | undefined;
  /** Says which places are in sight. */
  show: (first: number, last: number) => void;
  /** The first page's answer, with what belongs to the list as a whole. */
  head: Answer<C> | undefined;
  error: ErrorView | null;
  /** Nothing is here yet. */
  pending: boolean;
  /** What is shown is that of another filter still. */
  stale: boolean;
  refetch: () => void;
}

type Range = [number, number];

/** Takes up which pages are in sight: at once where they touch those before, else when the last such time is past. */
function useRange(setRange: (range: Range) => void): (first: number, last: number) => void {
  const taken = useRef<Range>([0, 0]);
  const latest = useRef<Range>([0, 0]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (first, last) => {
      const next: Range = [Math.floor(Math.max(0, first) / PAGE), Math.floor(Math.max(0, last) / PAGE)];
      const take = (range: Range) => {
        taken.current = range;
        setRange(range);
      };
      latest.current = next;
      if (next[0] === taken.current[0] && next[1] === taken.current[1]) return;
      if (timer.current !== undefined) return;
      const touches = next[0] <= taken.current[1] + 1 && next[1] >= taken.current[0] - 1;
      if (touches) return take(next);
      timer.current = setTimeout(() => {
        timer.current = undefined;
        take(latest.current);
      }, FLYING_MS);
    },
    [setRange],
  );
}

export function usePages<C extends PagedCommand>(cmd: C, payload: Payload<C>): Pages<C> {
  const page = (base: Payload<C>, number: number) => ({
    queryKey: [cmd, { ...base, offset: number * PAGE, limit: PAGE }],
    queryFn: () => rpc(cmd, { ...base, offset: number * PAGE, limit: PAGE } as Commands[C][0]) as Promise<Answer<C>>,
    gcTime: KEPT_MS,
  });
  const first = useQuery<Answer<C>, ErrorView>({ ...page(payload, 0), placeholderData: keepPreviousData as never });
  const [shown, setShown] = useState(payload);
  const wanted = JSON.stringify(payload);
  if (first.isSuccess && !first.isPlaceholderData && JSON.stringify(shown) !== wanted) setShown(payload);
  const [range, setRange] = useState<Range>([0, 0]);
  const total = (first.data as { total: number | null } | undefined)?.total ?? 0;
  const last = Math.max(0, Math.ceil(total / PAGE) - 1);
  const from = Math.min(last, Math.max(0, range[0] - MARGIN));
  const numbers = Array.from({ length: Math.min(last, range[1] + MARGIN) - from + 1 }, (_, at) => from + at);
  const held = useQueries({
    queries: numbers.map((number) => page(shown, number)),
    combine: (results) => ({ pages: new Map(results.map((result, at) => [numbers[at] ?? 0, result.data as Answer<C> | undefined])), error: (results.find((result) => result.error)?.error ?? null) as ErrorView | null }),
  });
  const at = (index: number): Item<C> | undefined => {
    const number = Math.floor(index / PAGE);
    const answer = held.pages.get(number) ?? (number === 0 ? first.data : undefined);
    return answer?.items[index % PAGE] as Item<C> | undefined;
  };
  const show = useRange(setRange);
  const refetch = useMemo(() => () => void first.refetch(), [first]);
  return { total, at, show, head: first.data, error: first.error ?? held.error, pending: first.isPending, stale: first.isPlaceholderData, refetch };
}
