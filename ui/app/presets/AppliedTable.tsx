/** What a preset does, or did, to each connection. */
import { VirtualTable } from "../../shared/components/VirtualTable";
import type { PresetApplied } from "../../shared/generated/PresetApplied";
import css from "./Presets.module.css";

const ROW = 60;
/** Its head and its border. */
const HEAD = 31;

const pathsOf = (one: PresetApplied): string => one.changes.map((change) => change.path).join(", ");

export function AppliedTable({ results }: { results: readonly PresetApplied[] }) {
  const head = ["Connection", "Changes", "What that does"].map((word) => (
    <span key={word} role="columnheader">
      {word}
    </span>
  ));
  return (
    <div className={css.table} style={{ height: HEAD + results.length * ROW }}>
      <VirtualTable
        label="Connections"
        count={results.length}
        rowHeight={ROW}
        head={head}
        headClass={`${css.row} ${css.head}`}
        testId="apply-table"
        row={({ index, style, marks }) => {
          const one = results[index];
          if (!one) return null;
          const words = one.error === null ? (one.effect?.words ?? "") : [one.error.message, ...one.error.problems.map((problem) => `${problem.path}: ${problem.message}`)].join(" ");
          return (
            <div key={one.connection} role="row" tabIndex={index === 0 ? 0 : -1} className={css.row} style={style} {...marks} data-testid={`apply-${one.connection}`}>
              <span role="cell" title={one.name}>
                {one.name}
              </span>
              <span role="cell" className={css.paths} title={pathsOf(one)}>
                {pathsOf(one) || "nothing"}
              </span>
              <span role="cell" className={`${css.words} ${one.error === null ? css.dim : css.bad}`} title={words}>
                {words}
              </span>
            </div>
          );
        }}
      />
    </div>
  );
}
