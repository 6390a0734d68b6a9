/** The override that a new draft begins with: a preset's, and the environment that was chosen. */
import type { PresetView } from "../../shared/generated/PresetView";
import { setAt } from "../../shared/params/patch";
import { layPreset } from "../presets/lay";

export interface Beginning {
  text: string;
  /** Secrets of the preset that the page does not have. */
  withheld: readonly string[];
}

export function beginning(preset: PresetView | undefined, variant: string | null): Beginning {
  const laid = (preset && layPreset("{}", preset.overrides)) ?? { text: "{}", withheld: [] };
  return variant === null ? laid : { ...laid, text: setAt(laid.text, "variant", variant) ?? laid.text };
}
