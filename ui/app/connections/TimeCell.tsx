/** A token's life counting down, and how long ago the last call was. */
import { ago, timeLeft } from "../../shared/format";
import { useWords } from "./ticker";

/** Below this it is said in another weight: soon there is something to see. */
const SOON_MS = 5 * 60_000;

export function TokenLife({ expiresAt, soonClass }: { expiresAt: number | null; soonClass: string | undefined }) {
  const words = useWords((now) => timeLeft(expiresAt, now));
  const soon = useWords((now) => (expiresAt !== null && expiresAt - now < SOON_MS ? "soon" : ""));
  return <span className={soon === "soon" ? soonClass : undefined}>{words}</span>;
}

export function Ago({ at }: { at: number | null }) {
  return <>{useWords((now) => ago(at, now))}</>;
}
