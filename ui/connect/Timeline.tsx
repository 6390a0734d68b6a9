/** What happened so far, redacted, the newest last. */
import { clock } from "../shared/format";
import type { AttemptLine } from "../shared/generated/AttemptLine";
import css from "./pieces.module.css";

export function Timeline({ lines }: { lines: readonly AttemptLine[] }) {
  if (lines.length === 0) return null;
  return (
    <ol className={css.log} aria-label="What happened" data-testid="timeline">
      {lines.map((line, index) => (
        <li key={index}>
          <time dateTime={new Date(line.at).toISOString()}>{clock(line.at)}</time>
          <span>{line.text}</span>
        </li>
      ))}
    </ol>
  );
}
