/** The catalogue: every connector, found as you type, and the developer's own files with what is wrong with them. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { Tag } from "../../shared/components/Tag";
import type { ConnectorSummary } from "../../shared/generated/ConnectorSummary";
import { count } from "../../shared/format";
import { useAsk } from "../../shared/query";
import { KIND_WORDS } from "../integrations/kinds";
import { formatRoute } from "../route";
import css from "./Connectors.module.css";
import { OwnFiles } from "./OwnFiles";

export function ConnectorsScreen() {
  const [search, setSearch] = useState("");
  const [own, setOwn] = useState(false);
  const connectors = useAsk("connectors", search.trim() === "" ? {} : { search }, { keep: true });
  const shown = connectors.data ?? [];
  return (
    <Page
      title="Connectors"
      actions={
        <Button onClick={() => setOwn(!own)} aria-expanded={own} data-testid="own-files">
          {own ? "Hide your own files" : "Your own files"}
        </Button>
      }
      scroll
    >
      {own && <OwnFiles />}
      <div className={css.find}>
        <input type="search" aria-label="Find a connector" placeholder="Find a provider" value={search} onChange={(event) => setSearch(event.target.value)} data-testid="find-connector" autoFocus />
        <span role="status">{connectors.data && count(shown.length, "connector")}</span>
      </div>
      {connectors.error && <ErrorBox error={connectors.error} />}
      {connectors.data && shown.length === 0 && (
        <Empty title="No connector fits" action={<Button onClick={() => setSearch("")}>Show all</Button>}>
          A provider that is not here can be written as one file: put it into a folder of your own files.
        </Empty>
      )}
      <ul className={css.list}>
        {shown.map((one) => (
          <li key={one.key}>
            <One connector={one} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

function One({ connector }: { connector: ConnectorSummary }) {
  const more = [connector.options.length > 0 && count(connector.options.length, "more way", "more ways"), connector.variants.length > 0 && connector.variants.map((variant) => variant.title || variant.key).join(", ")].filter(Boolean);
  return (
    <a href={formatRoute({ screen: "connector", key: connector.key })} className={css.one} data-testid={`connector-${connector.key}`}>
      <span className={css.title}>
        <b>{connector.name}</b>
        {connector.own && <Tag look="integration">own</Tag>}
        <code>{connector.key}</code>
      </span>
      <span className={css.dim}>{[KIND_WORDS[connector.kind], ...more].join(" · ")}</span>
    </a>
  );
}
