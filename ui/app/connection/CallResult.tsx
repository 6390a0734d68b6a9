/** What the provider answered. */
import { CopyButton } from "../../shared/components/CopyButton";
import { Lamp } from "../../shared/components/Lamp";
import { bytes, pretty } from "../../shared/format";
import type { CallAnswer } from "../../shared/generated/CallAnswer";
import css from "./CallResult.module.css";
import { lightOfStatus, meaningOf } from "./status";

export function CallResult({ answer }: { answer: CallAnswer }) {
  const text = answer.encoding === "text" ? pretty(answer.body) : answer.body;
  return (
    <div className={css.result}>
      <div className={css.head}>
        <Lamp light={lightOfStatus(answer.status)} />
        <b data-testid="call-status" data-status={answer.status}>
          {answer.status} {meaningOf(answer.status)}
        </b>
        <span>{answer.durationMs} ms</span>
        <span>{bytes(new TextEncoder().encode(answer.body).length)}</span>
        {answer.attempts > 1 && <span>sent {answer.attempts} times: the token was refreshed in between</span>}
        <span className={css.copy}>
          <CopyButton text={text} label="Copy body" />
        </span>
      </div>
      <p className={css.url}>{answer.url}</p>
      <details className={css.headers}>
        <summary>Response headers ({answer.headers.length})</summary>
        <dl>
          {answer.headers.map(([name, value], index) => (
            <div key={index}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {answer.encoding === "base64" && <p className={css.note}>The body is not text. It is shown as base64.</p>}
      <pre className={css.body} tabIndex={0} aria-label="Response body" data-testid="call-body">
        {text}
      </pre>
      {answer.truncated && <p className={css.note}>The body was longer than 5 MiB and is cut here.</p>}
    </div>
  );
}
