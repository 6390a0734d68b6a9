/** What happened so far, redacted, the newest last. It grows while it is looked at, so it is a log to a screen reader. */
import { clock } from "../shared/format";
import type { AttemptLine } from "../shared/generated/AttemptLine";
import css from "./pieces.module.css";

export function Timeline({ lines }: { lines: readonly AttemptLine[] }) {
  if (lines.length === 0) return null;
  return (
    <section className={css.log} aria-label="What happened">
      <h2>What happened</h2>
      <div role="log" aria-label="What happened so far">
        <ol data-testid="timeline">
          {lines.map((line, index) => (
            <li key={index} data-step={line.step}>
              <time dateTime={new Date(line.at).toISOString()}>{clock(line.at)}</time>
              <span>{line.text}</span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
