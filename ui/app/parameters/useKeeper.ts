/** Keeps a text a moment after its last change, one save after the other, and on demand before it is used. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { asError } from "../../shared/problem";

const PAUSE_MS = 400;

export interface Keeper {
  /** Will be kept shortly. */
  put: (text: string) => void;
  /** Keeps what waits now; true once it is kept. */
  flush: () => Promise<boolean>;
  /** Forgets what waits, and resolves once nothing is on its way. */
  drop: () => Promise<boolean>;
  error: ErrorView | null;
}

export function useKeeper(save: (text: string) => Promise<void>): Keeper {
  const [error, setError] = useState<ErrorView | null>(null);
  const latest = useRef(save);
  const pending = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const chain = useRef<Promise<boolean>>(Promise.resolve(true));
  useEffect(() => {
    latest.current = save;
  }, [save]);

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    const next = pending.current;
    if (next === null) return chain.current;
    pending.current = null;
    chain.current = chain.current.then(async () => {
      try {
        await latest.current(next);
        setError(null);
        return true;
      } catch (thrown) {
        pending.current ??= next;
        setError(asError(thrown));
        return false;
      }
    });
    return chain.current;
  }, []);
  const drop = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    pending.current = null;
    return chain.current;
  }, []);
  const put = useCallback(
    (text: string) => {
      pending.current = text;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), PAUSE_MS);
    },
    [flush],
  );
  // Leaving the screen, or closing the window, keeps what was typed in the last moment.
  useEffect(() => {
    const leave = () => void flush();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [flush]);
  return { put, flush, drop, error };
}
