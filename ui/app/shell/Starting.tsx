/** While the engine starts: the window's shape, so that nothing jumps when it has. */
import { useEffect, useState } from "react";
import css from "./Starting.module.css";
import { Mark } from "./icons";

/** Most starts are over before words could be read. */
const WORDS_MS = 2_500;
const ENTRIES = [96, 84, 92, 48, 66, 36, 62];
const ROWS = [230, 180, 264, 204, 150];

export function Starting() {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), WORDS_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className={css.window} aria-busy="true" data-testid="starting">
      <h1 className={css.hidden}>Patchbay is starting</h1>
      <div className={css.nav} aria-hidden="true">
        <div className={css.brand}>
          <Mark />
          Patchbay
        </div>
        {ENTRIES.map((width, at) => (
          <i key={at} style={{ width }} />
        ))}
      </div>
      <div className={css.main} role="status">
        {slow ? (
          <p className={css.words}>Still starting. Another Patchbay command may be at work on this data folder: it is waited for.</p>
        ) : (
          ROWS.map((width, at) => <i key={at} style={{ width }} aria-hidden="true" />)
        )}
      </div>
    </main>
  );
}
