/** The list itself. Only the rows in sight are in the page; arrow keys move, Enter opens. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useRef } from "react";
import { Lamp } from "../../shared/components/Lamp";
import { Tag } from "../../shared/components/Tag";
import { useNow } from "../../shared/components/useNow";
import { ago, count, timeLeft } from "../../shared/format";
import { formatRoute } from "../route";
import css from "./ConnectionTable.module.css";
import type { Row } from "./rows";

const HEADS = ["Name", "Integration", "Tenant", "Override", "Token", "Last call"];

export function ConnectionTable({ rows }: { rows: readonly Row[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow(10_000);
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not in use here
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => 49, overscan: 12, initialRect: { width: 900, height: 600 } });

  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const at = Number((document.activeElement as HTMLElement | null)?.dataset["index"] ?? NaN);
    const next = at + step;
    if (step === 0 || Number.isNaN(at) || next < 0 || next >= rows.length) return;
    event.preventDefault();
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
  };

  return (
    <div className={css.table} role="table" aria-label="Connections" aria-rowcount={rows.length + 1}>
      <div role="rowgroup">
        <div role="row" className={`${css.row} ${css.head}`}>
          {HEADS.map((head) => (
            <span key={head} role="columnheader">
              {head}
            </span>
          ))}
        </div>
      </div>
      <div ref={scroller} className={css.scroll} role="rowgroup" onKeyDown={move}>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <a key={row.id} href={formatRoute(row.route)} role="row" aria-rowindex={index + 2} className={css.row} style={{ transform: `translateY(${start}px)` }} data-index={index} data-testid="connection-row">
                <span role="cell" className={css.name}>
                  <Lamp light={row.light} />
                  <span className={css.text}>
                    <b>{row.name}</b>
                    {row.words !== null && <small>{row.words}</small>}
                  </span>
                  {row.draft && <Tag look="override">draft</Tag>}
                  {row.variant !== null && <Tag look="variant">{row.variant}</Tag>}
                </span>
                <span role="cell">{row.integration}</span>
                <span role="cell">{row.tenant}</span>
                <span role="cell" className={row.overrides > 0 ? css.override : css.dim}>
                  {row.overrides > 0 ? count(row.overrides, "value") : "none"}
                </span>
                <span role="cell" className={css.dim}>
                  {row.draft ? "not yet" : timeLeft(row.expiresAt, now)}
                </span>
                <span role="cell" className={css.dim}>
                  {row.draft ? "" : ago(row.lastCallAt, now)}
                </span>
              </a>
            );
          })}
        </div>
      </div>
    </div>
  );
}
