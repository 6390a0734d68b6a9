/** The request's own headers, a row each. Credentials, and what the parameters set, are not here: they are added when it is sent. */
import { useRef } from "react";
import { Button } from "../../../shared/components/Button";
import type { HeaderRow } from "./draft";
import css from "./RequestForm.module.css";

interface Props {
  rows: readonly HeaderRow[];
  onChange: (rows: readonly HeaderRow[]) => void;
}

export function HeaderRows({ rows, onChange }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const set = (at: number, change: Partial<HeaderRow>) => onChange(rows.map((row, index) => (index === at ? { ...row, ...change } : row)));
  const focusRow = (at: number) => requestAnimationFrame(() => list.current?.querySelectorAll<HTMLInputElement>("[data-name]")[at]?.focus());
  const remove = (at: number) => {
    onChange(rows.filter((_, index) => index !== at));
    focusRow(Math.max(0, at - 1));
  };
  return (
    <div className={css.headers}>
      <ul ref={list} className={css.rows}>
        {rows.map((row, at) => (
          <li key={at} className={css.row}>
            <input data-name aria-label={`Name of header ${at + 1}`} value={row.name} onChange={(event) => set(at, { name: event.target.value })} placeholder="Accept" spellCheck={false} autoComplete="off" data-testid={`header-name-${at}`} />
            <input aria-label={`Value of header ${at + 1}`} value={row.value} onChange={(event) => set(at, { value: event.target.value })} placeholder="application/json" spellCheck={false} autoComplete="off" data-testid={`header-value-${at}`} />
            <Button look="quiet" aria-label={`Remove header ${at + 1}`} onClick={() => remove(at)}>
              ×
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button
          look="quiet"
          onClick={() => {
            onChange([...rows, { name: "", value: "" }]);
            focusRow(rows.length);
          }}
          data-testid="add-header"
        >
          Add a header
        </Button>
      </div>
    </div>
  );
}
