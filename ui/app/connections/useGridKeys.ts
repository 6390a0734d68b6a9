/** The keys of a list of connections, besides moving in it: open, mark, mark a range, the row's menu. */
import { type KeyboardEvent, useCallback } from "react";
import type { Layout } from "./layout";

interface What {
  layout: Layout;
  open: (place: number) => void;
  toggle: (place: number) => void;
  fold: (row: number) => void;
  /** Marks from where the range began to here. */
  range: (place: number) => void;
  menu: (place: number, row: number, element: Element) => void;
  clear: () => boolean;
}

const isMenu = (event: KeyboardEvent): boolean => event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);

export function useGridKeys({ layout, open, toggle, fold, range, menu, clear }: What): (event: KeyboardEvent, row: number) => void {
  return useCallback(
    (event, row) => {
      // A button in the row has its own keys.
      if (event.target !== event.currentTarget && !(event.target as HTMLElement).hasAttribute("data-index")) return;
      const spot = layout.at(row);
      if (event.key === "Escape") {
        if (clear()) event.preventDefault();
        return;
      }
      if (spot.kind === "group") {
        const wants = { ArrowLeft: !spot.folded, ArrowRight: spot.folded, Enter: true, " ": true }[event.key];
        if (wants === undefined) return;
        event.preventDefault();
        if (wants) fold(row);
        return;
      }
      const { place } = spot;
      if (event.shiftKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        const next = layout.at(Math.min(layout.count - 1, Math.max(0, row + (event.key === "ArrowDown" ? 1 : -1))));
        // The list itself moves the focus there.
        if (next.kind === "connection") range(next.place);
        return;
      }
      if (event.key === "Enter") open(place);
      else if (event.key === " " && event.shiftKey) range(place);
      else if (event.key === " ") toggle(place);
      else if (isMenu(event)) menu(place, row, event.target as Element);
      else return;
      event.preventDefault();
    },
    [layout, open, toggle, fold, range, menu, clear],
  );
}
