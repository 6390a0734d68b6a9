/** What lies over the window: the palette, the sheet of shortcuts, or nothing. Only one at a time. */
import { useSyncExternalStore } from "react";

export type Overlay = "palette" | "shortcuts" | null;

let current: Overlay = null;
const hearers = new Set<() => void>();

export function lay(next: Overlay): void {
  current = next;
  hearers.forEach((tell) => tell());
}

function hear(changed: () => void): () => void {
  hearers.add(changed);
  return () => hearers.delete(changed);
}

export const useOverlay = (): Overlay => useSyncExternalStore(hear, () => current);
