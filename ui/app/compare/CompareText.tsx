/** Both sides as text, the lines around each difference or all of them. */
import css from "./Compare.module.css";
import { type Line, withContext } from "./lines";

const WORDS: Record<Line["kind"], string> = { same: "", left: "only left: ", right: "only right: ", gap: "" };
const MARKS: Record<Line["kind"], string> = { same: "", left: "−", right: "+", gap: "" };

export function CompareText({ lines, only }: { lines: readonly Line[]; only: boolean }) {
  const shown = only ? withContext(lines) : lines;
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label="As text" data-testid="compare-text">
      <div className={css.text}>
        {shown.map((line, index) => (
          <div key={index} className={`${css.line} ${css[line.kind] ?? ""}`}>
            <span className={css.number}>{line.left}</span>
            <span className={css.number}>{line.right}</span>
            <span aria-hidden="true">{MARKS[line.kind]}</span>
            <span>
              <span className={css.unseen}>{WORDS[line.kind]}</span>
              {line.text}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
