/** Connections as a list of any length: only rows in sight are in the page, only pages near them are held. */
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { VirtualTable, type VirtualTableHandle } from "../../shared/components/VirtualTable";
import type { ConnectionsRequest } from "../../shared/generated/ConnectionsRequest";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import type { Pages } from "../../shared/pages";
import { RenameDialog } from "../connection/NameDialogs";
import { go } from "../route";
import css from "./ConnectionGrid.module.css";
import { type Anchor, ConnectionRow, type Hands } from "./ConnectionRow";
import { GroupRow, PinnedGroup } from "./GroupRow";
import { layoutOf } from "./layout";
import { RowMenu } from "./RowMenu";
import { SelectionBar } from "./SelectionBar";
import { keepSession, sessionOf } from "./session";
import { useGridActions } from "./useGridActions";
import { useGridKeys } from "./useGridKeys";
import { useRange } from "./useRange";
import { useRowActs } from "./useRowActs";
import { useSelection } from "./useSelection";

const ROW_HEIGHT = 44;
const HEADS = ["Name", "Integration", "Environment", "Tenant", "Override", "Token", "Last call"];
const HIDING: Record<string, string | undefined> = { Integration: css.integration, "Last call": css.last };

const HEAD: ReactNode = (
  <>
    <span role="columnheader">
      <span className={css.unseen}>Selected</span>
    </span>
    {HEADS.map((head) => (
      <span key={head} role="columnheader" className={HIDING[head]}>
        {head}
      </span>
    ))}
    <span role="columnheader">
      <span className={css.unseen}>What to do</span>
    </span>
  </>
);

interface Props {
  pages: Pages<"connections">;
  /** What the pages were asked with, for acting on all of it. */
  payload: ConnectionsRequest;
  /** Names what is remembered of the list. */
  session: string;
  handle?: RefObject<VirtualTableHandle | null>;
}

