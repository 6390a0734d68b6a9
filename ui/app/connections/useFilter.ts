/** The filter as it is typed, and a moment later in the address, so that Back finds it as it was. */
import { useEffect, useState } from "react";
import { go } from "../route";

/** Webviews refuse more than a few changes of the address in a second. */
const PAUSE_MS = 250;

export function useFilter(inAddress: string): [string, (filter: string) => void] {
  const [typed, setTyped] = useState(inAddress);
  const [seen, setSeen] = useState(inAddress);
  // Gone to from elsewhere, as from the palette or by going back.
  if (seen !== inAddress) {
    setSeen(inAddress);
    if (typed.trim() !== inAddress) setTyped(inAddress);
  }
  const wanted = typed.trim();
  useEffect(() => {
    if (wanted === inAddress) return undefined;
    const timer = setTimeout(() => go(wanted === "" ? { screen: "connections" } : { screen: "connections", filter: wanted }, true), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted, inAddress]);
  return [typed, setTyped];
}
