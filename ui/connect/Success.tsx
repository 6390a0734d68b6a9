/** The connection is there: what was granted, and what comes next. */
import type { ReactNode } from "react";
import { Button } from "../shared/components/Button";
import type { AttemptView } from "../shared/generated/AttemptView";
import css from "./pieces.module.css";
import { Timeline } from "./Timeline";

interface Props {
  attempt: AttemptView;
  /** Whether it was connected before: then the call is not its first. */
  again?: boolean;
  onCall: () => void;
  onParameters: (() => void) | null;
  /** What was granted against what was asked for. */
  children?: ReactNode;
}

export function Success({ attempt, again = false, onCall, onParameters, children }: Props) {
  return (
    <div className={css.form} data-testid="result-success">
      <div className={css.done}>
        <span className={css.check}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="m5 12.5 4.5 4.5L19 7.5" />
          </svg>
        </span>
        <h1 tabIndex={-1}>{attempt.integrationName} is connected</h1>
        <p className={css.dim} role="status">
          {attempt.warning === null ? "The account is connected and ready for calls." : "The account is connected, with a remark:"}
        </p>
      </div>
      {attempt.warning !== null && <p className={css.warning}>{attempt.warning}</p>}
      {children}
      <div className={`${css.acts} ${css.middle}`}>
        <Button look="primary" onClick={onCall} autoFocus data-testid="open-connection">
          {again ? "Make a call" : "Make the first call"}
        </Button>
        {onParameters && (
          <Button onClick={onParameters} data-testid="open-parameters">
            Open parameters
          </Button>
        )}
      </div>
      <Timeline lines={attempt.lines} />
    </div>
  );
}
