/** The connection is there. */
import { Button } from "../shared/components/Button";
import { Lamp } from "../shared/components/Lamp";
import type { AttemptView } from "../shared/generated/AttemptView";
import { Head } from "./Head";
import css from "./pieces.module.css";
import { Timeline } from "./Timeline";

export function Success({ attempt, onOpen }: { attempt: AttemptView; onOpen: () => void }) {
  return (
    <div className={css.form} data-testid="result-success">
      <Head provider={attempt.integrationName} title={`${attempt.integrationName} is connected`} />
      <div className={css.row} role="status">
        <Lamp light="green" />
        {attempt.warning === null ? "The account is connected and ready for calls." : "The account is connected."}
      </div>
      {attempt.warning !== null && <p className={css.warning}>{attempt.warning}</p>}
      <div className={css.acts}>
        <Button look="primary" onClick={onOpen} autoFocus data-testid="open-connection">
          Go to the connection
        </Button>
      </div>
      <Timeline lines={attempt.lines} />
    </div>
  );
}
