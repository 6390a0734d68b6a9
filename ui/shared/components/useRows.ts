/**
 * Which rows of a long list are in sight, where all are of one height: told by arithmetic alone. A library that also knows rows
 * of many heights keeps a record of each, which for a million calls weighs more than the rest of the page.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

/** Rows that are drawn beyond those in sight, on each side. */
const BEYOND = 10;

interface Wanted {
  count: number;
  rowHeight: number;
  /** Pixels that it begins scrolled by. */
  startAt: number;
  /** Pixels at the top that something covers. */
  covered: number;
}

export interface Rows {
  /** For the element that scrolls. */
  scroller: RefObject<HTMLDivElement | null>;
  /** The rows to draw. */
  indexes: readonly number[];
  /** The first one in sight. */
  top: number;
  /** Pixels of the whole list. */
  height: number;
  /** Brings a row into sight, with the least movement. */
  reveal: (index: number) => void;
}

interface Sight {
  top: number;
  end: number;
}

export function useRows({ count, rowHeight, startAt, covered }: Wanted): Rows {
  const scroller = useRef<HTMLDivElement>(null);
  const sightAt = useCallback((offset: number, height: number): Sight => ({ top: Math.floor(offset / rowHeight), end: Math.ceil((offset + height) / rowHeight) }), [rowHeight]);
  const [sight, setSight] = useState(() => sightAt(startAt, 600));
  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const next = sightAt(element.scrollTop, element.clientHeight);
    setSight((before) => (before.top === next.top && before.end === next.end ? before : next));
  }, [sightAt]);

  useLayoutEffect(() => {
    if (scroller.current && startAt > 0) scroller.current.scrollTop = startAt;
    // Only where it begins: afterwards it is the reader's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    // Drawn in the frame that is scrolled, or the list would show its bare ground.
    const scrolled = () => flushSync(look);
    const size = new ResizeObserver(look);
    element.addEventListener("scroll", scrolled, { passive: true });
    size.observe(element);
    look();
    return () => {
      element.removeEventListener("scroll", scrolled);
      size.disconnect();
    };
  }, [look]);

  const first = Math.max(0, Math.min(sight.top, count - 1) - BEYOND);
  const last = Math.min(count, sight.end + BEYOND);
  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const start = index * rowHeight;
      const { scrollTop, clientHeight } = element;
      if (start < scrollTop + covered) element.scrollTop = Math.max(0, start - covered);
      else if (start + rowHeight > scrollTop + clientHeight) element.scrollTop = start + rowHeight - clientHeight;
    },
    [rowHeight, covered],
  );
  return { scroller, indexes: Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at), top: Math.max(0, Math.min(sight.top, count - 1)), height: count * rowHeight, reveal };
}
