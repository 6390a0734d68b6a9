/** A JSON body as a tree. Arrow keys walk and open, Home and End go to the ends, `*` opens what stands beside, Ctrl+C copies. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { CopyButton } from "../../../shared/components/CopyButton";
import { exactNumber, writeExact } from "../../../shared/exact";
import { count } from "../../../shared/format";
import type { JsonValue } from "../../../shared/generated/serde_json/JsonValue";
import css from "./JsonTree.module.css";
import { codePath, firstOpen, type Line, linesOf } from "./lines";

const ROW = 20;
const PAGE_ROWS = 15;
/** A string is shown so far; copying gives the whole. */
const LONGEST = 400;

function kindOf(value: JsonValue): string {
  if (exactNumber(value) !== null) return "number";
  if (value === null || typeof value === "boolean") return "word";
  return typeof value === "string" ? "string" : typeof value === "number" ? "number" : "branch";
}

function Value({ line }: { line: Line }) {
  const { value, size } = line;
  if (size !== null) {
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    return <span className={css.branch}>{size === 0 ? `${open}${close}` : line.open ? open : `${open} ${count(size, "entry", "entries")} ${close}`}</span>;
  }
  const text = exactNumber(value) ?? wordsOf(value);
  return <span className={css[kindOf(value)]}>{text}</span>;
}

function wordsOf(value: JsonValue): string {
  return typeof value === "string" && value.length > LONGEST ? `${JSON.stringify(value.slice(0, LONGEST)).slice(0, -1)}…"` : JSON.stringify(value);
}

export function JsonTree({ root, label, testId }: { root: JsonValue; label: string; testId?: string }) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(() => firstOpen(root));
  const [active, setActive] = useState(0);
  const lines = useMemo(() => linesOf(root, open), [root, open]);
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not in use here
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 12, initialRect: { width: 800, height: 500 }, paddingStart: 8, paddingEnd: 8 });
  const at = Math.min(active, lines.length - 1);
  const line = lines[at];

  const move = (to: number) => {
    const next = Math.min(lines.length - 1, Math.max(0, to));
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const set = (pointers: readonly string[], opened: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      for (const pointer of pointers) if (opened) next.add(pointer);
      else next.delete(pointer);
      return next;
    });
  const opens = line !== undefined && line.size !== null && line.size > 0;
  const keys = (event: KeyboardEvent) => {
    if (!line || event.altKey || event.ctrlKey || event.metaKey) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + PAGE_ROWS),
      PageUp: () => move(at - PAGE_ROWS),
      Home: () => move(0),
      End: () => move(lines.length - 1),
      ArrowRight: () => (opens && !line.open ? set([line.pointer], true) : opens && move(at + 1)),
      ArrowLeft: () => (line.open ? set([line.pointer], false) : line.parent >= 0 && move(line.parent)),
      Enter: () => opens && set([line.pointer], !line.open),
      " ": () => opens && set([line.pointer], !line.open),
      "*": () => set(lines.filter((one) => one.parent === line.parent && one.size !== null).map((one) => one.pointer), true),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const valueText = () => (line === undefined ? "" : (exactNumber(line.value) ?? (typeof line.value === "string" ? line.value : writeExact(line.value))));
  return (
    <div className={css.whole}>
      <div
        ref={scroller}
        className={css.tree}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={`${id}-${at}`}
        onKeyDown={keys}
        onCopy={(event) => {
          // A selection made with the pointer is what is meant; without one it is the line.
          if (document.getSelection()?.isCollapsed === false) return;
          event.preventDefault();
          event.clipboardData.setData("text/plain", valueText());
        }}
        data-testid={testId}
      >
        <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
          {virtual.getVirtualItems().map(({ index, start }) => {
            const one = lines[index];
            if (!one) return null;
            const branch = one.size !== null && one.size > 0;
            return (
              <div
                key={one.pointer}
                id={`${id}-${index}`}
                role="treeitem"
                aria-level={one.depth + 1}
                aria-posinset={one.place}
                aria-setsize={one.of}
                aria-selected={index === at}
                aria-expanded={branch ? one.open : undefined}
                className={css.line}
                style={{ transform: `translateY(${start}px)`, paddingLeft: 8 + Math.min(one.depth, 40) * 16 }}
                onClick={() => {
                  setActive(index);
                  if (branch && document.getSelection()?.isCollapsed !== false) set([one.pointer], !one.open);
                }}
              >
                <i className={`${css.turn} ${one.open ? css.turned : ""} ${branch ? "" : css.leaf}`} aria-hidden="true" />
                {one.name !== null && <span className={css.key}>{typeof one.name === "number" ? one.name : JSON.stringify(one.name)}</span>}
                {one.name !== null && ": "}
                <Value line={one} />
              </div>
            );
          })}
        </div>
      </div>
      <div className={css.foot}>
        <code>{line === undefined || line.name === null ? "the whole body" : codePath(line, lines)}</code>
        {line !== undefined && line.name !== null && <CopyButton text={codePath(line, lines)} label="Copy path" />}
        <CopyButton text={() => Promise.resolve(valueText())} label="Copy value" />
      </div>
    </div>
  );
}
