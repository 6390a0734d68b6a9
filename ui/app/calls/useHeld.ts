/**
 * A log that stands still while it is read. New calls come in above, and every page is asked for by how many to pass over;
 * so while it is held, the place of the call that was first is looked up again, and all places are counted from there.
 */
import { useState } from "react";
import type { CallView } from "../../shared/generated/CallView";
import type { Pages } from "../../shared/pages";

interface Anchor {
  filter: string;
  first: string | null;
  total: number;
}

export interface Held {
  total: number;
  at: (index: number) => CallView | undefined;
  show: (first: number, last: number) => void;
  /** How many calls came in above while it stood still. */
  fresh: number;
}

/** How far the list has moved down since the anchor was set. */
export function shiftSince(anchor: Anchor, firstPage: readonly CallView[], total: number): number {
  if (anchor.first === null) return total;
  const at = firstPage.findIndex((call) => call.id === anchor.first);
  // Further down than the first page: then all that were added are above it.
  return at >= 0 ? at : Math.max(0, total - anchor.total);
}

export function useHeld(pages: Pages<"call_log">, asked: boolean, filter: string): Held {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const { head, total, stale } = pages;
  // While older calls are still being found the list grows at its end, and there is nothing to stand still against.
  const hold = asked && head?.counting !== true;
  const wanted = hold && head && !stale;
  if (!hold && anchor) setAnchor(null);
  if (wanted && anchor?.filter !== filter) setAnchor({ filter, first: head.items[0]?.id ?? null, total });
  const held = hold && anchor?.filter === filter ? anchor : null;
  const shift = held && head ? shiftSince(held, head.items, total) : 0;
  return {
    total: held ? held.total : total,
    at: (index) => pages.at(index + shift),
    show: (first, last) => pages.show(first + shift, last + shift),
    fresh: shift,
  };
}
