/** The drafts being edited, each with its way back and forth. They last as long as the window: undo survives going elsewhere. */
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { back, forth, startAt, type Timeline, write } from "../../shared/params/timeline";

const lines = new Map<string, Timeline>();
const hearers = new Set<() => void>();

function hear(changed: () => void): () => void {
  hearers.add(changed);
  return () => hearers.delete(changed);
}

function put(key: string, line: Timeline | null): void {
  if (line === null) lines.delete(key);
  else lines.set(key, line);
  hearers.forEach((tell) => tell());
}

/** Forgets what was written under a key: what is stored is what is shown again. */
export const forget = (key: string): void => put(key, null);

/** Forgets all: a window that was just opened remembers nothing. For tests. */
export function forgetAll(): void {
  lines.clear();
}

export interface Written {
  text: string;
  /** Whether anything was written since the window opened. */
  touched: boolean;
  /** `run` names the place that is typed into; see `timeline.ts`. */
  setText: (text: string, run?: string) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
}

/** The text under a key, which begins as `initial` and is that until something is written. */
export function useTimeline(key: string, initial: string): Written {
  const line = useSyncExternalStore(hear, () => lines.get(key));
  const setText = useCallback((text: string, run?: string) => put(key, write(lines.get(key) ?? startAt(initial), text, run ?? null, Date.now())), [key, initial]);
  const step = useCallback(
    (go: (from: Timeline) => Timeline) => {
      const at = lines.get(key);
      if (at) put(key, go(at));
    },
    [key],
  );
  const undo = useCallback(() => step(back), [step]);
  const redo = useCallback(() => step(forth), [step]);
  return useMemo(() => ({ text: line?.text ?? initial, touched: line !== undefined, setText, undo, redo, canUndo: (line?.past.length ?? 0) > 0, canRedo: (line?.future.length ?? 0) > 0 }), [line, initial, setText, undo, redo]);
}
