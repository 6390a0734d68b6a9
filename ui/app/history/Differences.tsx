/** What changed, leaf by leaf: what was is struck through, what is new is tinted, and each line says when it takes effect. */
import type { ReactNode } from "react";
import { EFFECT_WORDS } from "../../shared/components/layers";
import type { Change } from "../../shared/generated/Change";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { isMask, showValue } from "../../shared/params/value";
import css from "./Differences.module.css";

const wordOf = (item: JsonValue): string => (typeof item === "string" ? item : JSON.stringify(item));

/** Lists are told item by item: what stays is not worth a second reading. */
function Items({ before, after }: { before: readonly JsonValue[]; after: readonly JsonValue[] }) {
  const [was, is] = [before.map(wordOf), after.map(wordOf)];
  const kept = is.filter((item) => was.includes(item));
  return (
    <span className={css.items}>
      {was.filter((item) => !is.includes(item)).map((item, index) => (
        <del key={`${index} ${item}`}>{item}</del>
      ))}
      {is.filter((item) => !was.includes(item)).map((item, index) => (
        <ins key={`${index} ${item}`}>{item}</ins>
      ))}
      {kept.length > 0 && <span className={css.kept}>{kept.length === is.length && was.length === is.length ? "in another order" : `${kept.length} as before`}</span>}
    </span>
  );
}

function Values({ change }: { change: Change }): ReactNode {
  const { before, after } = change;
  if (Array.isArray(before) && Array.isArray(after)) return <Items before={before} after={after} />;
  if (isMask(before) && isMask(after)) return <ins>another secret</ins>;
  return (
    <span className={css.items}>
      {before !== null && <del>{showValue(before)}</del>}
      {after === null ? <span className={css.kept}>{before === null ? "removed (null)" : "no longer set"}</span> : <ins>{showValue(after)}</ins>}
    </span>
  );
}

interface Props {
  changes: readonly Change[];
  /** Whether each line says when it takes effect. */
  effects?: boolean;
  label?: string;
  testId?: string;
}

export function Differences({ changes, effects = true, label = "What changes", testId = "differences" }: Props) {
  return (
    <ul className={css.list} aria-label={label} data-testid={testId}>
      {changes.map((change) => (
        <li key={change.path} className={css.line}>
          <code className={css.path}>{change.path}</code>
          <span className={css.values}>
            <Values change={change} />
          </span>
          {effects && <span className={css.effect}>{change.effect === "none" ? "" : EFFECT_WORDS[change.effect]}</span>}
        </li>
      ))}
    </ul>
  );
}
