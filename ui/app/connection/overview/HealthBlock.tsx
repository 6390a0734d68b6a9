/** Why the connection is as the header says it is, and the button that does something about it. */
import { Button } from "../../../shared/components/Button";
import { countdown, moment } from "../../../shared/format";
import type { ConnectionDetail } from "../../../shared/generated/ConnectionDetail";
import { go } from "../../route";
import type { Acts } from "../useActs";
import { Block } from "./Block";
import css from "./Overview.module.css";
import { type Remedy, remedyOf } from "./remedy";

export function HealthBlock({ detail, acts, now }: { detail: ConnectionDetail; acts: Acts; now: number }) {
  const { health, id, integrationKey, archivedAt } = detail.summary;
  const { why, act, label } = remedyOf(detail);
  const does: Record<Remedy, () => void> = {
    none: acts.test,
    reconnect: acts.reconnect,
    refresh: acts.refresh,
    restore: acts.restore,
    parameters: () => go({ screen: "connection", id, tab: "parameters" }),
    integration: () => go({ screen: "integration", key: integrationKey }),
    vault: () => go({ screen: "settings", tab: "vault" }),
  };
  return (
    <Block title="Health">
      <div className={css.health}>
        <div className={css.words}>
          {why !== null && (
            <p>
              {archivedAt !== null && `Archived ${moment(archivedAt)}. `}
              {why}
            </p>
          )}
          {archivedAt === null && health.next !== null && health.state !== "refresh_delayed" && <p className={css.dim}>{health.next}</p>}
          {health.state === "refresh_delayed" && <p className={css.dim}>{health.until > now ? `Nothing was lost. It is tried again by itself in ${countdown(health.until - now)}.` : "Nothing was lost. It is being tried again."}</p>}
          {health.state === "working" && archivedAt === null && <p className={css.dim}>Nothing to do. A test asks the provider whether it still accepts the credentials.</p>}
        </div>
        <Button look={act === "none" ? "plain" : "primary"} busy={acts.busy} onClick={does[act]} data-testid="remedy">
          {act === "none" ? "Test now" : label}
        </Button>
      </div>
    </Block>
  );
}
