/** A token that was just minted: whose it is, how long it lives, what it says. */
import { CopyButton } from "../../shared/components/CopyButton";
import { Lamp } from "../../shared/components/Lamp";
import { useNow } from "../../shared/components/useNow";
import { moment, timeLeft } from "../../shared/format";
import type { TokenAnswer } from "../../shared/generated/TokenAnswer";
import { showValue } from "../../shared/params/value";
import { claimsOf } from "./claims";
import css from "./TokenMinter.module.css";

/** Claims that are times, in seconds since 1970 (RFC 7519, section 4.1). */
const TIMES = ["exp", "iat", "nbf"];

export function MintedToken({ answer }: { answer: TokenAnswer }) {
  const now = useNow(1000);
  const claims = claimsOf(answer.token);
  const over = answer.expiresAt <= now;
  return (
    <div className={css.minted} data-testid="minted">
      <div className={css.head}>
        <Lamp light={over ? "off" : "green"} />
        <b>{over ? "Expired" : timeLeft(answer.expiresAt, now)}</b>
        <span className={css.dim}>until {moment(answer.expiresAt)}</span>
        <span className={css.right}>
          <CopyButton text={answer.token} label="Copy token" testId="copy-token" />
        </span>
      </div>
      <p className={css.token} role="group" tabIndex={0} aria-label="Token" data-testid="token-text">
        {answer.token}
      </p>
      {claims && (
        <dl className={css.claims} aria-label="Claims" data-testid="token-claims">
          <dt>alg</dt>
          <dd>{claims.algorithm}</dd>
          {Object.entries(claims.payload).map(([name, value]) => (
            <Claim key={name} name={name} text={showValue(value)} time={TIMES.includes(name) && typeof value === "number" ? value * 1000 : null} />
          ))}
        </dl>
      )}
    </div>
  );
}

function Claim({ name, text, time }: { name: string; text: string; time: number | null }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {text} {time !== null && <span>{moment(time)}</span>}
      </dd>
    </>
  );
}
