/**
 * One table of effective parameters: value, the layer that set it, the layers beneath, when a change takes effect. Only the
 * rows in sight are in the page. Arrow keys move, Enter or F2 edits, Delete resets.
 */
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { LeafView } from "../../shared/generated/LeafView";
import { type Action, useActions } from "../actions/actions";
import { AddParameter } from "./AddParameter";
import css from "./EffectiveTable.module.css";
import { GoneRow, GroupRow, MissingRow } from "./PlainRows";
import { LeafRow } from "./LeafRow";
import { type Doings, fieldOn, put, resetWithUndo, type Workbench } from "./model";
import { usePlaces } from "./places";
import { type Row, rowAfter, rowsOf } from "./rows";
import { TableHead } from "./TableHead";

/** A parameter that was picked and has no value yet. */
function blank(path: string, bench: Workbench): Row {
  const field = fieldOn(bench, path);
  const leaf: LeafView = { path, value: null, layer: "override", template: false, beneath: [], declared: true, secret: field.secret, required: false, effect: "none", title: null, removed: false };
  return { kind: "leaf", id: path, leaf, change: undefined, hidden: undefined, fixed: false };
}

const HEIGHTS: Record<Row["kind"], number> = { group: 30, leaf: 38, gone: 34, missing: 38 };

interface Props {
  bench: Workbench;
  editable: boolean;
  filter: string;
  onFilter: (filter: string) => void;
  /** Leaves whose value the connector file changed a moment ago. */
  watched: ReadonlySet<string>;
  /** Takes the focus to a parameter's row from elsewhere on the screen, or begins to edit it there. */
  focusOn: RefObject<((path: string, edit?: boolean) => void) | null>;
}

export function EffectiveTable({ bench, editable, filter, onFilter, watched, focusOn }: Props) {
  const [editing, setEditing] = useState<string | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const places = usePlaces();
  const scroller = useRef<HTMLDivElement>(null);
  const now = useRef(bench);
  useEffect(() => {
    now.current = bench;
  });
  const found = useMemo(() => rowsOf(bench.preview, filter), [bench.preview, filter]);
  const isNew = editing !== null && bench.preview?.leaves.some((leaf) => leaf.path === editing) === false;
  const rows = !isNew ? found : found.some((row) => row.id === editing) ? found.map((row) => (row.id === editing ? blank(editing, bench) : row)) : [...found, blank(editing, bench)];
  const at = Math.max(0, rows.findIndex((row) => row.id === (editing ?? active)));

  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not in use here
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[rows[index]?.kind ?? "leaf"],
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    initialRect: { width: 900, height: 900 },
    measureElement: (element) => (element as HTMLElement).offsetHeight || HEIGHTS.leaf,
    // What is edited stays in the page, or scrolling would lose what is typed.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), at])].sort((a, b) => a - b),
  });

  const focusRow = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setActive(row.id);
    virtual.scrollToIndex(index);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.id)}"]`)?.focus());
  };
  const doings = useMemo<Doings>(
    () => ({
      bench: () => now.current,
      edit: (path) => {
        if (path !== null) setActive(path);
        setEditing(path);
      },
      reset: (path) => resetWithUndo(() => now.current, path),
    }),
    [],
  );
  useEffect(() => {
    focusOn.current = (path, edit = false) => {
      const index = rows.findIndex((row) => (row.kind === "leaf" || row.kind === "missing") && row.id.toLowerCase() === path.toLowerCase());
      if (edit && editable) doings.edit(rows[index]?.id ?? path);
      else if (index >= 0) focusRow(index);
    };
  });

  const press = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const index = rows.findIndex((row) => row.id === target.dataset["row"]);
    const row = rows[index];
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = rowAfter(rows, index, event.key);
    const canEdit = editable && (row.kind === "missing" || (row.kind === "leaf" && !row.fixed));
    if (next !== null) focusRow(next);
    else if (canEdit && (event.key === "Enter" || event.key === "F2")) doings.edit(row.id);
    else if (canEdit && (event.key === "Delete" || event.key === "Backspace") && row.kind === "leaf" && row.leaf.layer === "override") doings.reset(row.id);
    else return;
    event.preventDefault();
  };
  const meant = rows[at]?.kind === "group" ? rows.find((row) => row.kind === "leaf") : rows[at];
  const beneath = meant?.kind === "missing" || (meant?.kind === "leaf" && !meant.fixed) ? meant.id : null;
  useActions(useMemo((): Action[] => (beneath === null ? [] : [{ id: "parameters.beneath", title: `Set ${beneath} in the integration…`, group: "Parameters", keys: "i", words: "defaults layer every connection", run: () => places.integration(beneath) }]), [beneath, places]));
  const pick = (path: string) => {
    onFilter("");
    if (fieldOn(bench, path).kind === "boolean") put(bench, path, true);
    doings.edit(path);
  };
  return (
    <div ref={scroller} className={css.scroll}>
      <div role="grid" aria-label="Effective parameters" aria-rowcount={rows.length + 1} aria-readonly={!editable} className={css.grid} onKeyDown={press} data-testid="effective-table">
        <TableHead />
        <div role="rowgroup" className={css.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div key={row.id} ref={virtual.measureElement} data-index={index} className={css.place} style={{ transform: `translateY(${start}px)` }} role="presentation">
                {row.kind === "group" && <GroupRow row={row} index={index} />}
                {row.kind === "gone" && <GoneRow row={row} index={index} isActive={index === at} onActive={setActive} />}
                {row.kind === "missing" && <MissingRow path={row.id} index={index} isActive={index === at} onActive={setActive} />}
                {row.kind === "leaf" && <LeafRow leaf={row.leaf} change={row.change} hidden={row.hidden} fixed={row.fixed} index={index} doings={doings} editable={editable} isEditing={editing === row.id} isActive={index === at} isWatched={watched.has(row.id)} integration={bench.integration} connector={bench.connector} onActive={setActive} />}
              </div>
            );
          })}
        </div>
      </div>
      {rows.length === 0 && filter !== "" && <p className={css.none}>No parameter matches “{filter}”.</p>}
      {editable && <AddParameter bench={bench} taken={bench.preview?.leaves.map((leaf) => leaf.path) ?? []} onPick={pick} />}
    </div>
  );
}
