/** A layer's word, leading to where that layer is edited: the integration's over the workbench, a connector's on its own page. */
import { LAYER_WORDS } from "../../shared/components/layers";
import type { Layer } from "../../shared/generated/Layer";
import { formatRoute } from "../route";
import css from "./LeafRow.module.css";
import { usePlaces } from "./places";

/** Where a layer is edited; null for the one at hand and for what nobody sets by hand. */
function home(layer: Layer, connector: string): { href: string; words: string } | null {
  if (layer === "connector" || layer === "option" || layer === "variant") return { href: formatRoute({ screen: "connector", key: connector }), words: "Show in connector" };
  return null;
}

interface Props {
  layer: Layer;
  path: string;
  connector: string;
  tab: number;
}

export function LayerHome({ layer, path, connector, tab }: Props) {
  const places = usePlaces();
  if (layer === "integration" || layer === "integrationOption") {
    return (
      <button type="button" tabIndex={tab} className={css.home} title="Edit in the integration" aria-label={`${LAYER_WORDS[layer]}. Edit in the integration: ${path}`} onClick={() => places.integration(path)} data-testid={`layer-${path}`}>
        {LAYER_WORDS[layer]}
      </button>
    );
  }
  const place = home(layer, connector);
  if (!place) return <span>{LAYER_WORDS[layer]}</span>;
  return (
    <a href={place.href} tabIndex={tab} className={css.home} title={place.words} aria-label={`${LAYER_WORDS[layer]}. ${place.words}: ${path}`}>
      {LAYER_WORDS[layer]}
    </a>
  );
}
