/** A list that is on its way: its quiet shape, and after a while the words for it. */
import { useEffect, useState } from "react";
import css from "./Loading.module.css";

/** An answer that comes sooner needs no words; flashing them would only disturb. */
const SAID_AFTER_MS = 600;

export function Loading({ words }: { words: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SAID_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={css.loading} aria-busy="true">
      <p role="status">{late ? words : ""}</p>
      <div aria-hidden="true">
        {Array.from({ length: 8 }, (_, at) => (
          <span key={at} className={css.row}>
            <i />
            <i />
          </span>
        ))}
      </div>
    </div>
  );
}
