/** A connection's name, its environment, how it is doing in words, and what can be done with it. */
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Lamp, lightOf } from "../../shared/components/Lamp";
import { Tag } from "../../shared/components/Tag";
import { sentence } from "../../shared/format";
import type { ConnectionDetail } from "../../shared/generated/ConnectionDetail";
import type { Named } from "../../shared/generated/Named";
import { EnvironmentTag } from "./EnvironmentTag";
import css from "./Header.module.css";
import { MoreMenu } from "./MoreMenu";
import { remedyOf } from "./overview/remedy";
import type { Acts } from "./useActs";

interface Props {
  detail: ConnectionDetail;
  variants: readonly Named[];
  acts: Acts;
  open: (what: "rename" | "key") => void;
  /** Whether the overview is shown, which has the urgent button itself. */
  calm: boolean;
}

export function Header({ detail, variants, acts, open, calm }: Props) {
  const { summary } = detail;
  const archived = summary.archivedAt !== null;
  // The overview says what to do beside the button that does it.
  const next = archived || calm ? null : summary.health.next;
  const urgent = !calm && remedyOf(detail).act === "reconnect";
  return (
    <header className={css.head}>
      <div className={css.top}>
        <div className={css.name}>
          <Lamp light={archived ? "off" : lightOf(summary.health)} />
          <h1 dir="auto" title={summary.name}>
            {summary.name}
          </h1>
          <EnvironmentTag summary={summary} />
          <Tag look="integration">{summary.integrationName}</Tag>
          <Tag>tenant {summary.tenantKey}</Tag>
          {archived && <Tag>archived</Tag>}
        </div>
        <div className={css.acts}>
          {archived ? (
            <Button onClick={acts.restore} busy={acts.busy} data-testid="restore">
              Restore
            </Button>
          ) : (
            <>
              <Button onClick={acts.test} disabled={acts.busy} title="T" data-testid="test">
                Test
              </Button>
              {detail.canRefresh && (
                <Button onClick={acts.refresh} disabled={acts.busy} title="R" data-testid="refresh">
                  Refresh
                </Button>
              )}
              <Button look={urgent ? "primary" : "plain"} onClick={acts.reconnect} disabled={acts.busy} title="Shift+R" data-testid="reconnect">
                Reconnect
              </Button>
              <MoreMenu summary={summary} variants={variants} acts={acts} onRename={() => open("rename")} onKey={() => open("key")} />
            </>
          )}
        </div>
      </div>
      <p className={css.health} role="status" data-testid="health-words" data-state={summary.health.state}>
        {archived ? "Archived: no calls go through it. Its override and credentials are kept." : next === null ? summary.health.words : sentence(summary.health.words)} {next !== null && <span className={css.next}>{next}</span>}
      </p>
      <div role="status" className={css.said} data-testid="said">
        {acts.busy ? "Working…" : acts.said}
      </div>
      {acts.error && <ErrorBox error={acts.error} />}
    </header>
  );
}
