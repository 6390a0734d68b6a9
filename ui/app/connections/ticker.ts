/** One clock for all rows in sight, so that what counts down does so together and without a timer for each. */
import { useSyncExternalStore } from "react";

const EVERY_MS = 1_000;
const hearers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function hear(changed: () => void): () => void {
  if (hearers.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      hearers.forEach((tell) => tell());
    }, EVERY_MS);
  }
  hearers.add(changed);
  return () => {
    hearers.delete(changed);
    if (hearers.size === 0) clearInterval(timer);
  };
}

/** The words that a moment makes of the time, said again only when they change. */
export const useWords = (words: (now: number) => string): string => useSyncExternalStore(hear, () => words(now));
