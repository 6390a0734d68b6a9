/**
 * What can be done right now: the palette, the shortcut sheet and the keyboard are three ways to the same list. A screen
 * lists its own while it is shown; what is listed last wins a key.
 */
import { useEffect, useSyncExternalStore } from "react";

export interface Action {
  /** Stable and distinct among what is listed at once, as `connection.reconnect`. */
  id: string;
  title: string;
  /** A heading in the palette and on the sheet, as `Connection`. */
  group: string;
  /** `mod+k` (Ctrl, on macOS Command), `mod+shift+f`, `/`, or two keys after each other, `g c`. */
  keys?: string;
  /** Words that find it in the palette besides its title. */
  words?: string;
  run: () => void;
}

interface Listed {
  actions: readonly Action[];
}

let lists: readonly Listed[] = [];
let flat: readonly Action[] = [];
const hearers = new Set<() => void>();

function put(next: readonly Listed[]): void {
  lists = next;
  const all = new Map<string, Action>();
  for (const one of lists) for (const action of one.actions) all.set(action.id, action);
  flat = [...all.values()];
  hearers.forEach((tell) => tell());
}

/** Lists these while the component is shown. Pass a stable array (`useMemo`), or it is listed anew with each paint. */
export function useActions(actions: readonly Action[]): void {
  useEffect(() => {
    const mine: Listed = { actions };
    put([...lists, mine]);
    return () => put(lists.filter((one) => one !== mine));
  }, [actions]);
}

function hear(changed: () => void): () => void {
  hearers.add(changed);
  return () => hearers.delete(changed);
}

/** All that can be done now. */
export const useAllActions = (): readonly Action[] => useSyncExternalStore(hear, () => flat);

export const allActions = (): readonly Action[] => flat;
