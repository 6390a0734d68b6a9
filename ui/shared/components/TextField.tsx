/** A labelled input, with what is wrong with it said beneath it. */
import { type ComponentProps, useId } from "react";
import css from "./TextField.module.css";

interface Props extends Omit<ComponentProps<"input">, "onChange" | "value" | "prefix"> {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string | undefined;
  problem?: string | undefined;
}

export function TextField({ label, value, onValue, hint, problem, ...rest }: Props) {
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <input id={id} className={css.input} value={value} onChange={(event) => onValue(event.target.value)} aria-invalid={problem !== undefined || undefined} aria-describedby={problem ?? hint ? `${id}-note` : undefined} autoComplete="off" spellCheck={false} {...rest} />
      {(problem ?? hint) !== undefined && (
        <p id={`${id}-note`} className={problem === undefined ? css.hint : css.problem}>
          {problem ?? hint}
        </p>
      )}
    </div>
  );
}

interface SelectProps extends Omit<ComponentProps<"select">, "onChange" | "value"> {
  label: string;
  value: string;
  onValue: (value: string) => void;
  items: readonly { value: string; label: string }[];
  hint?: string | undefined;
}

export function SelectField({ label, value, onValue, items, hint, ...rest }: SelectProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className={css.input} value={value} onChange={(event) => onValue(event.target.value)} {...rest}>
        {items.map((item) => (
          <option key={item.value} value={item.value}>
            {item.label}
          </option>
        ))}
      </select>
      {hint !== undefined && <p className={css.hint}>{hint}</p>}
    </div>
  );
}
