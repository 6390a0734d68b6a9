/** A layer's word, leading to where that layer is edited. */
import { LAYER_WORDS } from "../../shared/components/layers";
import type { Layer } from "../../shared/generated/Layer";
import { formatRoute } from "../route";
import css from "./LeafRow.module.css";

/** Where a layer is edited; null for the one at hand and for what nobody sets by hand. */
function home(layer: Layer, integration: string, connector: string): { href: string; words: string } | null {
  if (layer === "integration" || layer === "integrationOption") return { href: formatRoute({ screen: "integration", key: integration }), words: "Edit in integration" };
  if (layer === "connector" || layer === "option" || layer === "variant") return { href: formatRoute({ screen: "connector", key: connector }), words: "Show in connector" };
  return null;
}

interface Props {
  layer: Layer;
  path: string;
  integration: string;
  connector: string;
  tab: number;
}

export function LayerHome({ layer, path, integration, connector, tab }: Props) {
  const place = home(layer, integration, connector);
  if (!place) return <span>{LAYER_WORDS[layer]}</span>;
  return (
    <a href={place.href} tabIndex={tab} className={css.home} title={place.words} aria-label={`${LAYER_WORDS[layer]}. ${place.words}: ${path}`}>
      {LAYER_WORDS[layer]}
    </a>
  );
}
