/** The filter, with what it may say offered as one types. Down and Enter go on into the list. */
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { complete, type Completion, type Known } from "./completions";
import css from "./FilterField.module.css";

interface Props {
  value: string;
  onValue: (value: string) => void;
  known: Known;
  /** Goes to the first row. */
  onLeave: () => void;
}

export function FilterField({ value, onValue, known, onLeave }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const [open, setOpen] = useState<"no" | "typed" | "asked">("no");
  const [cursor, setCursor] = useState(value.length);
  const [at, setAt] = useState(-1);
  const found = open === "no" ? null : complete(value, cursor, known, open === "asked");
  const shut = () => {
    setOpen("no");
    setAt(-1);
  };
  const take = (one: Completion) => {
    if (!found) return;
    const next = value.slice(0, found.from) + one.insert + value.slice(found.to).trimStart();
    const end = found.from + one.insert.length;
    onValue(next);
    setCursor(end);
    setAt(-1);
    setOpen(one.insert.endsWith(":") ? "typed" : "no");
    requestAnimationFrame(() => input.current?.setSelectionRange(end, end));
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const items = found?.items ?? [];
    const chosen = items[at];
    const step = (by: number) => setAt((before) => (before + by + items.length + (before < 0 && by < 0 ? 1 : 0)) % items.length);
    if (event.key === "ArrowDown" && (event.altKey || event.ctrlKey)) setOpen("asked");
    else if (event.key === " " && event.ctrlKey) setOpen("asked");
    else if (event.key === "ArrowDown" && items.length > 0) step(1);
    else if (event.key === "ArrowUp" && items.length > 0) step(-1);
    else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && chosen) take(chosen);
    else if (event.key === "Tab") return shut();
    else if (event.key === "Enter" || event.key === "ArrowDown") {
      shut();
      onLeave();
    } else if (event.key === "Escape" && (found || value !== "")) {
      if (found) shut();
      else onValue("");
    } else return undefined;
    event.preventDefault();
    event.stopPropagation();
    return undefined;
  };
  return (
    <div className={css.filter}>
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label="Filter connections"
        aria-expanded={found !== null}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 && found ? `${list}-${at}` : undefined}
        placeholder="Filter: a name, env:sandbox, needs:reconnect, -tenant:acme"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => {
          onValue(event.target.value);
          setCursor(event.target.selectionStart ?? event.target.value.length);
          setAt(-1);
          setOpen("typed");
        }}
        onBlur={shut}
        onKeyDown={press}
        data-filter
        data-testid="filter"
      />
      <ul id={list} role="listbox" aria-label="What the filter understands" className={css.offers} hidden={!found}>
        {found?.items.map((one, index) => (
          // Pressing must not take the focus from the field.
          <li key={one.insert} id={`${list}-${index}`} role="option" aria-selected={index === at} className={css.offer} onMouseDown={(event) => event.preventDefault()} onClick={() => take(one)} data-testid={`offer-${one.insert.trim()}`}>
            <code>{one.insert.trim()}</code>
            <span>{one.what}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
