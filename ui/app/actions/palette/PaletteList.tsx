/** The palette's results, in groups. The field keeps the focus; the mark moves. */
import { useEffect, useRef } from "react";
import { Lamp } from "../../../shared/components/Lamp";
import { Keys } from "../Keys";
import type { Group, Item } from "./items";
import css from "./Palette.module.css";

interface Props {
  id: string;
  groups: readonly Group[];
  current: Item | undefined;
  optionId: (item: Item) => string;
  onRun: (item: Item) => void;
}

export function PaletteList({ id, groups, current, optionId, onRun }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The answer is a promise in newer webviews, which an effect must not return.
    void list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: "nearest" });
  }, [current]);
  return (
    <div ref={list} id={id} role="listbox" aria-label="Results" className={css.list} tabIndex={-1}>
      {groups.map((group) => (
        <div key={group.title} role="group" aria-label={group.title}>
          <div className={css.group} aria-hidden="true">
            {group.title}
          </div>
          {group.items.map((item) => (
            <div key={item.id} id={optionId(item)} role="option" aria-selected={item === current} className={css.item} onPointerDown={(event) => event.preventDefault()} onClick={() => onRun(item)} data-testid="palette-item" data-item={item.id}>
              {item.light !== null && <Lamp light={item.light} />}
              <span className={css.title}>{item.title}</span>
              {item.note !== "" && <span className={css.note}>{item.note}</span>}
              {item.keys !== null && (
                <span className={css.keys}>
                  <Keys keys={item.keys} />
                </span>
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
