/** Says that unsaved edits of an earlier time are shown, and offers to let them go. */
import { Button } from "../../shared/components/Button";
import { moment } from "../../shared/format";
import css from "./Workbench.module.css";

export function Restored({ at, onDiscard }: { at: number | null; onDiscard: () => void }) {
  if (at === null) return null;
  return (
    <div className={css.notice} role="status" data-testid="restored">
      Unsaved edits from {moment(at)} are shown.
      <Button onClick={onDiscard} data-testid="restored-discard">
        Discard them
      </Button>
    </div>
  );
}
