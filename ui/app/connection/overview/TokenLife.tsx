/** A token's life as a bar that empties. */
import { clock, duration } from "../../../shared/format";
import css from "./TokenLife.module.css";

/** Below this part of its life the bar warns. */
const LOW = 0.15;

export function TokenLife({ from, until, now }: { from: number; until: number; now: number }) {
  const left = Math.min(1, Math.max(0, (until - now) / Math.max(1, until - from)));
  const words = until <= now ? "over" : `${duration(until - now)} left`;
  const look = until <= now ? css.over : left < LOW ? css.low : "";
  return (
    <div className={css.life}>
      <div className={css.head}>
        <b data-testid="token-left">{until <= now ? "Expired" : words}</b>
        <span>{until <= now ? "the next call needs a new one" : `${Math.round(left * 100)}% of its life`}</span>
      </div>
      <div className={`${css.bar} ${look}`} role="meter" aria-label="Token life left" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(left * 100)} aria-valuetext={words}>
        <span style={{ width: `${left * 100}%` }} />
      </div>
      <div className={css.ends} aria-hidden="true">
        <span>{clock(from)}</span>
        <span>{clock(until)}</span>
      </div>
    </div>
  );
}
