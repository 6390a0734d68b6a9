/** The form of a dialog: what it asks for, what went wrong, the button that does it, and Cancel. */
import type { ReactNode } from "react";
import { Button } from "./Button";
import css from "./DialogForm.module.css";
import { ErrorBox, type Told } from "./ErrorBox";

interface Props {
  /** How the doing stands; a mutation is one. */
  doing: { isPending: boolean; error: Told | null };
  /** What its button says. */
  submit: string;
  disabled?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  testId: string;
  children: ReactNode;
}

export function DialogForm({ doing, submit, disabled = false, onSubmit, onClose, testId, children }: Props) {
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      {doing.error && <ErrorBox error={doing.error} />}
      <div className={css.acts}>
        <Button type="submit" look="primary" busy={doing.isPending} disabled={disabled} data-testid={testId}>
          {submit}
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
