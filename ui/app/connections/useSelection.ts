/** Which connections of a list are marked. Ranges are over places in the list; what is marked is held by id. */
import { useCallback, useMemo, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  /** The place that a range begins at; none before anything was marked. */
  anchor: number | null;
  toggle: (id: string, place: number) => void;
  /** Marks these besides what is marked. */
  add: (ids: readonly string[]) => void;
  set: (ids: readonly string[]) => void;
  clear: () => void;
  moveAnchor: (place: number) => void;
}

const NONE: ReadonlySet<string> = new Set();

/** `scope` is what the marks belong to: with another filter, nothing unseen stays marked. */
export function useSelection(scope: string): Selection {
  const [state, setState] = useState<{ scope: string; ids: ReadonlySet<string>; anchor: number | null }>({ scope, ids: NONE, anchor: null });
  if (state.scope !== scope) setState({ scope, ids: NONE, anchor: null });
  const change = useCallback((next: (ids: ReadonlySet<string>) => Iterable<string>) => setState((before) => ({ ...before, ids: new Set(next(before.ids)) })), []);
  const toggle = useCallback(
    (id: string, place: number) =>
      setState((before) => {
        const ids = new Set(before.ids);
        if (!ids.delete(id)) ids.add(id);
        return { ...before, ids, anchor: place };
      }),
    [],
  );
  const add = useCallback((more: readonly string[]) => change((ids) => [...ids, ...more]), [change]);
  const set = useCallback((all: readonly string[]) => change(() => all), [change]);
  const clear = useCallback(() => setState((before) => (before.ids.size === 0 ? before : { ...before, ids: NONE, anchor: null })), []);
  const moveAnchor = useCallback((place: number) => setState((before) => (before.anchor === place ? before : { ...before, anchor: place })), []);
  return useMemo(() => ({ ids: state.scope === scope ? state.ids : NONE, anchor: state.anchor, toggle, add, set, clear, moveAnchor }), [state, scope, toggle, add, set, clear, moveAnchor]);
}
