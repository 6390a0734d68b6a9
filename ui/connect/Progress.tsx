/** What is being waited for, how long already, and how long at most. Only the words are read out, not each second. */
import { Lamp } from "../shared/components/Lamp";
import { useNow } from "../shared/components/useNow";
import { countdown } from "../shared/format";
import css from "./Progress.module.css";

/** A counted second is not rounded up: nothing has passed yet at the start. */
const passed = (ms: number): string => countdown(Math.floor(ms / 1000) * 1000);

export function Progress({ words, since, until }: { words: string; since: number; until: number }) {
  const now = useNow(1000);
  const gone = Math.min(1, Math.max(0, (now - since) / Math.max(1, until - since)));
  return (
    <div className={css.progress}>
      <div className={css.row}>
        <span className={css.pulse}>
          <Lamp light="amber" />
        </span>
        <span role="status">{words}</span>
        <span className={css.time} role="timer" aria-label="Time left">
          {countdown(until - now)} left
        </span>
      </div>
      <div className={css.bar} aria-hidden="true">
        <span style={{ width: `${gone * 100}%` }} />
      </div>
      <p className={css.gone}>{passed(Math.max(0, now - since))} so far</p>
    </div>
  );
}
