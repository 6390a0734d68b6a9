/** Keys as they are written on the keyboard at hand. */
import { caps } from "./keys";
import css from "./Keys.module.css";

export function Keys({ keys }: { keys: string }) {
  return (
    <span className={css.keys}>
      {caps(keys).map((press, at) => (
        <span key={at} className={css.press}>
          {press.map((cap) => (
            <kbd key={cap} className={css.cap}>
              {cap}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
