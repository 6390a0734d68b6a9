/**
 * A table of any length: only the rows in sight are in the page. Arrow keys, Page Up and Down, Home and End move the focus
 * from row to row; what a row does on Enter is its own (a link follows).
 */
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useImperativeHandle, useRef } from "react";
import { useRows } from "./useRows";
import css from "./VirtualTable.module.css";

interface Props {
  label: string;
  /** Number of rows, without the head. */
  count: number;
  /** Pixels. */
  rowHeight: number;
  /** The cells of the head, each with `role="columnheader"`. */
  head: ReactNode;
  /** Classes of the head's row: the same grid as the rows'. */
  headClass?: string | undefined;
  /** One row. It must put `place.style`, `data-index` and `aria-rowindex` on its element, which has `role="row"`. */
  row: (place: Place) => ReactNode;
  /** Hears which rows are in sight. */
  onRange?: (first: number, last: number) => void;
  onKeyDown?: (event: KeyboardEvent, index: number) => void;
  /** A grid's rows can be selected; a treegrid's besides folded. */
  kind?: "table" | "grid" | "treegrid";
  /** Whether several rows can be selected at once. */
  many?: boolean;
  /** Pixels that it begins scrolled by, and what hears where it is. */
  startAt?: number;
  onScroll?: (pixels: number) => void;
  /** What stays at the top while what belongs to it is scrolled through; told the first row in sight. */
  pinned?: (first: number) => ReactNode;
  handle?: RefObject<VirtualTableHandle | null>;
  testId?: string;
}

export interface VirtualTableHandle {
  /** Brings a row into sight and puts the focus on it. */
  focus: (index: number) => void;
}

export interface Place {
  index: number;
  style: { transform: string; height: number };
  /** To be spread on the row's element. */
  marks: { "data-index": number; "aria-rowindex": number };
}

const PAGE_ROWS = 12;

function target(key: string, at: number, count: number): number | null {
  const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE_ROWS, PageUp: at - PAGE_ROWS, Home: 0, End: count - 1 };
  const next = steps[key];
  return next === undefined ? null : Math.min(count - 1, Math.max(0, next));
}

export function VirtualTable({ label, count, rowHeight, head, headClass, row, onRange, onKeyDown, kind = "table", many = false, startAt = 0, onScroll, pinned, handle, testId }: Props) {
  const { scroller, indexes, top, height, reveal } = useRows({ count, rowHeight, startAt, covered: pinned ? rowHeight : 0 });
  const first = indexes[0] ?? 0;
  const last = indexes.at(-1) ?? 0;
  useEffect(() => onRange?.(first, last), [onRange, first, last]);

  /** The row that the focus is on its way to, because it is not in the page yet: the next key goes on from there. */
  const going = useRef<number | null>(null);
  const focusRow = (index: number) => {
    reveal(index);
    going.current = index;
    const find = (tries: number) => {
      // Another key has sent the focus elsewhere meanwhile.
      if (going.current !== index) return;
      const found = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
      if (!found && tries > 0) return void requestAnimationFrame(() => find(tries - 1));
      going.current = null;
      found?.focus({ preventScroll: true });
    };
    find(6);
  };
  useImperativeHandle(handle, () => ({ focus: focusRow }));
  const move = (event: KeyboardEvent) => {
    const at = Number((event.target as HTMLElement).closest<HTMLElement>("[data-index]")?.dataset["index"] ?? NaN);
    if (Number.isNaN(at)) return;
    const onRow = (event.target as HTMLElement).hasAttribute("data-index");
    if (onRow) onKeyDown?.(event, at);
    const next = onRow && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey ? target(event.key, going.current ?? at, count) : null;
    if (next !== null) {
      event.preventDefault();
      if (next !== at) focusRow(next);
    }
    if (!onRow) onKeyDown?.(event, at);
  };
  return (
    <div className={css.table} role={kind} aria-multiselectable={many || undefined} aria-label={label} aria-rowcount={count + 1} data-testid={testId}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={`${css.head} ${headClass ?? ""}`}>
          {head}
        </div>
      </div>
      {pinned && <div className={css.pinned}>{pinned(top)}</div>}
      <div ref={scroller} className={css.scroll} role="rowgroup" onKeyDown={move} onScroll={onScroll && ((event) => onScroll(event.currentTarget.scrollTop))} data-testid={testId && `${testId}-scroll`}>
        <div style={{ height, position: "relative" }} role="presentation">
          {indexes.map((index) => row({ index, style: { transform: `translateY(${index * rowHeight}px)`, height: rowHeight }, marks: { "data-index": index, "aria-rowindex": index + 2 } }))}
        </div>
      </div>
    </div>
  );
}
