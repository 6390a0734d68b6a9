/** One connection in a list, or the quiet shape of one that is not here yet. */
import { memo, type MouseEvent } from "react";
import { Lamp, lightOf } from "../../shared/components/Lamp";
import { Tag } from "../../shared/components/Tag";
import { count } from "../../shared/format";
import type { ConnectionSummary } from "../../shared/generated/ConnectionSummary";
import css from "./ConnectionGrid.module.css";
import { Ago, TokenLife } from "./TimeCell";

/** Where a row's menu opens: beside an element, or where the pointer is. */
export type Anchor = Element | { x: number; y: number };

/** What a row tells of what is done with it. The same object for all rows and paints. */
export interface Hands {
  click: (event: MouseEvent, one: ConnectionSummary, place: number) => void;
  mark: (event: MouseEvent, one: ConnectionSummary, place: number) => void;
  menu: (one: ConnectionSummary, row: number, anchor: Anchor) => void;
  focus: (one: ConnectionSummary | undefined, row: number) => void;
}

interface Props {
  one: ConnectionSummary | undefined;
  row: number;
  place: number;
  transform: string;
  height: number;
  /** Whether Tab comes to it. */
  active: boolean;
  marked: boolean;
  hands: Hands;
}

function wordsOf(one: ConnectionSummary): string | null {
  if (one.archivedAt !== null) return "Archived";
  return one.health.state === "working" ? null : one.health.words;
}

/** The same in the room of a row; the green lamp says already that it works. */
function briefOf(one: ConnectionSummary): string | null {
  const { health, archivedAt } = one;
  if (archivedAt !== null || health.state !== "pending_change") return wordsOf(one);
  return health.paths.length === 1 ? `${health.paths[0]} waits for a reconnect` : `${health.paths.length} changes wait for a reconnect`;
}

function Waiting({ row, transform, height, active, hands }: Props) {
  return (
    <div role="row" tabIndex={active ? 0 : -1} data-index={row} aria-rowindex={row + 2} aria-busy="true" className={css.row} style={{ transform, height }} onFocus={() => hands.focus(undefined, row)}>
      <span role="gridcell" aria-label="On its way" className={css.waiting}>
        <i />
        <i />
      </span>
    </div>
  );
}

function Here({ one, row, place, transform, height, active, marked, hands }: Props & { one: ConnectionSummary }) {
  const words = wordsOf(one);
  const archived = one.archivedAt !== null;
  return (
    <div
      role="row"
      tabIndex={active ? 0 : -1}
      data-index={row}
      aria-rowindex={row + 2}
      aria-selected={marked}
      className={css.row}
      style={{ transform, height }}
      data-variant={one.variant !== null || undefined}
      data-archived={archived || undefined}
      onFocus={(event) => event.target === event.currentTarget && hands.focus(one, row)}
      onClick={(event) => hands.click(event, one, place)}
      onContextMenu={(event) => {
        event.preventDefault();
        hands.menu(one, row, { x: event.clientX, y: event.clientY });
      }}
      data-testid="connection-row"
    >
      <span role="gridcell" className={css.mark}>
        <input type="checkbox" tabIndex={-1} checked={marked} readOnly aria-label={`Select ${one.name}`} onClick={(event) => hands.mark(event, one, place)} data-testid="mark" />
      </span>
      <span role="gridcell" className={css.name}>
        <Lamp light={archived ? "off" : lightOf(one.health)} />
        <span className={css.text}>
          <b dir="auto" title={one.name}>
            {one.name}
          </b>
          {words !== null && <small title={words}>{briefOf(one)}</small>}
        </span>
      </span>
      <span role="gridcell" className={css.integration} title={one.integrationName} dir="auto">
        {one.integrationName}
      </span>
      <span role="gridcell" className={css.env}>
        {one.variant !== null && <Tag look="variant">{one.variant}</Tag>}
      </span>
      <span role="gridcell" className={css.tenant} title={one.tenantKey}>
        {one.tenantKey}
      </span>
      <span role="gridcell" className={one.overrideCount > 0 ? css.override : css.dim}>
        {one.overrideCount > 0 ? count(one.overrideCount, "value") : "none"}
      </span>
      <span role="gridcell" className={css.dim}>
        {archived ? "" : <TokenLife expiresAt={one.expiresAt} soonClass={css.soon} />}
      </span>
      <span role="gridcell" className={`${css.dim} ${css.last}`}>
        <Ago at={one.lastCallAt} />
      </span>
      <span role="gridcell" className={css.more}>
        <button
          type="button"
          tabIndex={active ? 0 : -1}
          aria-haspopup="menu"
          aria-label={`What to do with ${one.name}`}
          data-kebab
          onClick={(event) => {
            event.stopPropagation();
            hands.menu(one, row, event.currentTarget);
          }}
          data-testid="row-menu"
        >
          ⋮
        </button>
      </span>
    </div>
  );
}

export const ConnectionRow = memo(function ConnectionRow(props: Props) {
  return props.one === undefined ? <Waiting {...props} /> : <Here {...props} one={props.one} />;
});
