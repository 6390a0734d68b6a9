/** What a connector says: how it signs in, what its alternatives change, who supplies what, and what uses it. */
import { useMemo } from "react";
import { CopyButton } from "../../shared/components/CopyButton";
import { Tag } from "../../shared/components/Tag";
import type { ConnectorDetail } from "../../shared/generated/ConnectorDetail";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { fieldsOf } from "../../shared/params/schema";
import { useAsk } from "../../shared/query";
import { KIND_SENTENCES } from "../integrations/kinds";
import { redirects, RegisterUri } from "../integrations/RegisterUri";
import { formatRoute } from "../route";
import { Alternatives } from "./Alternatives";
import css from "./Connectors.module.css";
import { linesOf } from "./file";

export function Facts({ detail }: { detail: ConnectorDetail }) {
  const { summary, text } = detail;
  const lines = useMemo(() => linesOf(text), [text]);
  return (
    <div className={css.side}>
      <section className={css.section} aria-label="Signing in">
        <h2>Signing in</h2>
        <p>
          {KIND_SENTENCES[summary.kind]}{" "}
          {!detail.webviewAllowed && "The provider refuses windows like ours, so users sign in in the system browser."}
        </p>
        {summary.docs !== "" && (
          <div className={css.docs}>
            <span>
              Documentation: <code>{summary.docs}</code>
            </span>
            <CopyButton text={summary.docs} label="Copy" name="Copy the documentation's address" testId="copy-docs" />
          </div>
        )}
      </section>
      <Alternatives title="Other environments" part="variants" all={summary.variants} lines={lines} />
      <Alternatives title="Other ways to sign in" part="options" all={summary.options} lines={lines} />
      {redirects(detail) && (
        <section className={css.section} aria-label="Redirect">
          <h2>Redirect URI</h2>
          <RegisterUri detail={detail} integration={summary.key} />
          <p className={css.dim} data-testid="connector-redirect">
            {detail.redirectNote !== "" && `${summary.name}’s rule: ${detail.redirectNote}`}
          </p>
        </section>
      )}
      <Supplied title="What you set" schema={detail.parametersSchema} none="Nothing beyond what every connector takes." testId="connector-developer" />
      <Supplied title="What the user is asked" schema={detail.inputSchema} none="Nothing is typed." testId="connector-user" />
      <Integrations connector={summary.key} />
    </div>
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
