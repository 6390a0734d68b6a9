/** A value with what a change adds and takes away: added is tinted, removed is struck through, never just gone. */
import { useState } from "react";
import type { Change } from "../../shared/generated/Change";
import type { LeafView } from "../../shared/generated/LeafView";
import { MASK, showValue } from "../../shared/params/value";
import css from "./LeafValue.module.css";

/** Items of a list, and characters of a text, that are shown without being asked for. */
const ITEMS_SHOWN = 24;
const CHARACTERS_SHOWN = 400;

const words = (value: unknown): string[] => (Array.isArray(value) ? value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))) : []);

function Items({ now, before }: { now: string[]; before: string[] | null }) {
  const [all, setAll] = useState(false);
  const was = new Set(before);
  const is = new Set(now);
  const removed = before?.filter((item) => !is.has(item)) ?? [];
  // What is new comes into sight first where not all is.
  const sorted = now.length > ITEMS_SHOWN && before && !all ? [...now.filter((item) => !was.has(item)), ...now.filter((item) => was.has(item))] : now;
  const shown = all ? sorted : sorted.slice(0, ITEMS_SHOWN);
  return (
    <span className={css.items}>
      {now.length === 0 && removed.length === 0 && <span className={css.dim}>none</span>}
      {shown.map((item, index) => (
        <span key={`${index} ${item}`} className={before && !was.has(item) ? `${css.chip} ${css.added}` : css.chip}>
          {item}
        </span>
      ))}
      {removed.map((item, index) => (
        <del key={`removed ${index} ${item}`} className={`${css.chip} ${css.removed}`}>
          {item}
        </del>
      ))}
      {now.length > ITEMS_SHOWN && <More open={all} onOpen={setAll} words={`${now.length - ITEMS_SHOWN} more`} />}
    </span>
  );
}

function More({ open, onOpen, words: label }: { open: boolean; onOpen: (open: boolean) => void; words: string }) {
  return (
    <button type="button" className={css.more} aria-expanded={open} onClick={() => onOpen(!open)}>
      {open ? "Show less" : label}
    </button>
  );
}

function Text({ value, fresh }: { value: string; fresh: boolean }) {
  const [all, setAll] = useState(false);
  const isLong = value.length > CHARACTERS_SHOWN;
  return (
    <>
      <span className={fresh ? css.fresh : undefined}>{isLong && !all ? `${value.slice(0, CHARACTERS_SHOWN)}…` : value}</span>
      {isLong && <More open={all} onOpen={setAll} words={`${value.length - CHARACTERS_SHOWN} more characters`} />}
    </>
  );
}

export function LeafValue({ leaf, change, shown }: { leaf: LeafView; change: Change | undefined; shown: string | null }) {
  if (leaf.removed) {
    return (
      <span className={css.value}>
        {leaf.beneath[0] && <del>{showValue(leaf.beneath[0].value).slice(0, CHARACTERS_SHOWN)}</del>} <span className={css.dim}>removed (null)</span>
      </span>
    );
  }
  if (leaf.secret) {
    return (
      <span className={css.value}>
        <span className={change ? css.fresh : undefined}>{shown ?? MASK}</span> {change && <span className={css.dim}>changed</span>}
      </span>
    );
  }
  if (Array.isArray(leaf.value)) return <Items now={words(leaf.value)} before={change ? words(change.before ?? leaf.beneath[0]?.value) : null} />;
  const before = change?.before ?? null;
  return (
    <span className={css.value}>
      {before !== null && <del>{showValue(before).slice(0, CHARACTERS_SHOWN)}</del>} <Text value={showValue(leaf.value)} fresh={change !== undefined} />
      {leaf.template && <span className={css.dim}> filled when used</span>}
    </span>
  );
}
