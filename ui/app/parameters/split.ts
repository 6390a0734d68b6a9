/** What is beside the editor, how wide it is, and whether it is shown; kept for the next start. */
import { useSyncExternalStore } from "react";

export interface Split {
  /** Pixels; null for what fits the window. */
  width: number | null;
  open: boolean;
  side: Side;
}

export type Side = "run" | "code";

const KEPT = "patchbay.dry-run";
export const NARROWEST = 240;
export const WIDEST = 760;

function read(): Split {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Split>;
    return { width: typeof kept.width === "number" ? kept.width : null, open: kept.open !== false, side: kept.side === "code" ? "code" : "run" };
  } catch {
    return { width: null, open: true, side: "run" };
  }
}

let split = read();
const hearers = new Set<() => void>();

function hear(changed: () => void): () => void {
  hearers.add(changed);
  return () => hearers.delete(changed);
}

export function setSplit(next: Partial<Split>): void {
  const width = next.width === undefined ? split.width : next.width === null ? null : Math.round(Math.max(NARROWEST, Math.min(WIDEST, next.width)));
  split = { width, open: next.open ?? split.open, side: next.side ?? split.side };
  localStorage.setItem(KEPT, JSON.stringify(split));
  hearers.forEach((tell) => tell());
}

/** Shows it, or nothing where it is what is shown. */
export const switchSide = (side: Side): void => setSplit({ side, open: !(split.open && split.side === side) });

export const useSplit = (): Split => useSyncExternalStore(hear, () => split);
