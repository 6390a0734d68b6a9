/**
 * The requests, newest first. Only the rows in sight are in the page; arrow keys move, Enter shows what is cut off. A table of
 * its own: rows are as high as their reasons, where VirtualTable's are all alike.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import { Lamp } from "../../shared/components/Lamp";
import { clock, duration } from "../../shared/format";
import type { ApiRequestView } from "../../shared/generated/ApiRequestView";
import type { ApiView } from "../../shared/generated/ApiView";
import { lightOfStatus, meaningOf } from "../connection/status";
import { Remedy } from "./Remedy";
import css from "./Requests.module.css";

const HEADS = ["Status", "Method", "Path", "Who", "Origin", "Took", "Time"];

/** A row's height before it is measured. */
const ROW = 33;
const ROW_WITH_REASON = 60;

const took = (ms: number): string => (ms < 10_000 ? `${ms} ms` : duration(ms));

export function RequestTable({ requests, api }: { requests: readonly ApiRequestView[]; api: ApiView }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not in use here
  const virtual = useVirtualizer({
    count: requests.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => requests[index]?.id ?? index,
    estimateSize: (index) => (requests[index]?.reason === null ? ROW : ROW_WITH_REASON),
    overscan: 12,
    initialRect: { width: 900, height: 600 },
  });
  const current = requests.some((one) => one.id === at) ? at : (requests[0]?.id ?? null);

  const focus = (index: number) => {
    const one = requests[index];
    if (!one) return;
    setAt(one.id);
    virtual.scrollToIndex(index);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus());
  };
  const keys = (event: KeyboardEvent) => {
    const row = event.target as HTMLElement;
    const index = Number(row.dataset["index"] ?? NaN);
    if (Number.isNaN(index)) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -index, End: requests.length - 1 - index }[event.key];
    if (step !== undefined) focus(Math.min(requests.length - 1, Math.max(0, index + step)));
    else if (event.key === "Enter" || event.key === " ") toggle(requests[index]?.id ?? null);
    else return;
    event.preventDefault();
  };
  const toggle = (id: string | null) => setOpen((was) => (was === id ? null : id));
  const pick = (event: MouseEvent, id: string) => {
    if ((event.target as HTMLElement).closest("button") || !getSelection()?.isCollapsed) return;
    setAt(id);
    toggle(id);
  };

  return (
    <div className={css.table} role="table" aria-label="Requests" aria-rowcount={requests.length + 1}>
      <div role="rowgroup">
        <div role="row" className={`${css.row} ${css.head}`}>
          {HEADS.map((head) => (
            <span key={head} role="columnheader">
              {head}
            </span>
          ))}
        </div>
      </div>
      <div ref={scroller} className={css.scroll} role="rowgroup" onKeyDown={keys}>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const one = requests[index];
            if (!one) return null;
            const whole = open === one.id;
            return (
              <div key={one.id} ref={virtual.measureElement} role="row" aria-rowindex={index + 2} aria-expanded={whole} tabIndex={one.id === current ? 0 : -1} className={`${css.row} ${css.item} ${whole ? css.whole : ""}`} style={{ transform: `translateY(${start}px)` }} data-index={index} data-testid="api-request" onClick={(event) => pick(event, one.id)} onFocus={() => setAt(one.id)}>
                <span role="cell" className={css.status} title={meaningOf(one.status)}>
                  <Lamp light={lightOfStatus(one.status)} />
                  {one.status}
                </span>
                <span role="cell" className={css.mono}>
                  {one.method}
                </span>
                <span role="cell" className={css.mono} title={one.path}>
                  {one.path}
                </span>
                <span role="cell" className={one.who === null ? css.dim : undefined} title={one.who ?? undefined}>
                  {one.who ?? "nobody"}
                </span>
                <span role="cell" className={css.origin} title={one.origin ?? undefined}>
                  {one.origin?.replace(/^https?:\/\//, whole ? "$&" : "") ?? ""}
                </span>
                <span role="cell" className={css.number}>
                  {took(one.durationMs)}
                </span>
                <span role="cell" className={css.number}>
                  {clock(one.at)}
                </span>
                {one.reason !== null && (
                  <div role="cell" className={css.reason}>
                    <span>{one.reason}</span>
                    {one.remedy !== null && <Remedy request={one} remedy={one.remedy} api={api} />}
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
