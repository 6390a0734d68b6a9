/** The head of the effective table. */
import css from "./EffectiveTable.module.css";

export function TableHead() {
  return (
    <div role="rowgroup" className={css.headgroup}>
      <div role="row" aria-rowindex={1} className={css.head}>
        <span role="columnheader">Parameter</span>
        <span role="columnheader">Value</span>
        <span role="columnheader">Set by</span>
        <span role="columnheader">Takes effect</span>
        <span role="columnheader">
          <span className={css.unseen}>Actions</span>
        </span>
      </div>
    </div>
  );
}
