/**
 * After a change of screen, the focus goes to the new screen's heading, so that a screen reader says where one is and Tab
 * goes on from there. A screen that puts the focus somewhere itself keeps it, and so does whoever presses something first.
 */
import { type RefObject, useEffect, useRef } from "react";
import type { Route } from "../route";

/** How long a screen's heading is waited for: it may have to ask the engine first. */
const WAIT_MS = 3_000;

/** The same for two routes that are one screen, whatever its tab. */
function placeOf(route: Route): string {
  return JSON.stringify({ ...route, tab: undefined, filter: undefined });
}

export function useHeadingFocus(main: RefObject<HTMLElement | null>, route: Route): void {
  const place = placeOf(route);
  const before = useRef(place);
  useEffect(() => {
    const element = main.current;
    if (before.current === place || !element) return undefined;
    before.current = place;
    const settle = () => {
      const { activeElement } = document;
      if (activeElement?.closest('[role="dialog"]') || (element.contains(activeElement) && activeElement !== element)) return;
      const heading = element.querySelector<HTMLElement>("h1");
      if (!heading) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(settle);
    const stop = () => {
      observer.disconnect();
      clearTimeout(timer);
      removeEventListener("keydown", stop, true);
      removeEventListener("pointerdown", stop, true);
    };
    const timer = setTimeout(stop, WAIT_MS);
    addEventListener("keydown", stop, true);
    addEventListener("pointerdown", stop, true);
    observer.observe(element, { childList: true, subtree: true });
    settle();
    return stop;
  }, [main, place]);
}
