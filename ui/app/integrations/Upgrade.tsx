/** A newer version of the connector that this integration is pinned to: what it changes, and the step to it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { count } from "../../shared/format";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { IntegrationSummary } from "../../shared/generated/IntegrationSummary";
import type { IntegrationUpgradeAnswer } from "../../shared/generated/IntegrationUpgradeAnswer";
import { rpc } from "../../shared/host";
import css from "./Integrations.module.css";

export function Upgrade({ summary }: { summary: IntegrationSummary }) {
  const client = useQueryClient();
  const look = useMutation<IntegrationUpgradeAnswer, ErrorView>({ mutationFn: () => rpc("integration_upgrade", { key: summary.key, dryRun: true }) });
  const take = useMutation<IntegrationUpgradeAnswer, ErrorView>({ mutationFn: () => rpc("integration_upgrade", { key: summary.key }), onSuccess: () => void client.invalidateQueries() });
  if (summary.upgrade === undefined) return null;
  const error = look.error ?? take.error;
  const seen = look.data;
  return (
    <section className={css.section} aria-label="Upgrade" data-testid="upgrade">
      <h2>A newer version</h2>
      <p className={css.note}>
        This integration is pinned to version {summary.connectorVersion} of {summary.connectorName}; {summary.upgrade} is there.
      </p>
      {error && <ErrorBox error={error} />}
      {seen && (
        <>
          <p className={css.note}>{seen.connections > 0 ? `${count(seen.connections, "connection")} ${seen.connections === 1 ? "goes" : "go"} over with it.` : "No connection goes through it yet."}</p>
          {seen.problems.map((problem) => (
            <p key={problem.path} className={css.note}>
              <b>{problem.path}</b>: {problem.message}
            </p>
          ))}
          <pre className={css.difference} tabIndex={0} aria-label="What differs in the file" data-testid="upgrade-difference">
            {seen.difference}
          </pre>
        </>
      )}
      <div className={css.acts}>
        <Button look={seen ? "plain" : "primary"} busy={look.isPending} onClick={() => look.mutate()} data-testid="upgrade-look">
          What would change
        </Button>
        {seen && (
          <Button look="primary" busy={take.isPending} disabled={seen.problems.length > 0} onClick={() => take.mutate()} data-testid="upgrade-take">
            Upgrade to {seen.to}
          </Button>
        )}
      </div>
    </section>
  );
}
