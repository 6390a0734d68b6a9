/** The connect did not end well: what happened, why, and what to do. */
import { Button } from "../shared/components/Button";
import { ErrorBox } from "../shared/components/ErrorBox";
import type { AttemptView } from "../shared/generated/AttemptView";
import type { ErrorView } from "../shared/generated/ErrorView";
import { Head } from "./Head";
import css from "./pieces.module.css";
import { Timeline } from "./Timeline";

const own = (message: string, next: string): ErrorView => ({ code: "attempt_ended", message, next, path: null, problems: [] });

/** What to say where the engine gave no error of its own. */
function reason(attempt: AttemptView): ErrorView {
  if (attempt.error) return attempt.error;
  if (attempt.state === "cancelled") return own("The sign-in was cancelled.", "Nothing was changed. Try again whenever you like.");
  if (attempt.state === "expired") return own("The sign-in took longer than ten minutes, so it was ended.", "Try again, and approve within ten minutes.");
  return own("The provider did not complete the sign-in.", "Try again.");
}

interface Props {
  attempt: AttemptView;
  busy: boolean;
  error: ErrorView | null;
  onAgain: (() => void) | null;
  onLeave: () => void;
}

export function Failure({ attempt, busy, error, onAgain, onLeave }: Props) {
  return (
    <div className={css.form} data-testid="result-failure">
      <Head provider={attempt.integrationName} title={`${attempt.integrationName} was not connected`} />
      <ErrorBox error={reason(attempt)} />
      {error && <ErrorBox error={error} />}
      <div className={css.acts}>
        {onAgain && (
          <Button look="primary" busy={busy} onClick={onAgain} data-testid="try-again">
            Try again
          </Button>
        )}
        <Button onClick={onLeave} data-testid="leave-attempt">
          Go back
        </Button>
      </div>
      <Timeline lines={attempt.lines} />
    </div>
  );
}
