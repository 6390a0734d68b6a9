/** Short remarks at the foot of the window: what was done, and the way back. */
import { useSyncExternalStore } from "react";
import { asError } from "./problem";

export interface Remark {
  id: number;
  text: string;
  look: "plain" | "good" | "bad";
  /** Takes back what was done. */
  undo: (() => unknown) | null;
  /** Where to look: a label and what it does. */
  open: { label: string; run: () => void } | null;
  /** Whether taking it back needs the screen it was said on: then it goes with that. */
  here: boolean;
  /** The address's fragment where it was said. */
  place: string;
}

let remarks: readonly Remark[] = [];
let made = 0;
const hearers = new Set<() => void>();

function put(next: readonly Remark[]): void {
  remarks = next;
  hearers.forEach((tell) => tell());
}

/** Says something; the answer takes it away again. At most four are shown. */
export function say(text: string, more: Partial<Omit<Remark, "id" | "text" | "place">> = {}): () => void {
  const remark: Remark = { id: (made += 1), text, look: "plain", undo: null, open: null, here: false, ...more, place: location.hash };
  put([...remarks.slice(-3), remark]);
  return () => dismiss(remark.id);
}

export function dismiss(id: number): void {
  put(remarks.filter((one) => one.id !== id));
}

/** Whether it only tells of the screen that it was said on: of no use on another. A failure is told all the same. */
export const merelyTells = (remark: Remark): boolean => remark.here || (remark.undo === null && remark.open === null && remark.look !== "bad");

function hear(changed: () => void): () => void {
  hearers.add(changed);
  return () => hearers.delete(changed);
}

export const useRemarks = (): readonly Remark[] => useSyncExternalStore(hear, () => remarks);

/** Says what went wrong, and what to do about it; `before` names what it was. */
export function sayProblem(thrown: unknown, before = ""): void {
  const { message, next } = asError(thrown);
  say([before, message, next].filter(Boolean).join(" "), { look: "bad" });
}
