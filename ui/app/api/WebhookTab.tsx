/** Where Patchbay tells of connections that come and go, how to check that it was Patchbay, and what became of each message. */
import type { ApiView } from "../../shared/generated/ApiView";
import { AllowList } from "./AllowList";
import { judgeHost } from "./allow";
import css from "./Api.module.css";
import { Deliveries } from "./Deliveries";
import { Section } from "./Section";
import { useWebhook } from "./useAccess";
import { SecretValue } from "./Value";
import { WebhookTarget } from "./WebhookTarget";

export function WebhookTab({ api }: { api: ApiView }) {
  const hosts = useWebhook();
  const listed = api.webhook.hosts;
  return (
    <div className={css.columns}>
      <div className={css.column}>
        <Section title="Webhook" lead="When a connection is created, disconnected, reconnected or deleted, Patchbay posts a signed message here, and tries again with growing pauses until it is taken.">
          <WebhookTarget key={api.webhook.url ?? ""} url={api.webhook.url} hosts={listed} onListHost={(host) => hosts.mutateAsync({ hosts: [...listed, host] })} />
          <dl className={css.values}>
            <SecretValue name="Signing secret" subject={{ kind: "webhook" }} testId="webhook-secret" />
          </dl>
        </Section>
        <Section title="Hosts that it may go to" lead="Messages stay on this machine unless another host is listed here.">
          <AllowList name="Hosts" label="Add a host" placeholder="hooks.example.com" fixed={["localhost", "127.0.0.1"]} entries={listed} judge={judgeHost} onAdd={(host) => hosts.mutateAsync({ hosts: [...listed, host] })} onRemove={(host) => hosts.mutateAsync({ hosts: listed.filter((one) => one !== host) })} error={hosts.error} empty="" testId="webhook-hosts" />
        </Section>
      </div>
      <div className={css.column}>
        <Deliveries on={api.webhook.url !== null} />
      </div>
    </div>
  );
}
