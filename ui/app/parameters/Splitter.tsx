/** The edge between parameters and dry run: dragged, or moved with the arrow keys; Enter goes back to the usual width. */
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { NARROWEST, setSplit, WIDEST } from "./split";
import css from "./Workbench.module.css";

const STEP = 24;

export function Splitter({ width }: { width: number | null }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const now = (target: Element) => width ?? target.nextElementSibling?.getBoundingClientRect().width ?? NARROWEST;
  const press = (event: PointerEvent<HTMLDivElement>) => {
    from.current = { x: event.clientX, width: now(event.currentTarget) };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === "ArrowLeft" ? STEP : event.key === "ArrowRight" ? -STEP : 0;
    if (event.key === "Enter") setSplit({ width: null });
    else if (step === 0) return;
    else setSplit({ width: now(event.currentTarget) + step });
    event.preventDefault();
  };
  return <div className={css.splitter} role="separator" aria-orientation="vertical" aria-label="Width of the dry run" aria-valuemin={NARROWEST} aria-valuemax={WIDEST} aria-valuenow={width ?? 340} tabIndex={0} onPointerDown={press} onPointerMove={(event) => from.current && setSplit({ width: from.current.width + from.current.x - event.clientX })} onPointerUp={() => (from.current = null)} onDoubleClick={() => setSplit({ width: null })} onKeyDown={keys} data-testid="splitter" />;
}
