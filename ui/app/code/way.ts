/** The way whose code is shown beside the editor; it stays chosen while the window is open. */
import { useSyncExternalStore } from "react";
import type { Way } from "./languages";

let way: Way = "popup";
const hearers = new Set<() => void>();

function hear(changed: () => void): () => void {
  hearers.add(changed);
  return () => hearers.delete(changed);
}

export function chooseWay(next: Way): void {
  way = next;
  hearers.forEach((tell) => tell());
}

export const useWay = (): Way => useSyncExternalStore(hear, () => way);
