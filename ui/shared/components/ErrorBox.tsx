/** An error as a person reads it: what happened and why, then what to do. Never a code. */
import type { ReactNode } from "react";
import css from "./ErrorBox.module.css";

/** What a person is told of an error; an `ErrorView` is one. */
export interface Told {
  message: string;
  next: string | null;
  problems: readonly { path: string; message: string }[];
}

export function ErrorBox({ error, children }: { error: Told; children?: ReactNode }) {
  return (
    <div className={css.box} role="alert" data-testid="error-box">
      <p className={css.message}>{error.message}</p>
      {error.problems.length > 0 && (
        <ul className={css.problems}>
          {error.problems.map((problem) => (
            <li key={`${problem.path} ${problem.message}`}>
              {problem.path !== "" && <code>{problem.path}</code>} {problem.message}
            </li>
          ))}
        </ul>
      )}
      {error.next !== null && <p className={css.next}>{error.next}</p>}
      {children !== undefined && <div className={css.actions}>{children}</div>}
    </div>
  );
}
