/** The access token: its life as a bar that moves, whether it renews itself, and how that went the last time. */
import { Button } from "../../../shared/components/Button";
import { ago, duration, moment } from "../../../shared/format";
import type { ConnectionDetail } from "../../../shared/generated/ConnectionDetail";
import type { Acts } from "../useActs";
import { Block } from "./Block";
import css from "./Overview.module.css";
import { lifeOf, lastRefresh, renewal } from "./token";
import { TokenLife } from "./TokenLife";

export function TokenBlock({ detail, acts, now }: { detail: ConnectionDetail; acts: Acts; now: number }) {
  const { expiresAt, archivedAt } = detail.summary;
  const life = lifeOf(detail);
  const refreshed = lastRefresh(detail);
  return (
    <Block title="Token">
      {life && <TokenLife {...life} now={now} />}
      {life === null && <p>{detail.obtainedAt === null ? "There is no access token: the credentials go with each call as they are." : "The provider did not say when it ends, or not as a number of seconds, so it is used until a call is refused."}</p>}
      <p className={css.dim}>{renewal(detail)}</p>
      {detail.refreshError !== null && (
        <div className={css.trouble} role="alert" data-testid="refresh-error">
          <b>The last refresh failed.</b> {detail.refreshError}
        </div>
      )}
      <dl className={css.facts}>
        {detail.obtainedAt !== null && (
          <>
            <dt>Obtained</dt>
            <dd title={moment(detail.obtainedAt)}>{ago(detail.obtainedAt, now)}</dd>
          </>
        )}
        {detail.canRefresh && (
          <>
            <dt>Last refresh</dt>
            <dd title={refreshed === null ? undefined : moment(refreshed)}>{refreshed === null ? "not yet: it is the token of the sign-in" : ago(refreshed, now)}</dd>
          </>
        )}
        {expiresAt !== null && (
          <>
            <dt>{expiresAt > now ? "Ends" : "Ended"}</dt>
            <dd>{expiresAt > now ? `in ${duration(expiresAt - now)}, ${moment(expiresAt)}` : ago(expiresAt, now)}</dd>
          </>
        )}
      </dl>
      {detail.canRefresh && archivedAt === null && (
        <div>
          <Button onClick={acts.refresh} disabled={acts.busy}>
            Refresh now
          </Button>
        </div>
      )}
    </Block>
  );
}
