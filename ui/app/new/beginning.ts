/** The override that a new draft begins with: a preset's, its secrets masked, and the environment that was chosen. */
import type { PresetView } from "../../shared/generated/PresetView";
import { setAt } from "../../shared/params/patch";
import { layPreset } from "../presets/lay";

export function beginning(preset: PresetView | undefined, variant: string | null): string {
  const text = (preset && layPreset("{}", preset.overrides, true)?.text) ?? "{}";
  return variant === null ? text : (setAt(text, "variant", variant) ?? text);
}
