/** Colour means layer, everywhere; so do these words. */
import type { Effect } from "../generated/Effect";
import type { Layer } from "../generated/Layer";

export const LAYER_WORDS: Record<Layer, string> = {
  connector: "connector",
  option: "option",
  variant: "variant",
  integration: "integration",
  integrationOption: "integration (option)",
  override: "override",
  input: "input",
  discovered: "discovered",
};

/** The token that a layer is drawn in. */
const COLOURS: Record<Layer, string> = {
  connector: "connector",
  option: "variant",
  variant: "variant",
  integration: "integration",
  integrationOption: "integration",
  override: "override",
  input: "input",
  discovered: "input",
};

export const layerColour = (layer: Layer): string => `var(--${COLOURS[layer]})`;

export const EFFECT_WORDS: Record<Effect, string> = { none: "nowhere", live: "next call", refresh: "at refresh", reconnect: "at reconnect" };
