/** Does something a moment later, so that the screen is not painted between two keys; only the latest counts. */
import { useCallback, useEffect, useRef } from "react";

const PAUSE_MS = 70;

export function useLater(): { later: (run: () => void) => void; flush: () => void } {
  const waiting = useRef<(() => void) | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const run = waiting.current;
    waiting.current = null;
    run?.();
  }, []);
  const later = useCallback(
    (run: () => void) => {
      waiting.current = run;
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );
  useEffect(() => flush, [flush]);
  return { later, flush };
}
