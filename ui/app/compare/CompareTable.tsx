/** Both sides, leaf by leaf: each value with the layer that set it. Secrets are masked, and yet told apart. */
import { memo } from "react";
import { LayerMark } from "../../shared/components/LayerMark";
import type { CompareRow } from "../../shared/generated/CompareRow";
import type { LeafView } from "../../shared/generated/LeafView";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { MASK, showValue } from "../../shared/params/value";
import css from "./Compare.module.css";

const wordOf = (item: JsonValue): string => (typeof item === "string" ? item : JSON.stringify(item));

function Value({ leaf, other, same, side }: { leaf: LeafView | null; other: LeafView | null; same: boolean; side: "left" | "right" }) {
  if (leaf === null) return <span className={css.unset}>not set</span>;
  if (leaf.removed) return <span className={css.unset}>removed (null)</span>;
  if (leaf.secret) {
    return (
      <span className={css.value}>
        {MASK} <span className={css.unset}>{same ? "the same secret" : other === null ? "" : "another secret"}</span>
      </span>
    );
  }
  const look = same ? "" : side === "left" ? css.onlyLeft : css.onlyRight;
  if (Array.isArray(leaf.value)) {
    const others = Array.isArray(other?.value) ? other.value.map(wordOf) : [];
    if (leaf.value.length === 0) return <span className={css.unset}>none</span>;
    return (
      <span className={css.items}>
        {leaf.value.map(wordOf).map((item, index) => (
          <span key={`${index} ${item}`} className={`${css.chip} ${others.includes(item) ? "" : look}`}>
            {item}
          </span>
        ))}
      </span>
    );
  }
  return <span className={`${css.value} ${look}`}>{showValue(leaf.value)}</span>;
}

function Side({ row, side }: { row: CompareRow; side: "left" | "right" }) {
  const leaf = row[side];
  return (
    <td>
      <div className={css.cell}>
        <Value leaf={leaf} other={row[side === "left" ? "right" : "left"]} same={row.same} side={side} />
        {leaf !== null && <LayerMark layer={leaf.layer} />}
      </div>
    </td>
  );
}

/** Only what is new is painted when the differences alone, or all, are asked for. */
const Row = memo(function Row({ row }: { row: CompareRow }) {
  return (
    <tr className={row.same ? css.same : css.differs} data-testid={`compare-${row.path}`} data-same={row.same}>
      <th scope="row">
        {row.path}
        <span className={css.unseen}>{row.same ? ", the same" : ", different"}</span>
      </th>
      <Side row={row} side="left" />
      <Side row={row} side="right" />
    </tr>
  );
});

interface Props {
  rows: readonly CompareRow[];
  leftTitle: string;
  rightTitle: string;
}

export function CompareTable({ rows, leftTitle, rightTitle }: Props) {
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label="Leaf by leaf">
      <table className={css.table} data-testid="compare-table">
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">{leftTitle}</th>
            <th scope="col">{rightTitle}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.path} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
