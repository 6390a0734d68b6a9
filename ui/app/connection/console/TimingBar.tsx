/** Where the time of a call went: getting ready (a refresh is in it), waiting for the provider, receiving. */
import type { CallTiming } from "../../../shared/generated/CallTiming";
import { ms } from "../bench/tally";
import css from "./TimingBar.module.css";

export function TimingBar({ timing }: { timing: CallTiming }) {
  const parts = [
    { key: "prepare", label: "prepare", value: timing.prepareMs },
    { key: "wait", label: "wait", value: timing.waitMs },
    { key: "receive", label: "receive", value: timing.receiveMs },
  ];
  const words = parts.map((part) => `${part.label} ${ms(part.value)}`).join(", ");
  return (
    <div className={css.timing} role="group" aria-label={`Timing: ${words}`} data-testid="timing">
      <div className={css.bar} aria-hidden="true">
        {parts.map((part) => (
          <span key={part.key} className={css[part.key]} style={{ flexGrow: Math.max(part.value, 0.01) }} />
        ))}
      </div>
      <ul aria-hidden="true">
        {parts.map((part) => (
          <li key={part.key}>
            <i className={css[part.key]} />
            {part.label} <b>{ms(part.value)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
