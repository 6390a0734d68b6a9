/** A layer's colour and word. */
import type { Layer } from "../generated/Layer";
import { LAYER_WORDS, layerColour } from "./layers";
import css from "./LayerMark.module.css";

export function LayerMark({ layer }: { layer: Layer }) {
  return (
    <span className={css.mark}>
      <i style={{ background: layerColour(layer) }} aria-hidden="true" />
      {LAYER_WORDS[layer]}
    </span>
  );
}

/** What each colour means. */
export function LayerLegend({ layers }: { layers: readonly Layer[] }) {
  return (
    <div className={css.legend} aria-label="Layers, the lowest first">
      {layers.map((layer) => (
        <LayerMark key={layer} layer={layer} />
      ))}
    </div>
  );
}
