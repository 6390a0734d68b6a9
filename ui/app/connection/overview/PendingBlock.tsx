/** Where the parameters differ from what the connection was made with: what waits, and the button that ends the waiting. */
import { Button } from "../../../shared/components/Button";
import { EFFECT_WORDS } from "../../../shared/components/layers";
import type { ConnectionDetail } from "../../../shared/generated/ConnectionDetail";
import { showValue } from "../../../shared/params/value";
import { formatRoute } from "../../route";
import type { Acts } from "../useActs";
import { Block } from "./Block";
import css from "./Overview.module.css";

export function PendingBlock({ detail, acts }: { detail: ConnectionDetail; acts: Acts }) {
  const { pending, canRefresh, summary } = detail;
  const waits = pending.some((change) => change.effect === "reconnect") || !canRefresh;
  return (
    <Block title="Waiting for the next connect" aside={<a href={formatRoute({ screen: "connection", id: summary.id, tab: "parameters" })}>Parameters</a>}>
      {pending.length === 0 ? (
        <p className={css.dim}>Nothing. The parameters are those it was connected with.</p>
      ) : (
        <>
          <ul className={css.changes} data-testid="pending">
            {pending.map((change) => (
              <li key={change.path}>
                <code>{change.path}</code>
                <span>
                  {change.before !== null && <del>{showValue(change.before)}</del>} {change.after === null ? <em>removed</em> : <ins>{showValue(change.after)}</ins>}
                </span>
                <small>{EFFECT_WORDS[change.effect]}</small>
              </li>
            ))}
          </ul>
          {summary.archivedAt === null && (
            <div>
              <Button onClick={waits ? acts.reconnect : acts.refresh} disabled={acts.busy} data-testid="pending-act">
                {waits ? "Reconnect to use them" : "Refresh to use them"}
              </Button>
            </div>
          )}
        </>
      )}
    </Block>
  );
}
