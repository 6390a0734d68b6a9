/** Marks a range of a list, and all of it. Ids of places that are not here are asked of the engine. */
import { useCallback, useMemo } from "react";
import type { ConnectionsRequest } from "../../shared/generated/ConnectionsRequest";
import { rpc } from "../../shared/host";
import type { Pages } from "../../shared/pages";
import { say, sayProblem } from "../../shared/toast";
import type { Selection } from "./useSelection";
import { figure } from "../../shared/format";

export interface Ranges {
  /** From where the last mark was made to a place. */
  to: (place: number) => void;
  all: () => void;
}

export function useRange(pages: Pages<"connections">, payload: ConnectionsRequest, selection: Selection): Ranges {
  const { at } = pages;
  const { anchor, add, set, moveAnchor } = selection;
  const to = useCallback(
    (place: number) => {
      const from = anchor ?? place;
      if (anchor === null) moveAnchor(place);
      const [low, high] = [Math.min(from, place), Math.max(from, place)];
      const here = Array.from({ length: high - low + 1 }, (_, index) => at(low + index)?.id);
      const known = here.filter((id) => id !== undefined);
      if (known.length === here.length) return add(known);
      rpc("connection_ids", payload).then(({ ids }) => add(ids.slice(low, high + 1)), sayProblem);
      return undefined;
    },
    [anchor, at, add, moveAnchor, payload],
  );
  const all = useCallback(() => {
    rpc("connection_ids", payload).then(({ ids, total }) => {
      set(ids);
      if (total > ids.length) say(`Selected the first ${figure(ids.length)} of ${figure(total)}: more are not acted on at once. Narrow the filter to reach the others.`);
    }, sayProblem);
  }, [payload, set]);
  return useMemo(() => ({ to, all }), [to, all]);
}