export function ConnectionGrid({ pages, payload, session, handle }: Props) {
  const scope = JSON.stringify(payload);
  const kept = sessionOf(session);
  const [folded, setFolded] = useState(kept.folded);
  const groups = pages.head?.groups;
  const layout = useMemo(() => layoutOf(pages.total, groups ?? [], folded), [pages.total, groups, folded]);
  const selection = useSelection(scope);
  const ranges = useRange(pages, payload, selection);
  const acts = useRowActs();
  const [active, setActive] = useState<{ row: number; one: ConnectionSummary | undefined }>({ row: 0, one: undefined });
  const [menu, setMenu] = useState<{ one: ConnectionSummary; anchor: Anchor } | null>(null);
  const [renamed, setRenamed] = useState<ConnectionSummary | null>(null);

  const open = useCallback((one: ConnectionSummary | undefined) => one && go({ screen: "connection", id: one.id, tab: "overview" }), []);
  const fold = useCallback(
    (key: string) =>
      setFolded((before) => {
        const next = new Set(before);
        if (!next.delete(key)) next.add(key);
        keepSession(session, { folded: next });
        return next;
      }),
    [session],
  );
  const { toggle, clear, ids } = selection;
  const hands = useMemo((): Hands => {
    const mark: Hands["mark"] = (event, one, place) => {
      event.stopPropagation();
      if (event.shiftKey) ranges.to(place);
      else toggle(one.id, place);
    };
    return {
      mark,
      click: (event, one, place) => (event.shiftKey || event.ctrlKey || event.metaKey ? mark(event, one, place) : open(one)),
      menu: (one, row, anchor) => {
        setActive({ row, one });
        setMenu({ one, anchor });
      },
      focus: (one, row) => setActive({ row, one }),
    };
  }, [ranges, toggle, open]);

  const spot = active.row < layout.count ? layout.at(active.row) : undefined;
  const current = (spot?.kind === "connection" ? pages.at(spot.place) : undefined) ?? active.one;
  useGridActions({ ids, current, acts, selectAll: ranges.all, clear, onRename: setRenamed });
  const keys = useGridKeys({
    layout,
    open: (place) => open(pages.at(place)),
    toggle: (place) => {
      const one = pages.at(place);
      if (one) toggle(one.id, place);
    },
    fold: (row) => {
      const at = layout.at(row);
      if (at.kind === "group") fold(at.group.key);
    },
    range: ranges.to,
    menu: (place, row, element) => {
      const one = pages.at(place);
      if (one) hands.menu(one, row, element.querySelector("[data-kebab]") ?? element);
    },
    clear: () => {
      clear();
      return ids.size > 0;
    },
  });

  const { show } = pages;
  const onRange = useCallback(
    (first: number, last: number) => {
      const place = (row: number, end: number) => {
        for (let at = row; at < layout.count && at >= 0; at += end) {
          const found = layout.at(at);
          if (found.kind === "connection") return found.place;
        }
        return 0;
      };
      if (layout.count > 0) show(place(first, 1), place(last, -1));
    },
    [layout, show],
  );
  // The row that had the focus is gone, as when it was archived: the one in its place has it.
  const own = useRef<VirtualTableHandle>(null);
  const table = handle ?? own;
  const before = useRef(layout.count);
  useEffect(() => {
    const fewer = layout.count < before.current;
    before.current = layout.count;
    if (fewer && layout.count > 0 && document.activeElement === document.body) table.current?.focus(Math.min(active.row, layout.count - 1));
  }, [layout.count, active.row, table]);
  const inVariant = payload.group === "variant";
  const timer = useRef<number>(0);
  const onScroll = useCallback(
    (offset: number) => {
      cancelAnimationFrame(timer.current);
      timer.current = requestAnimationFrame(() => keepSession(session, { offset, filter: scope }));
    },
    [session, scope],
  );
  return (
    <div className={css.frame} data-stale={pages.stale || undefined} data-marking={ids.size > 0 || undefined}>
      <VirtualTable
        // Another filter begins at its top.
        key={scope}
        kind={groups && groups.length > 0 ? "treegrid" : "grid"}
        many
        label="Connections"
        count={layout.count}
        rowHeight={ROW_HEIGHT}
        head={HEAD}
        headClass={`${css.row} ${css.head}`}
        startAt={kept.filter === scope ? kept.offset : 0}
        onScroll={onScroll}
        onRange={onRange}
        onKeyDown={keys}
        handle={table}
        {...(groups && groups.length > 0
          ? {
              pinned: (first: number) => {
                const group = layout.groupAt(first);
                return group && <PinnedGroup group={group} folded={folded.has(group.key)} variant={inVariant} height={ROW_HEIGHT} onFold={() => fold(group.key)} />;
              },
            }
          : {})}
        row={({ index, style }) => {
          const at = layout.at(index);
          const isActive = index === Math.min(active.row, layout.count - 1);
          if (at.kind === "group") return <GroupRow key={`group ${at.group.key}`} row={index} {...style} group={at.group} folded={at.folded} variant={inVariant} active={isActive} onFocus={() => setActive({ row: index, one: undefined })} onFold={() => fold(at.group.key)} />;
          const one = pages.at(at.place);
          return <ConnectionRow key={one?.id ?? `place ${at.place}`} one={one} row={index} place={at.place} {...style} active={isActive} marked={one !== undefined && ids.has(one.id)} hands={hands} />;
        }}
        testId="connections"
      />
      <SelectionBar selection={selection} archived={payload.includeArchived === true || /\bis:arch/.test(payload.filter ?? "")} />
      {menu && <RowMenu one={menu.one} anchor={menu.anchor} acts={acts} onRename={() => setRenamed(menu.one)} onClose={() => setMenu(null)} />}
      {renamed && <RenameDialog summary={renamed} open onClose={() => setRenamed(null)} />}
    </div>
  );
}
