/** Unsaved edits of connections, kept while the window is open and nowhere else: they may hold secrets. */
import { useSyncExternalStore } from "react";

const texts = new Map<string, string>();
const hearers = new Set<() => void>();

function hear(changed: () => void): () => void {
  hearers.add(changed);
  return () => hearers.delete(changed);
}

export function setEdits(id: string, text: string | null): void {
  if (text === null) texts.delete(id);
  else texts.set(id, text);
  hearers.forEach((tell) => tell());
}

/** The unsaved text of a connection's override, or null where there is none. */
export function useEdits(id: string): [string | null, (text: string | null) => void] {
  return [useSyncExternalStore(hear, () => texts.get(id) ?? null), (text) => setEdits(id, text)];
}
