/** The connections of one integration: the same list as everywhere, of these alone. */
import { useMemo } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { ConnectionsRequest } from "../../shared/generated/ConnectionsRequest";
import type { IntegrationSummary } from "../../shared/generated/IntegrationSummary";
import { usePages } from "../../shared/pages";
import { ConnectionGrid } from "../connections/ConnectionGrid";
import { go } from "../route";
import css from "./Integrations.module.css";
import { figure } from "../../shared/format";

export function IntegrationConnections({ summary }: { summary: IntegrationSummary }) {
  const payload = useMemo((): ConnectionsRequest => ({ integration: summary.key }), [summary.key]);
  const pages = usePages("connections", payload);
  const some = pages.total > 0;
  return (
    <section className={css.section} aria-label="Connections">
      <div className={css.acts}>
        <h2>Connections {some && <span className={css.number}>{figure(pages.total)}</span>}</h2>
        {some && (
          <Button look="quiet" onClick={() => go({ screen: "connections", filter: `integration:${summary.key}` })}>
            Filter and group them
          </Button>
        )}
      </div>
      {pages.error && (
        <ErrorBox error={pages.error}>
          <Button onClick={pages.refetch}>Ask again</Button>
        </ErrorBox>
      )}
      {!some && !pages.pending && !pages.error && (
        <p className={css.note}>
          None yet. <a href={`#/new/${encodeURIComponent(summary.key)}`}>Make the first</a>: you see every parameter it would use before anything is sent.
        </p>
      )}
      {some && (
        <div className={css.grid} style={{ height: Math.min(420, 34 + pages.total * 44) }}>
          <ConnectionGrid pages={pages} payload={payload} session={`integration ${summary.key}`} />
        </div>
      )}
    </section>
  );
}
