/** What was granted against what is asked for, how long the token lives, where credentials may go, and what waits for the next connect. */
import type { ReactNode } from "react";
import { EFFECT_WORDS } from "../../shared/components/layers";
import { useNow } from "../../shared/components/useNow";
import { ago, moment, timeLeft } from "../../shared/format";
import type { ConnectionDetail } from "../../shared/generated/ConnectionDetail";
import { showValue } from "../../shared/params/value";
import css from "./Overview.module.css";
import { Scopes } from "./Scopes";
import { TokenLife } from "./TokenLife";

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.block}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function Overview({ detail }: { detail: ConnectionDetail }) {
  const { summary } = detail;
  const now = useNow(1000);
  return (
    <div className={css.grid}>
      <Block title="Scopes">
        <Scopes requested={detail.requestedScopes} granted={detail.grantedScopes} />
      </Block>
      <Block title="Token">
        <TokenLife from={summary.connectedAt} until={summary.expiresAt} now={now} />
        <p>
          {timeLeft(summary.expiresAt, now)}
          {summary.expiresAt !== null && summary.expiresAt > now && <span className={css.dim}> until {moment(summary.expiresAt)}</span>}
        </p>
        <p className={css.dim}>{detail.hasRefreshToken ? "It is refreshed by itself before it ends." : "There is no refresh token: when this one ends, the connection needs a reconnect or is minted anew by its own kind."}</p>
      </Block>
      <Block title="Where its credentials may go">
        <ul className={css.mono}>
          {detail.binding.map((origin) => (
            <li key={origin}>{origin}</li>
          ))}
        </ul>
        <p className={css.dim}>Fixed when it was connected. A call anywhere else is refused before it is sent.</p>
      </Block>
      <Block title="Waiting for the next connect">
        {detail.pending.length === 0 ? (
          <p className={css.dim}>Nothing. The parameters are those it was connected with.</p>
        ) : (
          <ul className={css.changes}>
            {detail.pending.map((change) => (
              <li key={change.path}>
                <code>{change.path}</code> <del>{showValue(change.before ?? undefined)}</del> <ins>{showValue(change.after ?? undefined)}</ins> <span className={css.dim}>{EFFECT_WORDS[change.effect]}</span>
              </li>
            ))}
          </ul>
        )}
      </Block>
      <Block title="About">
        <dl className={css.facts}>
          <dt>Connected</dt>
          <dd>{moment(summary.connectedAt)}</dd>
          <dt>Last call</dt>
          <dd>{ago(summary.lastCallAt, now)}</dd>
          <dt>Connector</dt>
          <dd>
            {summary.connectorKey} {detail.connectorVersion}
          </dd>
          <dt>Id</dt>
          <dd className={css.mono}>{summary.id}</dd>
        </dl>
      </Block>
    </div>
  );
}
