/** The heading of a group: what it is, how many it has, and whether they are shown. */
import type { ConnectionGroup } from "../../shared/generated/ConnectionGroup";
import css from "./ConnectionGrid.module.css";
import { figure } from "../../shared/format";

interface Props {
  group: ConnectionGroup;
  folded: boolean;
  /** The environment's colour goes with its name. */
  variant: boolean;
  onFold: () => void;
}

function Words({ group, folded, variant }: Omit<Props, "onFold">) {
  return (
    <>
      <svg viewBox="0 0 10 10" aria-hidden="true" data-folded={folded || undefined}>
        <path d="m2 3.5 3 3 3-3" />
      </svg>
      <b dir="auto" data-variant={(variant && group.key !== "") || undefined}>
        {variant && group.key === "" ? "Default environment" : group.title}
      </b>
      <span className={css.dim}>{figure(group.count)}</span>
    </>
  );
}

export function GroupRow({ row, transform, height, active, onFocus, ...rest }: Props & { row: number; transform: string; height: number; active: boolean; onFocus: () => void }) {
  return (
    <div role="row" tabIndex={active ? 0 : -1} data-index={row} aria-rowindex={row + 2} aria-expanded={!rest.folded} className={`${css.row} ${css.group}`} style={{ transform, height }} onFocus={onFocus} onClick={rest.onFold} data-testid="group-row">
      <span role="gridcell" aria-colspan={9}>
        <Words {...rest} />
      </span>
    </div>
  );
}

/** The same, held at the top while its connections are scrolled through. It only repeats what is there already. */
export function PinnedGroup({ height, ...rest }: Props & { height: number }) {
  return (
    <div className={`${css.group} ${css.pinned}`} style={{ height }} aria-hidden="true" onClick={rest.onFold}>
      <span>
        <Words {...rest} />
      </span>
    </div>
  );
}
