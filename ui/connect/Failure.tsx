/** The connect did not end well: what happened, why, and what to do. */
import { Button } from "../shared/components/Button";
import { ErrorBox } from "../shared/components/ErrorBox";
import type { AttemptView } from "../shared/generated/AttemptView";
import type { ErrorView } from "../shared/generated/ErrorView";
import { endingOf, type Fix } from "./ending";
import { Head } from "./Head";
import css from "./pieces.module.css";
import { Timeline } from "./Timeline";

interface Props {
  attempt: AttemptView;
  busy: boolean;
  error: ErrorView | null;
  onAgain: (() => void) | null;
  /** Leads to where a cause is put right; null where the way is not known. */
  onFix: ((fix: Exclude<Fix, null>) => void) | null;
  onLeave: () => void;
}

const FIXES: Record<Exclude<Fix, null>, string> = { parameters: "Look at the parameters", vault: "Open the vault's settings" };

export function Failure({ attempt, busy, error, onAgain, onFix, onLeave }: Props) {
  const ending = endingOf(attempt);
  const { fix } = ending;
  return (
    <div className={css.form} data-testid="result-failure">
      <Head provider={attempt.integrationName} title={ending.title} words="No connection was made or changed." />
      {/* What one did oneself is no error. */}
      {attempt.state === "cancelled" ? (
        <p>
          {ending.error.message} {ending.error.next}
        </p>
      ) : (
        <ErrorBox error={ending.error} />
      )}
      {ending.why !== null && <p className={css.dim}>{ending.why}</p>}
      {error && <ErrorBox error={error} />}
      <div className={css.acts}>
        {onAgain && (
          <Button look="primary" busy={busy} onClick={onAgain} autoFocus data-testid="try-again">
            Try again
          </Button>
        )}
        {fix !== null && onFix && (
          <Button onClick={() => onFix(fix)} data-testid="fix">
            {FIXES[fix]}
          </Button>
        )}
        <Button look={onAgain ? "quiet" : "plain"} onClick={onLeave} data-testid="leave-attempt">
          Go back
        </Button>
      </div>
      <Timeline lines={attempt.lines} />
    </div>
  );
}
