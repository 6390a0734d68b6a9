/** A labelled input, with what is wrong with it said beneath it. */
import { type ComponentProps, useId } from "react";
import css from "./TextField.module.css";

interface Props extends Omit<ComponentProps<"input">, "onChange" | "value" | "prefix"> {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string | undefined;
  problem?: string | undefined;
  /** Shown before and after what is typed; not part of the value. */
  prefix?: string | undefined;
  suffix?: string | undefined;
}

/** What describes a field: its problem, or else its hint. */
function Note({ id, hint, problem }: { id: string; hint: string | undefined; problem: string | undefined }) {
  if ((problem ?? hint) === undefined) return null;
  return (
    <p id={id} className={problem === undefined ? css.hint : css.problem}>
      {problem ?? hint}
    </p>
  );
}

export function TextField({ label, value, onValue, hint, problem, prefix, suffix, ...rest }: Props) {
  const id = useId();
  const affixes = [prefix && `${id}-prefix`, suffix && `${id}-suffix`, (problem ?? hint) !== undefined && `${id}-note`].filter(Boolean).join(" ");
  const input = <input id={id} className={css.input} value={value} onChange={(event) => onValue(event.target.value)} aria-invalid={problem !== undefined || undefined} aria-describedby={affixes || undefined} autoComplete="off" spellCheck={false} {...rest} />;
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {prefix || suffix ? (
        <div className={css.group} data-invalid={problem !== undefined || undefined}>
          {prefix && (
            <span id={`${id}-prefix`} className={css.affix}>
              {prefix}
            </span>
          )}
          {input}
          {suffix && (
            <span id={`${id}-suffix`} className={css.affix}>
              {suffix}
            </span>
          )}
        </div>
      ) : (
        input
      )}
      <Note id={`${id}-note`} hint={hint} problem={problem} />
    </div>
  );
}

interface SelectProps extends Omit<ComponentProps<"select">, "onChange" | "value"> {
  label: string;
  value: string;
  onValue: (value: string) => void;
  items: readonly { value: string; label: string }[];
  hint?: string | undefined;
  problem?: string | undefined;
}

export function SelectField({ label, value, onValue, items, hint, problem, ...rest }: SelectProps) {
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className={css.input} value={value} onChange={(event) => onValue(event.target.value)} aria-invalid={problem !== undefined || undefined} aria-describedby={(problem ?? hint) !== undefined ? `${id}-note` : undefined} {...rest}>
        {items.map((item) => (
          <option key={item.value} value={item.value}>
            {item.label}
          </option>
        ))}
      </select>
      <Note id={`${id}-note`} hint={hint} problem={problem} />
    </div>
  );
}
