/** The palette: type a few letters of anything, and Enter. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { lay } from "../overlay";
import type { Item } from "./items";
import css from "./Palette.module.css";
import { PaletteList } from "./PaletteList";
import { used } from "./recent";
import { useItems } from "./useItems";
import { useSoon } from "./useSoon";

/** Where the mark goes on this key; none for a key that does not move it. */
function moved(key: string, at: number, count: number): number | null {
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  if (key === "PageDown") return Math.min(count - 1, at + 8);
  return key === "PageUp" ? Math.max(0, at - 8) : null;
}

function Search() {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const { groups, settled } = useItems(text);
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const items = groups.flatMap((group) => group.items);
  const at = Math.max(0, items.findIndex((item) => item.id === chosen));
  const current = items[at];
  const optionId = (item: Item) => `${list}-${items.indexOf(item)}`;

  useEffect(() => field.current?.focus(), []);
  const run = (item: Item) => {
    used(item.id);
    lay(null);
    // After the palette has gone and the focus is back: an action may put it somewhere, or open a dialog of its own.
    setTimeout(item.run);
  };
  const { soon, never } = useSoon(settled, () => current && run(current));
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = items.length === 0 ? null : moved(event.key, at, items.length);
    if (event.key === "Enter" && chosen === null && !settled) soon();
    else if (next !== null) setChosen(items[next]?.id ?? null);
    else if (event.key === "Enter" && current) run(current);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={field}
        className={css.field}
        role="combobox"
        aria-label="Find anything"
        aria-expanded="true"
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={current ? optionId(current) : undefined}
        placeholder="Find an action, a connection, an integration…"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(null);
          never();
        }}
        onKeyDown={press}
        data-testid="palette-input"
      />
      <PaletteList id={list} groups={groups} current={current} optionId={optionId} onRun={run} />
      {items.length === 0 && <p className={css.none}>Nothing fits. Fewer letters find more; <code>tenant:acme</code> looks for connections in one field.</p>}
      <p className={css.count} role="status" data-for={settled ? text.trim() : undefined} data-testid="palette-count">
        {items.length === 1 ? "1 result" : `${items.length} results`}
      </p>
    </>
  );
}

/** Ctrl/Cmd+K again closes it, as it was opened. */
const closing = (event: KeyboardEvent) => {
  if (event.key.toLowerCase() !== "k" || (!event.ctrlKey && !event.metaKey)) return;
  event.preventDefault();
  lay(null);
};

export function Palette() {
  return (
    <ModalOverlay className={css.overlay ?? ""} isOpen onOpenChange={(open) => !open && lay(null)} isDismissable>
      <Modal className={css.modal ?? ""}>
        <Dialog className={css.dialog ?? ""} aria-label="Find anything" data-testid="palette">
          <div onKeyDown={closing} className={css.inside}>
            <Search />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
