/** A value with what a change adds and takes away: added is tinted, removed is struck through, never just gone. */
import type { Change } from "../../shared/generated/Change";
import type { LeafView } from "../../shared/generated/LeafView";
import { MASK, showValue } from "../../shared/params/value";
import css from "./LeafValue.module.css";

const words = (value: unknown): string[] => (Array.isArray(value) ? value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))) : []);

function Items({ now, before }: { now: string[]; before: string[] | null }) {
  const removed = before?.filter((item) => !now.includes(item)) ?? [];
  return (
    <span className={css.items}>
      {now.length === 0 && removed.length === 0 && <span className={css.dim}>none</span>}
      {now.map((item) => (
        <span key={item} className={before && !before.includes(item) ? `${css.chip} ${css.added}` : css.chip}>
          {item}
        </span>
      ))}
      {removed.map((item) => (
        <del key={item} className={`${css.chip} ${css.removed}`}>
          {item}
        </del>
      ))}
    </span>
  );
}

export function LeafValue({ leaf, change, shown }: { leaf: LeafView; change: Change | undefined; shown: string | null }) {
  if (leaf.removed) {
    return (
      <span className={css.value}>
        {leaf.beneath[0] && <del>{showValue(leaf.beneath[0].value)}</del>} <span className={css.dim}>removed (null)</span>
      </span>
    );
  }
  if (leaf.secret) return <span className={css.value}>{shown ?? MASK}</span>;
  if (Array.isArray(leaf.value)) return <Items now={words(leaf.value)} before={change ? words(change.before ?? leaf.beneath[0]?.value) : null} />;
  const before = change?.before ?? null;
  return (
    <span className={css.value}>
      {before !== null && <del>{showValue(before)}</del>} <span className={change ? css.fresh : undefined}>{showValue(leaf.value)}</span>
      {leaf.template && <span className={css.dim}> filled when used</span>}
    </span>
  );
}
