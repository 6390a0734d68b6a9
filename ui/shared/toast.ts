/** Short remarks at the foot of the window: what was done, and the way back. */
import { useSyncExternalStore } from "react";

export interface Remark {
  id: number;
  text: string;
  look: "plain" | "good" | "bad";
  /** Takes back what was done. */
  undo: (() => unknown) | null;
  /** Where to look: a label and what it does. */
  open: { label: string; run: () => void } | null;
}

let remarks: readonly Remark[] = [];
let made = 0;
const hearers = new Set<() => void>();

function put(next: readonly Remark[]): void {
  remarks = next;
  hearers.forEach((tell) => tell());
}

/** Says something; the answer takes it away again. At most four are shown. */
export function say(text: string, more: Partial<Omit<Remark, "id" | "text">> = {}): () => void {
  const remark: Remark = { id: (made += 1), text, look: "plain", undo: null, open: null, ...more };
  put([...remarks.slice(-3), remark]);
  return () => dismiss(remark.id);
}

export function dismiss(id: number): void {
  put(remarks.filter((one) => one.id !== id));
}

function hear(changed: () => void): () => void {
  hearers.add(changed);
  return () => hearers.delete(changed);
}

export const useRemarks = (): readonly Remark[] => useSyncExternalStore(hear, () => remarks);
