/** One call of the log: how it ended, through what it went, the override that was in force, and the same call elsewhere. */
import type { ReactNode } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Lamp } from "../../shared/components/Lamp";
import { bytes, figure, moment } from "../../shared/format";
import type { CallDetail } from "../../shared/generated/CallDetail";
import { useAsk } from "../../shared/query";
import { openInConsole } from "../connection/console/draft";
import { endOf, lightOfStatus, meaningOf, wordsOf } from "../connection/status";
import { formatRoute } from "../route";
import css from "./CallDetails.module.css";
import { pathOf, toCurl, toSdk } from "./copyAs";
import { InForce } from "./InForce";

export function CallDetails({ id, onClose }: { id: string; onClose: () => void }) {
  const shown = useAsk("call_show", { call: id }, { keep: true });
  return (
    <aside className={css.pane} aria-label="The chosen call" data-testid="call-details">
      <div className={css.bar}>
        <h2>Call</h2>
        <Button look="quiet" onClick={onClose} aria-label="Close the details" title="Escape" data-testid="call-details-close">
          ×
        </Button>
      </div>
      {shown.error && <ErrorBox error={shown.error} />}
      {shown.data && !shown.error && <Shown detail={shown.data} />}
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Shown({ detail }: { detail: CallDetail }) {
  const { call } = detail;
  const gone = call.integrationKey === "";
  const unsent = endOf(call) === "not sent";
  const words = call.status === null ? null : wordsOf(call.status);
  const copyable = { method: call.method, url: call.url, headers: [["Authorization", "Bearer ••••••••"]] as [string, string][], body: "" };
  return (
    <>
      <p className={css.url}>
        <b>{call.method}</b> {call.url}
      </p>
      <p className={css.status}>
        <Lamp light={lightOfStatus(call.status)} />
        <b>{call.status === null ? (unsent ? "Not sent" : "No answer") : `${call.status} ${meaningOf(call.status)}`}</b>
      </p>
      {words !== null && <p className={css.dim}>{words}</p>}
      {call.error && <ErrorBox error={call.error} />}
      <dl className={css.facts}>
        <Fact name={unsent ? "Tried" : "Sent"}>{moment(call.at)}</Fact>
        <Fact name="Took">
          {figure(call.durationMs)} ms{call.attempts > 1 && `, sent ${call.attempts} times: the token was refreshed in between`}
        </Fact>
        <Fact name="Connection">{gone ? `${call.connectionName} (gone)` : <a href={formatRoute({ screen: "connection", id: call.connectionId, tab: "overview" })}>{call.connectionName}</a>}</Fact>
        {!gone && <Fact name="Integration">{<a href={formatRoute({ screen: "integration", key: call.integrationKey })}>{call.integrationKey}</a>}</Fact>}
        {call.tenantKey !== "" && <Fact name="Tenant">{call.tenantKey}</Fact>}
        {!unsent && <Fact name="Body sent">{call.requestBytes === 0 ? "none" : bytes(call.requestBytes)}</Fact>}
        {call.responseBytes !== null && <Fact name="Answer">{bytes(call.responseBytes)}</Fact>}
        <Fact name="Id">
          <code>{call.id}</code>
        </Fact>
      </dl>
      <InForce detail={detail} gone={gone} />
      <div className={css.acts}>
        {!gone && (
          <Button look="primary" onClick={() => openInConsole(call)} data-testid="call-console">
            Open in the console
          </Button>
        )}
        <CopyButton text={toCurl(copyable)} label="Copy as cURL" testId="call-copy-curl" />
        <CopyButton text={toSdk({ connection: call.connectionId, method: call.method, path: pathOf(call.url), headers: [], body: "" })} label="Copy SDK call" testId="call-copy-sdk" />
      </div>
      <p className={css.dim}>The log keeps neither bodies nor headers, so a copy has none but the credential's placeholder.</p>
    </>
  );
}
