/** The remarks at the window's foot. Each goes by itself, but not while it is being read: a pointer on them or the focus in them holds all. */
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { dismiss, merelyTells, type Remark, sayProblem, useRemarks } from "../../shared/toast";
import { type Action, useActions } from "../actions/actions";
import { Keys } from "../actions/Keys";
import { parseRoute, type Route, useRoute } from "../route";
import { useNavWidth } from "./navWidth";
import css from "./Toasts.module.css";

const SHOWN_MS = 8_000;
const UNDO_KEYS = "mod+z";

/** What a screen is of; what is filtered or compared on it makes no other screen of it. */
function screenOf(route: Route): string {
  if (route.screen === "connections" || route.screen === "calls" || route.screen === "compare") return route.screen;
  return JSON.stringify(route);
}

/** Takes back what a remark tells of. What cannot be taken back is said. */
async function takeBack(remark: Remark): Promise<void> {
  dismiss(remark.id);
  try {
    await remark.undo?.();
  } catch (thrown) {
    sayProblem(thrown, "This could not be undone:");
  }
}

function Toast({ remark, held, newest }: { remark: Remark; held: boolean; newest: boolean }) {
  const left = useRef(SHOWN_MS);
  useEffect(() => {
    if (held) return undefined;
    const since = Date.now();
    const timer = setTimeout(() => dismiss(remark.id), left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(1_000, left.current - (Date.now() - since));
    };
  }, [held, remark.id]);
  const { open } = remark;
  return (
    <li className={`${css.toast} ${css[remark.look]}`} data-testid="toast">
      <p role={remark.look === "bad" ? "alert" : undefined}>{remark.text}</p>
      {open !== null && (
        <Button
          look="quiet"
          className={css.act}
          onClick={() => {
            dismiss(remark.id);
            open.run();
          }}
          data-testid="toast-open"
        >
          {open.label}
        </Button>
      )}
      {remark.undo !== null && (
        <Button look="quiet" className={css.act} onClick={() => void takeBack(remark)} data-testid="toast-undo">
          Undo {newest && <Keys keys={UNDO_KEYS} />}
        </Button>
      )}
      <Button look="quiet" className={css.close} aria-label="Dismiss" onClick={() => dismiss(remark.id)}>
        ×
      </Button>
    </li>
  );
}

export function Toasts() {
  const remarks = useRemarks();
  const nav = useNavWidth();
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const before = useRef<HTMLElement | null>(null);
  const undoable = remarks.findLast((one) => one.undo !== null);
  // Listed while there is something to take back, after what the screen lists: the newest thing done is undone first.
  useActions(useMemo<Action[]>(() => (undoable ? [{ id: "remark.undo", title: `Undo: ${undoable.text}`, group: "Undo", keys: UNDO_KEYS, run: () => void takeBack(undoable) }] : []), [undoable]));
  const screen = screenOf(useRoute());
  // Asked of the address: a remark made in the step that leaves a screen is already one of the next.
  useEffect(() => {
    for (const one of remarks) if (merelyTells(one) && one.place !== location.hash && screenOf(parseRoute(one.place)) !== screen) dismiss(one.id);
  }, [remarks, screen]);
  const none = remarks.length === 0;
  if (none && (pointed || focused)) {
    setPointed(false);
    setFocused(false);
  }
  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      const elsewhere = event.target instanceof Element && event.target.closest('[role="dialog"], [role="alertdialog"], [role="listbox"]') !== null;
      const last = remarks.at(-1);
      if (event.key === "Escape" && !event.defaultPrevented && !elsewhere && last) dismiss(last.id);
    };
    window.addEventListener("keydown", escape);
    return () => window.removeEventListener("keydown", escape);
  }, [remarks]);
  // What had the focus gets it back when the remark that held it goes.
  useEffect(() => {
    if (none && document.activeElement === document.body) before.current?.focus();
  }, [none]);
  return (
    <section
      className={css.region}
      aria-label="Remarks"
      data-nav={nav}
      // Stays in reach while a dialog makes the rest of the window inert.
      data-react-aria-top-layer="true"
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) before.current = event.relatedTarget as HTMLElement | null;
        setFocused(true);
      }}
      onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
    >
      <ul aria-live="polite" aria-relevant="additions" className={css.list}>
        {remarks.map((remark) => (
          <Toast key={remark.id} remark={remark} held={pointed || focused} newest={remark === undoable} />
        ))}
      </ul>
    </section>
  );
}
