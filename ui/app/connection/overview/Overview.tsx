/** How a connection is doing and what to do about it; what it may do, how long, and where; and time and load to try it with. */
import { useNow } from "../../../shared/components/useNow";
import type { ConnectionDetail } from "../../../shared/generated/ConnectionDetail";
import { Bench } from "../bench/Bench";
import type { Acts } from "../useActs";
import { Block } from "./Block";
import { FactsBlock } from "./FactsBlock";
import { HealthBlock } from "./HealthBlock";
import css from "./Overview.module.css";
import { PendingBlock } from "./PendingBlock";
import { Scopes } from "./Scopes";
import { TokenBlock } from "./TokenBlock";

export function Overview({ detail, acts, onKey }: { detail: ConnectionDetail; acts: Acts; onKey: () => void }) {
  const now = useNow(1000);
  return (
    <div className={css.grid}>
      <HealthBlock detail={detail} acts={acts} now={now} />
      <div className={css.columns}>
        <TokenBlock detail={detail} acts={acts} now={now} />
        <Block title="Scopes, asked for and granted">
          <Scopes requested={detail.requestedScopes} granted={detail.grantedScopes} />
        </Block>
        <PendingBlock detail={detail} acts={acts} />
        <Block title="Where its credentials may go">
          {detail.binding.length === 0 ? (
            <p className={css.dim}>Nowhere: it has no credentials to send.</p>
          ) : (
            <ul className={css.mono} data-testid="binding">
              {detail.binding.map((origin) => (
                <li key={origin}>{origin}</li>
              ))}
            </ul>
          )}
          <p className={css.dim}>Fixed when it was connected. A call anywhere else is refused before it is sent.</p>
        </Block>
        <FactsBlock detail={detail} now={now} onKey={onKey} />
      </div>
      {detail.summary.archivedAt === null && <Bench detail={detail} now={now} />}
    </div>
  );
}
