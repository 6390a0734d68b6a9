/** The path, with what was saved and sent before offered beneath it. Arrow keys choose, Enter takes; nothing is chosen by itself. */
import { type KeyboardEvent, useId, useState } from "react";
import type { Suggestion } from "./draft";
import css from "./PathField.module.css";

interface Props {
  value: string;
  onValue: (path: string) => void;
  suggestions: readonly Suggestion[];
  onPick: (suggestion: Suggestion) => void;
}

export function PathField({ value, onValue, suggestions, onPick }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const shown = open && suggestions.length > 0;
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const take = (suggestion: Suggestion) => {
    close();
    onPick(suggestion);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key === "Enter") close();
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!shown) setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      const many = suggestions.length + 1;
      // One place more than there are: in it nothing is chosen.
      setActive((at) => ((shown ? at : -1) + 1 + step + many) % many - 1);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && shown) {
      const chosen = suggestions[active];
      close();
      if (!chosen) return;
      event.preventDefault();
      onPick(chosen);
    }
  };
  return (
    <div className={css.field}>
      <input
        role="combobox"
        aria-label="Path"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
        value={value}
        onChange={(event) => {
          onValue(event.target.value);
          setActive(-1);
          setOpen(true);
        }}
        onKeyDown={keys}
        onBlur={close}
        placeholder="/path under the base URL"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        data-testid="call-path"
      />
      {shown && (
        <ul id={`${id}-list`} role="listbox" aria-label="Saved and sent before" className={css.list}>
          {suggestions.map((one, at) => (
            <li key={`${one.method} ${one.path}`} id={`${id}-${at}`} role="option" aria-selected={at === active} className={css.option} onPointerDown={(event) => event.preventDefault()} onClick={() => take(one)} data-testid="path-suggestion">
              <span className={css.method}>{one.method}</span>
              <span className={css.path}>{one.path}</span>
              {one.saved !== null && <span className={css.name}>{one.saved.name}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
