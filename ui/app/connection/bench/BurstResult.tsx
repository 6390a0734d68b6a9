/** What came of many calls at once. */
import { count, figure } from "../../../shared/format";
import type { CallsBurstAnswer } from "../../../shared/generated/CallsBurstAnswer";
import { meaningOf } from "../status";
import css from "./Bench.module.css";
import { ms, quantile, tally } from "./tally";
import { BurstChart } from "./BurstChart";

/** One sentence on the thing that matters: whether one refresh was enough. */
function verdict({ calls, tokenRequests }: CallsBurstAnswer): string {
  if (tokenRequests === 0) return "No token request was needed.";
  if (tokenRequests === 1) return `One token request served ${count(calls.length, "call")}.`;
  return `${figure(tokenRequests)} token requests were made: the first did not give a token that could be used.`;
}

export function BurstResult({ answer }: { answer: CallsBurstAnswer }) {
  const again = answer.calls.filter((call) => call.attempts > 1).length;
  const errors = [...new Set(answer.calls.map((call) => call.error).filter((one) => one !== null))];
  return (
    <div className={css.result} data-testid="burst-result" data-token-requests={answer.tokenRequests}>
      <p className={css.verdict}>
        <b>{verdict(answer)}</b> {ms(answer.durationMs)} in all{answer.calls.length > 1 && `; half had ended after ${ms(quantile(answer.calls, 0.5))}, 95 % after ${ms(quantile(answer.calls, 0.95))}`}.
      </p>
      <ul className={css.tally}>
        {tally(answer.calls).map(({ status, count: number }) => (
          <li key={status ?? "none"}>
            <b>{figure(number)}</b> {status === null ? "without an answer" : `× ${status} ${meaningOf(status)}`}
          </li>
        ))}
        {again > 0 && <li>{count(again, "call was", "calls were")} sent twice</li>}
      </ul>
      {errors.length > 0 && (
        <ul className={css.errors}>
          {errors.slice(0, 5).map((error) => (
            <li key={error}>{error}</li>
          ))}
        </ul>
      )}
      <BurstChart answer={answer} />
      <ol className={css.timeline} aria-label="What the engine did" data-testid="burst-timeline">
        {answer.timeline.map((line, at) => (
          <li key={at}>
            <span>{ms(line.atMs)}</span>
            {line.text}
          </li>
        ))}
      </ol>
    </div>
  );
}
