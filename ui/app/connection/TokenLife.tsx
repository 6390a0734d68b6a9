/** The token's life as a bar. */
import css from "./TokenLife.module.css";

export function TokenLife({ from, until, now }: { from: number; until: number | null; now: number }) {
  if (until === null) return null;
  const whole = Math.max(1, until - from);
  const left = Math.min(1, Math.max(0, (until - now) / whole));
  return <meter className={css.bar} min={0} max={1} low={0.15} value={left} aria-label="Token life left" />;
}
