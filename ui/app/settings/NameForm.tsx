/** Renames in place: Enter keeps, Escape leaves it as it was. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import css from "./Tenants.module.css";

interface Props {
  label: string;
  value: string;
  busy: boolean;
  onSave: (name: string) => Promise<unknown>;
  onDone: () => void;
}

export function NameForm({ label, value, busy, onSave, onDone }: Props) {
  const [name, setName] = useState(value);
  const wanted = name.trim();
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted === "" || wanted === value) onDone();
        // What went wrong is said by the list; what was typed stays.
        else onSave(wanted).then(onDone, () => undefined);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onDone();
      }}
    >
      <input aria-label={label} value={name} onChange={(event) => setName(event.target.value)} maxLength={200} autoComplete="off" spellCheck={false} autoFocus onFocus={(event) => event.target.select()} data-testid="tenant-new-name" />
      <Button type="submit" look="primary" busy={busy}>
        Rename
      </Button>
      <Button look="quiet" onClick={onDone}>
        Cancel
      </Button>
    </form>
  );
}
