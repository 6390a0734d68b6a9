/** Rows that hold no value: a group's heading, what is no longer set, and what is still needed. */
import { showValue } from "../../shared/params/value";
import css from "./EffectiveTable.module.css";
import { Mend } from "./Mend";
import { GROUP_WORDS, type Row } from "./rows";

export function GroupRow({ row, index }: { row: Extract<Row, { kind: "group" }>; index: number }) {
  return (
    <div role="row" aria-rowindex={index + 2} className={css.group}>
      <span role="rowheader" aria-colspan={5}>
        {GROUP_WORDS[row.group]} <small>{row.count}</small>
      </span>
    </div>
  );
}

interface GoneProps {
  row: Extract<Row, { kind: "gone" }>;
  index: number;
  isActive: boolean;
  onActive: (id: string) => void;
}

export function GoneRow({ row, index, isActive, onActive }: GoneProps) {
  const { change } = row;
  return (
    <div role="row" aria-rowindex={index + 2} className={css.gone} data-row={row.id} tabIndex={isActive ? 0 : -1} onFocus={() => onActive(row.id)} data-testid={`gone-${change.path}`}>
      <span role="rowheader">
        <del>{change.path}</del>
      </span>
      <span role="gridcell" aria-colspan={4}>
        <del>{change.before === null ? "" : showValue(change.before)}</del> <span>no longer set</span>
      </span>
    </div>
  );
}

interface MissingProps {
  path: string;
  index: number;
  isActive: boolean;
  onActive: (id: string) => void;
}

export function MissingRow({ path, index, isActive, onActive }: MissingProps) {
  return (
    <div role="row" aria-rowindex={index + 2} className={css.missing} data-row={path} tabIndex={isActive ? 0 : -1} onFocus={(event) => event.target === event.currentTarget && onActive(path)} data-testid={`missing-${path}`}>
      <span role="rowheader">
        {path} <small>required</small>
      </span>
      <span role="gridcell" className={css.without}>
        no value yet
      </span>
      <span role="gridcell" className={css.mend} aria-colspan={3}>
        <Mend path={path} as="row" />
      </span>
    </div>
  );
}
