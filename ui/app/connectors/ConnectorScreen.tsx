/** One connector: how it signs in, who supplies what, where the provider sends users back, and the file itself. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { Tag } from "../../shared/components/Tag";
import type { AcceptedRedirect } from "../../shared/generated/AcceptedRedirect";
import type { ConnectorDetail } from "../../shared/generated/ConnectorDetail";
import type { Named } from "../../shared/generated/Named";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { fieldsOf } from "../../shared/params/schema";
import { useAsk } from "../../shared/query";
import { NewIntegration } from "../integrations/NewIntegration";
import { KIND_WORDS } from "../integrations/kinds";
import { formatRoute, go } from "../route";
import css from "./Connectors.module.css";

export function ConnectorScreen({ name }: { name: string }) {
  const shown = useAsk("connector_show", { key: name, version: null });
  const [adding, setAdding] = useState(false);
  if (shown.error) {
    return (
      <Page title="Connector" scroll>
        <ErrorBox error={shown.error}>
          <Button onClick={() => go({ screen: "connectors" })}>Go to connectors</Button>
        </ErrorBox>
      </Page>
    );
  }
  if (!shown.data) return <Page title="…">{null}</Page>;
  const { summary, text } = shown.data;
  return (
    <Page
      title={summary.name}
      marks={
        <>
          <Tag>{summary.key}</Tag>
          <Tag>{summary.version}</Tag>
          {summary.own && <Tag look="integration">your own file</Tag>}
        </>
      }
      actions={
        <Button look="primary" onClick={() => setAdding(true)} data-testid="connector-integrate">
          New integration from this
        </Button>
      }
      scroll
    >
      <div className={css.columns}>
        <Facts detail={shown.data} />
        <section className={css.section} aria-label="The file">
          <h2>The file</h2>
          <div className={css.acts}>
            <CopyButton text={text} label="Copy the file" testId="copy-file" />
            {summary.docs !== "" && <CopyButton text={summary.docs} label="Copy the documentation's address" />}
          </div>
          <pre className={css.text} tabIndex={0} aria-label="Text of the file" data-testid="connector-text">
            {text}
          </pre>
        </section>
      </div>
      <NewIntegration open={adding} from={summary} onClose={() => setAdding(false)} />
    </Page>
  );
}

function Facts({ detail }: { detail: ConnectorDetail }) {
  const { summary } = detail;
  const redirects = ["oauth2", "oauth1"].includes(summary.kind);
  return (
    <div className={css.section}>
      <section className={css.section} aria-label="Signing in">
        <h2>Signing in</h2>
        <p>{KIND_WORDS[summary.kind]}</p>
        <NamedList title="Other ways" all={summary.options} />
        <NamedList title="Environments" all={summary.variants} />
      </section>
      {redirects && (
        <section className={css.section} aria-label="Redirect">
          <h2>Redirect URI</h2>
          <Register detail={detail} />
          <p className={css.dim} data-testid="connector-redirect">
            {detail.webviewAllowed ? "" : "This provider refuses windows like ours, so users sign in in the system browser."} {detail.redirectNote}
          </p>
        </section>
      )}
      <Supplied title="What you set" schema={detail.parametersSchema} none="Nothing beyond what every connector takes." testId="connector-developer" />
      <Supplied title="What the user is asked" schema={detail.inputSchema} none="Nothing is typed." testId="connector-user" />
      <Integrations connector={summary.key} />
    </div>
  );
}

const WAYS: Record<AcceptedRedirect, string> = { loopback: "this machine's address", "deep-link": "a link that opens the app", relay: "an https page of yours that forwards", paste: "pasting the address" };

/** The URI to register: it ends with the integration's key, which is the connector's unless another is chosen. */
function Register({ detail }: { detail: ConnectorDetail }) {
  const status = useAsk("status", {});
  const ways = detail.redirectStrategies;
  const uri = ways.includes("loopback") && status.data ? `${status.data.api.url}/oauth-callback/${detail.summary.key}` : null;
  return (
    <>
      {uri !== null && (
        <div className={css.acts}>
          <code data-testid="connector-uri">{uri}</code>
          <CopyButton text={uri} label="Copy" testId="copy-uri" />
        </div>
      )}
      <p className={css.dim}>{uri === null ? "" : "Its end is the integration's key. "}Accepted: {ways.map((way) => WAYS[way]).join(", ")}.</p>
    </>
  );
}

function NamedList({ title, all }: { title: string; all: Named[] }) {
  if (all.length === 0) return null;
  return (
    <p className={css.dim}>
      {title}: {all.map((one) => one.title || one.key).join(", ")}
    </p>
  );
}

function Supplied({ title, schema, none, testId }: { title: string; schema: JsonValue; none: string; testId: string }) {
  const fields = fieldsOf(schema).filter((field) => !field.name.includes("."));
  return (
    <section className={css.section} aria-label={title} data-testid={testId}>
      <h2>{title}</h2>
      {fields.length === 0 && <p className={css.dim}>{none}</p>}
      <dl className={css.facts}>
        {fields.map((field) => (
          <div key={field.name}>
            <dt>
              {field.title}
              {field.title !== field.name && <code>{field.name}</code>}
              {field.required && <Tag>required</Tag>}
              {field.secret && <Tag>secret</Tag>}
            </dt>
            <dd>{[field.description, field.choices.length > 0 && `One of ${field.choices.join(", ")}.`].filter(Boolean).join(" ")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The integrations that use it, and which of them a newer version waits for. */
function Integrations({ connector }: { connector: string }) {
  const integrations = useAsk("integrations", {});
  const using = integrations.data?.filter((one) => one.connectorKey === connector) ?? [];
  if (using.length === 0) return null;
  return (
    <section className={css.section} aria-label="Integrations">
      <h2>Used by</h2>
      {using.map((one) => (
        <p key={one.id}>
          <a href={formatRoute({ screen: "integration", key: one.key })}>{one.name}</a> <span className={css.dim}>{one.upgrade === undefined ? one.connectorVersion : `pinned to ${one.connectorVersion}; ${one.upgrade} is offered on its page`}</span>
        </p>
      ))}
    </section>
  );
}
