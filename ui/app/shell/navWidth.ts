/**
 * Whether the navigation shows names or icons only: as the window's width has it, until it is chosen. The choice is this
 * window's own, so it is kept with the page and not in the data folder.
 */
import { useSyncExternalStore } from "react";

export type NavWidth = "wide" | "narrow";

const KEPT = "patchbay.nav";
/** Narrower windows show icons. */
const ROOMY = "(min-width: 1100px)";

const hearers = new Set<() => void>();
const roomy = (): boolean => globalThis.matchMedia?.(ROOMY).matches ?? true;

function chosen(): NavWidth | null {
  const kept = localStorage.getItem(KEPT);
  return kept === "wide" || kept === "narrow" ? kept : null;
}

const width = (): NavWidth => chosen() ?? (roomy() ? "wide" : "narrow");

/** The other width. Where that is what the window's own width would give, the choice is forgotten again. */
export function switchNav(): void {
  const next: NavWidth = width() === "wide" ? "narrow" : "wide";
  if ((next === "wide") === roomy()) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, next);
  hearers.forEach((tell) => tell());
}

function hear(changed: () => void): () => void {
  const media = globalThis.matchMedia?.(ROOMY);
  hearers.add(changed);
  media?.addEventListener("change", changed);
  return () => {
    hearers.delete(changed);
    media?.removeEventListener("change", changed);
  };
}

export const useNavWidth = (): NavWidth => useSyncExternalStore(hear, width);
