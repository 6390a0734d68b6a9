/**
 * A list of texts as chips. Space, comma or Enter ends a chip; Backspace on nothing takes the last one out. The text is
 * one item a line, and the last line is what is being typed.
 */
import { type KeyboardEvent, useRef } from "react";
import css from "./ChipsInput.module.css";

interface Props {
  label: string;
  value: string;
  onValue: (value: string) => void;
  /** Items that may be meant, offered where they are not in the list. */
  suggestions: readonly string[];
  placeholder?: string | undefined;
  problemId?: string | undefined;
  disabled?: boolean | undefined;
  autoFocus?: boolean | undefined;
  testId: string;
  onBlur?: (() => void) | undefined;
}

const SUGGESTED = 12;

export function ChipsInput({ label, value, onValue, suggestions, placeholder, problemId, disabled, autoFocus, testId, onBlur }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const lines = value.split("\n");
  const typed = lines.at(-1) ?? "";
  const items = lines.slice(0, -1);
  const put = (next: readonly string[], rest = "") => onValue([...next, rest].join("\n"));
  const add = (text: string) => put([...new Set([...items, ...text.split(/[\s,]+/).filter(Boolean)])]);
  const type = (text: string) => (/[\s,]/.test(text) ? add(text) : put(items, text));
  const offered = suggestions.filter((one) => !items.includes(one) && one.toLowerCase().includes(typed.toLowerCase())).slice(0, SUGGESTED);

  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && typed !== "" && !event.ctrlKey && !event.metaKey) add(typed);
    else if (event.key === "Backspace" && typed === "" && items.length > 0) put(items.slice(0, -1));
    else return;
    // The editor around hears of Enter only when there is nothing left to add.
    event.preventDefault();
  };
  const remove = (item: string) => {
    put(items.filter((one) => one !== item), typed);
    input.current?.focus();
  };
  return (
    <div className={css.chips} data-invalid={problemId !== undefined || undefined} data-disabled={disabled || undefined} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onBlur?.()}>
      <ul className={css.items} aria-label={label}>
        {items.map((item) => (
          <li key={item} className={css.chip}>
            <span>{item}</span>
            <button type="button" disabled={disabled} onClick={() => remove(item)} aria-label={`Take ${item} out`}>
              ×
            </button>
          </li>
        ))}
        <li className={css.last}>
          <input ref={input} className={css.input} value={typed} onChange={(event) => type(event.target.value)} onKeyDown={keys} disabled={disabled} autoFocus={autoFocus} placeholder={items.length === 0 ? placeholder : "Add…"} aria-label={`Add to ${label}`} aria-invalid={problemId !== undefined || undefined} aria-describedby={problemId} autoComplete="off" spellCheck={false} data-testid={testId} />
        </li>
      </ul>
      {offered.length > 0 && disabled !== true && (
        <div className={css.offered} role="group" aria-label="Known ones">
          {offered.map((one) => (
            <button key={one} type="button" className={css.offer} onClick={() => add(one)} data-testid={`offer-${one}`}>
              + {one}
            </button>
          ))}
        </div>
      )}
      {items.length > 1 && disabled !== true && (
        <button type="button" className={css.clear} onClick={() => { put([]); input.current?.focus(); }} data-testid={`${testId}-clear`}>
          Take all out
        </button>
      )}
    </div>
  );
}
