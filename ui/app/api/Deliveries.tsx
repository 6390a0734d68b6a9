/** The webhook's messages, the newest first, and what became of each. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Lamp, type Light } from "../../shared/components/Lamp";
import { useNow } from "../../shared/components/useNow";
import { ago, duration } from "../../shared/format";
import type { DeliveryView } from "../../shared/generated/DeliveryView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { useAsk } from "../../shared/query";
import { meaningOf } from "../connection/status";
import { formatRoute } from "../route";
import list from "./AllowList.module.css";
import css from "./Deliveries.module.css";
import { Section } from "./Section";

const LIGHTS: Record<DeliveryView["state"], Light> = { delivered: "green", pending: "amber", failed: "red" };

/** What became of a message, and what comes next. */
export function wordsOf(one: DeliveryView, now: number): string {
  const answer = one.status === null ? (one.error ?? "no answer") : `${one.status} ${meaningOf(one.status)}`.trim();
  const tries = one.attempts > 1 ? ` after ${one.attempts} tries` : "";
  if (one.state === "delivered") return `Taken${tries}: ${answer}`;
  if (one.state === "failed") return `Given up${tries}: ${one.error ?? answer}`;
  if (one.attempts === 0) return "On its way";
  const next = one.nextAt === null || one.nextAt <= now ? "trying again" : `next try in ${duration(one.nextAt - now)}`;
  return `Not taken yet (${(one.error ?? answer).replace(/\.$/, "")}), ${next}`;
}

export function Deliveries({ on }: { on: boolean }) {
  const client = useQueryClient();
  const now = useNow(1000);
  const deliveries = useAsk("webhook_deliveries", {});
  const settle = () => client.invalidateQueries({ queryKey: ["webhook_deliveries"] });
  const test = useMutation<DeliveryView, ErrorView>({ mutationFn: () => rpc("webhook_test", {}), onSettled: settle });
  const again = useMutation<DeliveryView, ErrorView, string>({ mutationFn: (id) => rpc("webhook_redeliver", { id }), onSettled: settle });
  const error = deliveries.error ?? test.error ?? again.error;
  return (
    <Section title="Deliveries">
      <div>
        <Button disabled={!on} busy={test.isPending} onClick={() => test.mutate()} data-testid="webhook-test">
          Send a test
        </Button>
      </div>
      {error && <ErrorBox error={error} />}
      {deliveries.data?.length === 0 && <p className={list.empty}>{on ? "Nothing was sent yet. Send a test, or connect something." : "Set the URL first. Every message that is sent is then listed here with its answer."}</p>}
      {(deliveries.data ?? []).length > 0 && (
        <ul className={list.list} aria-label="Deliveries" data-testid="deliveries">
          {deliveries.data?.map((one) => (
            <li key={one.id} className={css.row} data-state={one.state} data-testid="delivery">
              <Lamp light={LIGHTS[one.state]} />
              <div className={css.text}>
                <p>
                  <code>{one.event}</code>
                  {one.connectionId !== null && <a href={formatRoute({ screen: "connection", id: one.connectionId, tab: "overview" })}>{one.connectionId}</a>}
                </p>
                <p className={css.dim}>
                  {ago(one.createdAt, now)} · {wordsOf(one, now)}
                </p>
              </div>
              {one.state !== "pending" && (
                <Button look="quiet" disabled={!on} busy={again.isPending && again.variables === one.id} onClick={() => again.mutate(one.id)} aria-label={`Send ${one.event} again`} data-testid="redeliver">
                  Send again
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
