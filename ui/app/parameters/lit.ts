/** The parameter that is looked at: in the table, the form, the JSON or the dry run; it is lit in all of them. */
import { useSyncExternalStore } from "react";

let lit: string | null = null;
const hearers = new Set<() => void>();

function hear(changed: () => void): () => void {
  hearers.add(changed);
  return () => hearers.delete(changed);
}

export function light(path: string | null): void {
  if (lit === path) return;
  lit = path;
  hearers.forEach((tell) => tell());
}

export const useLit = (): string | null => useSyncExternalStore(hear, () => lit);

/** Whether it is this one. Only what changes is painted again. */
export const useIsLit = (path: string | null): boolean => useSyncExternalStore(hear, () => path !== null && lit?.toLowerCase() === path.toLowerCase());

/** What lights a parameter while the pointer or the focus is on an element. */
export const lights = (path: string) => ({ onPointerEnter: () => light(path), onPointerLeave: () => light(null), onFocus: () => light(path), onBlur: () => light(null) });
