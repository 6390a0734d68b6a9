/** One stop for Tab among many small things; arrow keys, Home and End move within. */
import { type KeyboardEvent, type RefObject, useEffect } from "react";

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

export function useRoving(around: RefObject<HTMLElement | null>, selector: string): (event: KeyboardEvent) => void {
  const all = () => [...(around.current?.querySelectorAll<HTMLElement>(selector) ?? [])];
  // Which one Tab stops at is no state of the page's: it is set on the elements, after each painting.
  useEffect(() => {
    const found = all();
    if (found.length > 0 && !found.some((one) => one.tabIndex === 0)) found[0]?.setAttribute("tabindex", "0");
  });
  return (event) => {
    const step = STEPS[event.key];
    const found = all();
    const at = found.findIndex((one) => one === event.target);
    if (step === undefined || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = found[Math.max(0, Math.min(found.length - 1, at + step))];
    found.forEach((one) => one.setAttribute("tabindex", one === next ? "0" : "-1"));
    next?.focus();
  };
}
