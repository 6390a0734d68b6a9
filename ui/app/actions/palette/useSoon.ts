/**
 * Enter that comes before the answer for what is typed: what will stand first then is meant, not what stands there from the
 * letter before. An answer that is late is not waited for.
 */
import { useCallback, useEffect, useRef } from "react";

const LATE_MS = 500;

export function useSoon(settled: boolean, act: () => void): { soon: () => void; never: () => void } {
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(act);
  const never = useCallback(() => {
    clearTimeout(waiting.current);
    waiting.current = undefined;
  }, []);
  const now = useCallback(() => {
    never();
    latest.current();
  }, [never]);
  useEffect(() => {
    latest.current = act;
    if (settled && waiting.current !== undefined) now();
  });
  useEffect(() => never, [never]);
  const soon = useCallback(() => {
    waiting.current ??= setTimeout(now, LATE_MS);
  }, [now]);
  return { soon, never };
}
