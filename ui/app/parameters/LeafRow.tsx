/** One effective parameter: a row of the grid. Painted again only when something of its own changes. */
import { type FocusEvent, Fragment, memo, useEffect, useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { LayerMark } from "../../shared/components/LayerMark";
import { EFFECT_WORDS, layerColour } from "../../shared/components/layers";
import type { Change } from "../../shared/generated/Change";
import type { Hidden } from "../../shared/generated/Hidden";
import type { LeafView } from "../../shared/generated/LeafView";
import { showValue } from "../../shared/params/value";
import { Beneath } from "./Beneath";
import { LayerHome } from "./LayerHome";
import { LeafEditor } from "./LeafEditor";
import css from "./LeafRow.module.css";
import { LeafValue } from "./LeafValue";
import { lights, useIsLit } from "./lit";
import type { Doings } from "./model";
import { isMarkable, markSecret, markWords } from "./secretMark";

interface Props {
  leaf: LeafView;
  change: Change | undefined;
  hidden: Hidden | undefined;
  /** Whether no override may set it. */
  fixed: boolean;
  index: number;
  doings: Doings;
  editable: boolean;
  isEditing: boolean;
  isActive: boolean;
  isWatched: boolean;
  integration: string;
  connector: string;
  onActive: (id: string) => void;
}

function Path({ leaf, isWatched, mark, tab }: { leaf: LeafView; isWatched: boolean; mark: (() => void) | null; tab: number }) {
  return (
    <span role="rowheader" className={css.path} title={leaf.title ?? undefined}>
      {leaf.path.split(/(?<=\.)/).map((segment, index) => (
        <Fragment key={index}>
          {segment}
          <wbr />
        </Fragment>
      ))}
      {leaf.required && <small> required</small>}
      {!leaf.declared && <small> extends the connector</small>}
      {mark && (
        <small>
          {", "}
          <button type="button" className={css.mark} tabIndex={tab} onClick={mark} aria-label={`${leaf.path}: ${markWords(leaf)}`} data-testid={`mark-${leaf.path}`}>
            {markWords(leaf)}
          </button>
        </small>
      )}
      {isWatched && <small className={css.watched} data-testid={`watched-${leaf.path}`}> changed by the connector file</small>}
    </span>
  );
}

export const LeafRow = memo(function LeafRow({ leaf, change, hidden, fixed, index, doings, editable, isEditing, isActive, isWatched, integration, connector, onActive }: Props) {
  const [shown, setShown] = useState<string | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const wasEditing = useRef(false);
  const isLit = useIsLit(leaf.path);
  const stored = leaf.layer === "override" ? change === undefined : leaf.layer === "integration" || leaf.layer === "integrationOption";
  const { reveal } = doings.bench();
  const tab = isActive ? 0 : -1;

  useEffect(() => {
    // Only where the focus was in the editor: a click elsewhere takes it where it was meant to go.
    if (wasEditing.current && !isEditing && (document.activeElement === document.body || row.current?.contains(document.activeElement))) row.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  const show = () => {
    if (shown !== null) setShown(null);
    else void reveal?.(leaf.path, leaf.layer !== "override").then((value) => setShown(showValue(value)), () => setShown(null));
  };
  const lit = lights(leaf.path);
  const focus = (event: FocusEvent) => {
    lit.onFocus();
    if (event.target === row.current) onActive(leaf.path);
  };
  const looks = [css.row, change && css.changed, isLit && css.lit, isWatched && css.fresh, isEditing && css.editing].filter(Boolean).join(" ");
  return (
    <div ref={row} role="row" aria-rowindex={index + 2} tabIndex={tab} className={looks} style={{ boxShadow: leaf.layer === "override" ? `inset 2px 0 0 ${layerColour("override")}` : undefined }} data-row={leaf.path} data-testid={`leaf-${leaf.path}`} data-layer={leaf.layer} data-lit={isLit || undefined} {...lit} onFocus={focus} onDoubleClick={() => editable && !fixed && !isEditing && doings.edit(leaf.path)}>
      <Path leaf={leaf} isWatched={isWatched} mark={isMarkable(leaf) && !isEditing ? () => void markSecret(integration, leaf.path, !leaf.secret) : null} tab={tab} />
      <span role="gridcell" className={css.value}>
        {isEditing ? <LeafEditor leaf={leaf} onDone={() => doings.edit(null)} /> : <LeafValue leaf={leaf} change={change} shown={shown} />}
        <span className={css.narrow} aria-hidden="true">
          <LayerMark layer={leaf.layer} /> {EFFECT_WORDS[leaf.effect]}
        </span>
        <Beneath leaf={leaf} hidden={hidden} connector={connector} tab={tab} />
      </span>
      <span role="gridcell" className={css.layer}>
        <i style={{ background: layerColour(leaf.layer) }} aria-hidden="true" />
        <LayerHome layer={leaf.layer} path={leaf.path} connector={connector} tab={tab} />
      </span>
      <span role="gridcell" className={css.effect}>
        {EFFECT_WORDS[leaf.effect]}
      </span>
      <span role="gridcell" className={css.acts}>
        {leaf.secret && stored && reveal && (
          <Button look="quiet" tabIndex={tab} onClick={show} aria-label={`${shown === null ? "Reveal" : "Hide"} ${leaf.path}`}>
            {shown === null ? "Reveal" : "Hide"}
          </Button>
        )}
        {leaf.layer === "override" && editable && (
          <Button look="quiet" tabIndex={tab} onClick={() => doings.reset(leaf.path)} aria-label={`Reset ${leaf.path} to what lies beneath`} data-testid={`reset-${leaf.path}`}>
            Reset
          </Button>
        )}
        {editable && !fixed && !isEditing && (
          <Button look="quiet" tabIndex={tab} onClick={() => doings.edit(leaf.path)} aria-label={`Edit ${leaf.path}`} data-testid={`edit-${leaf.path}`}>
            Edit
          </Button>
        )}
      </span>
    </div>
  );
});
