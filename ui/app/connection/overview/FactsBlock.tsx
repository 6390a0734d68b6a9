/** What identifies a connection, to be copied, and what it was made with. */
import { Button } from "../../../shared/components/Button";
import { CopyButton } from "../../../shared/components/CopyButton";
import { ago, moment } from "../../../shared/format";
import type { AuthKind } from "../../../shared/generated/AuthKind";
import type { ConnectionDetail } from "../../../shared/generated/ConnectionDetail";
import { formatRoute } from "../../route";
import { Block } from "./Block";
import css from "./Overview.module.css";

const KINDS: Record<AuthKind, string> = { oauth2: "OAuth 2", client_credentials: "OAuth 2 client credentials", oauth1: "OAuth 1", key: "API key", basic: "user name and password", exchange: "exchange of a token", jwt: "signed JWT", none: "no credentials" };

export function FactsBlock({ detail, now, onKey }: { detail: ConnectionDetail; now: number; onKey: () => void }) {
  const { summary } = detail;
  return (
    <Block title="About">
      <dl className={css.facts}>
        <dt>Id</dt>
        <dd className={css.copied}>
          <code>{summary.id}</code>
          <CopyButton text={summary.id} label="Copy" name="Copy the id" testId="copy-id" />
        </dd>
        <dt>Key</dt>
        <dd className={css.copied}>
          {summary.key === null ? <span className={css.dim}>none</span> : <code>{summary.key}</code>}
          <Button onClick={onKey} data-testid="edit-key">
            {summary.key === null ? "Give it one" : "Change"}
          </Button>
          {summary.key !== null && <CopyButton text={summary.key} label="Copy" name="Copy the key" />}
        </dd>
        <dt>Integration</dt>
        <dd>
          <a href={formatRoute({ screen: "integration", key: summary.integrationKey })}>{summary.integrationName}</a>
        </dd>
        <dt>Connector</dt>
        <dd>
          <a href={formatRoute({ screen: "connector", key: summary.connectorKey })}>{summary.connectorKey}</a> {detail.connectorVersion}
        </dd>
        <dt>Signs in by</dt>
        <dd>
          {detail.kind === null ? "unknown" : KINDS[detail.kind]}
          {summary.option !== null && `, option ${summary.option}`}
        </dd>
        <dt>Connected</dt>
        <dd>{moment(summary.connectedAt)}</dd>
        <dt>Made</dt>
        <dd>{moment(summary.createdAt)}</dd>
        <dt>Last call</dt>
        <dd>
          {summary.lastCallAt === null ? "never" : <a href={formatRoute({ screen: "calls", filter: `connection:${summary.id}` })}>{ago(summary.lastCallAt, now)}</a>}
        </dd>
      </dl>
    </Block>
  );
}
