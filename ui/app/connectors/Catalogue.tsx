/** The connectors as a table. Only the rows in sight are in the page. */
import type { RefObject } from "react";
import { Tag } from "../../shared/components/Tag";
import { type Place, VirtualTable, type VirtualTableHandle } from "../../shared/components/VirtualTable";
import type { ConnectorSummary } from "../../shared/generated/ConnectorSummary";
import { KIND_WORDS } from "../integrations/kinds";
import { go } from "../route";
import css from "./Catalogue.module.css";

const ROW_HEIGHT = 38;

const HEAD = ["Provider", "Signs in with", "Other ways", "Other environments"].map((head) => (
  <span key={head} role="columnheader">
    {head}
  </span>
));

const open = (connector: ConnectorSummary): void => go({ screen: "connector", key: connector.key });

function Row({ connector, place }: { connector: ConnectorSummary; place: Place }) {
  return (
    <div role="row" tabIndex={place.index === 0 ? 0 : -1} {...place.marks} className={css.row} style={place.style} onClick={() => open(connector)} onKeyDown={(event) => event.key === "Enter" && open(connector)} data-testid={`connector-${connector.key}`}>
      <span role="gridcell" className={css.name}>
        <b>{connector.name}</b>
        <code>{connector.key}</code>
        {connector.own && <Tag look="integration">your file</Tag>}
      </span>
      <span role="gridcell" className={css.dim}>
        {KIND_WORDS[connector.kind]}
      </span>
      <span role="gridcell" className={css.dim}>
        {connector.options.map((option) => option.title || option.key).join(", ")}
      </span>
      <span role="gridcell" className={css.tags}>
        {connector.variants.slice(0, 3).map((variant) => (
          <Tag key={variant.key} look="variant">
            {variant.title || variant.key}
          </Tag>
        ))}
        {connector.variants.length > 3 && <span className={css.dim}>and {connector.variants.length - 3} more</span>}
      </span>
    </div>
  );
}

export function Catalogue({ connectors, handle }: { connectors: readonly ConnectorSummary[]; handle: RefObject<VirtualTableHandle | null> }) {
  return (
    <div className={css.frame}>
      <VirtualTable
        kind="grid"
        label="Connectors"
        count={connectors.length}
        rowHeight={ROW_HEIGHT}
        head={HEAD}
        headClass={css.row}
        handle={handle}
        row={(place) => {
          const one = connectors[place.index];
          return one && <Row key={one.key} connector={one} place={place} />;
        }}
        testId="catalogue"
      />
    </div>
  );
}
