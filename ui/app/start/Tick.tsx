/** A step's number, or that it is done. */
import css from "./Start.module.css";

export function Tick({ number, done }: { number: number; done: boolean }) {
  return (
    <span className={css.tick} data-done={done} aria-hidden="true">
      {done ? (
        <svg viewBox="0 0 16 16" width="12" height="12" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round">
          <path d="M3 8.5l3.2 3.2L13 4.8" />
        </svg>
      ) : (
        number
      )}
    </span>
  );
}
