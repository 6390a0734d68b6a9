/** What lies beneath a value, each layer leading to where it is edited. Many layers are folded. */
import { useState } from "react";
import { LAYER_WORDS, layerColour } from "../../shared/components/layers";
import type { Hidden } from "../../shared/generated/Hidden";
import type { LeafView } from "../../shared/generated/LeafView";
import { showValue } from "../../shared/params/value";
import { LayerHome } from "./LayerHome";
import css from "./LeafRow.module.css";

/** Layers that are shown without being asked for. */
const SHOWN = 2;

const LONGEST = 180;

const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

interface Props {
  leaf: LeafView;
  hidden: Hidden | undefined;
  connector: string;
  tab: number;
}

export function Beneath({ leaf, hidden, connector, tab }: Props) {
  const [open, setOpen] = useState(false);
  const shown = open ? leaf.beneath : leaf.beneath.slice(0, SHOWN);
  return (
    <>
      {shown.map((under, index) => (
        <span key={`${index} ${under.layer}`} className={css.under}>
          <i style={{ background: layerColour(under.layer) }} />
          <LayerHome layer={under.layer} path={leaf.path} connector={connector} tab={tab} />
          <span className={css.mono}>{under.value === null ? "removed" : short(showValue(under.value))}</span>
        </span>
      ))}
      {leaf.beneath.length > SHOWN && (
        <button type="button" tabIndex={tab} className={css.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Fewer layers" : `${leaf.beneath.length - SHOWN} more beneath`}
        </button>
      )}
      {hidden && (
        <span className={css.hidden} data-testid={`hidden-${leaf.path}`}>
          variant {hidden.variant}: {leaf.path} hidden by the {LAYER_WORDS[hidden.by]}
        </span>
      )}
    </>
  );
}
