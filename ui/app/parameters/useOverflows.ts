/** Whether an element has more than it shows: then it is a stop for Tab, or the keyboard could not scroll it. */
import { type RefObject, useLayoutEffect, useState } from "react";

export function useOverflows(of: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false);
  // Its content comes with any painting, so it is measured after each.
  useLayoutEffect(() => {
    const element = of.current;
    if (!element) return undefined;
    const measure = () => setOverflows(element.scrollHeight > element.clientHeight + 1);
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  });
  return overflows;
}
