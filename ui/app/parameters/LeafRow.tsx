/** One effective parameter. */
import { Fragment, useEffect, useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { LayerMark } from "../../shared/components/LayerMark";
import { EFFECT_WORDS, LAYER_WORDS, layerColour } from "../../shared/components/layers";
import type { Change } from "../../shared/generated/Change";
import type { LeafView } from "../../shared/generated/LeafView";
import { isReserved } from "../../shared/params/credential";
import { showValue } from "../../shared/params/value";
import { LeafEditor } from "./LeafEditor";
import css from "./LeafRow.module.css";
import { LeafValue } from "./LeafValue";
import { reset, type Workbench } from "./model";

interface Props {
  bench: Workbench;
  leaf: LeafView;
  change: Change | undefined;
  editable: boolean;
  editing: boolean;
  onEdit: (on: boolean) => void;
}

export function LeafRow({ bench, leaf, change, editable, editing, onEdit }: Props) {
  const [shown, setShown] = useState<string | null>(null);
  const editButton = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  const fixed = leaf.layer === "input" || leaf.layer === "discovered" || isReserved(leaf, bench.preview?.leaves ?? []);
  const stored = leaf.layer === "override" ? change === undefined : leaf.layer === "integration" || leaf.layer === "integrationOption";

  useEffect(() => {
    if (wasEditing.current && !editing) editButton.current?.focus();
    wasEditing.current = editing;
  }, [editing]);

  const reveal = () => {
    if (shown !== null) setShown(null);
    else void bench.reveal?.(leaf.path, leaf.layer !== "override").then((value) => setShown(showValue(value)), () => setShown(null));
  };
  return (
    <tr className={change ? css.changed : undefined} data-testid={`leaf-${leaf.path}`} data-layer={leaf.layer}>
      <th scope="row" className={css.path} style={{ boxShadow: leaf.layer === "override" ? `inset 2px 0 0 ${layerColour("override")}` : undefined }}>
        {leaf.path.split(/(?<=\.)/).map((segment, index) => (
          <Fragment key={index}>
            {segment}
            <wbr />
          </Fragment>
        ))}
        {leaf.required && <span className={css.required}> required</span>}
      </th>
      <td className={css.value}>
        {editing ? <LeafEditor bench={bench} leaf={leaf} onDone={() => onEdit(false)} /> : <LeafValue leaf={leaf} change={change} shown={shown} />}
        <span className={css.narrow} aria-hidden="true">
          <LayerMark layer={leaf.layer} /> {EFFECT_WORDS[leaf.effect]}
        </span>
        {leaf.beneath.map((under) => (
          <span key={under.layer} className={css.under}>
            <i style={{ background: layerColour(under.layer) }} />
            {LAYER_WORDS[under.layer]}: <span className={css.mono}>{under.value === null ? "removed" : showValue(under.value)}</span>
          </span>
        ))}
        {!leaf.declared && <span className={css.under}>extends the connector</span>}
      </td>
      <td className={css.layer}>
        <LayerMark layer={leaf.layer} />
      </td>
      <td className={css.effect}>{EFFECT_WORDS[leaf.effect]}</td>
      <td className={css.acts}>
        {leaf.secret && stored && bench.reveal && (
          <Button look="quiet" onClick={reveal} aria-label={`${shown === null ? "Reveal" : "Hide"} ${leaf.path}`}>
            {shown === null ? "Reveal" : "Hide"}
          </Button>
        )}
        {leaf.layer === "override" && editable && (
          <Button look="quiet" onClick={() => reset(bench, leaf.path)} aria-label={`Reset ${leaf.path} to what lies beneath`} data-testid={`reset-${leaf.path}`}>
            Reset
          </Button>
        )}
        {editable && !fixed && !editing && (
          <button ref={editButton} type="button" className={css.edit} onClick={() => onEdit(true)} aria-label={`Edit ${leaf.path}`} data-testid={`edit-${leaf.path}`}>
            Edit
          </button>
        )}
      </td>
    </tr>
  );
}
