/** Code to read and to copy. The override in it is drawn in the override's colour, what the user types in the input's. */
import { useMemo } from "react";
import css from "./Code.module.css";
import { colour } from "./colour";
import type { Piece } from "./pieces";

export function CodeView({ pieces, label }: { pieces: readonly Piece[]; label: string }) {
  const coloured = useMemo(() => colour(pieces), [pieces]);
  return (
    <pre className={css.code} tabIndex={0} aria-label={label} data-testid="code">
      <code>
        {coloured.map((one, index) => (
          <span key={index} data-mark={one.mark ?? undefined} className={`${css[one.token] ?? ""} ${one.mark === null ? "" : (css[one.mark] ?? "")}`}>
            {one.text}
          </span>
        ))}
      </code>
    </pre>
  );
}
