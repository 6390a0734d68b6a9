/** The presets, those made on one integration first where it is named. */
import { useMemo } from "react";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { PresetView } from "../../shared/generated/PresetView";
import { isObject } from "../../shared/params/patch";
import { useAsk } from "../../shared/query";
import { leavesIn } from "../history/leaves";

export interface Presets {
  presets: readonly PresetView[];
  error: ErrorView | null;
  pending: boolean;
}

export function usePresets(integration?: string): Presets {
  const { data, error, isPending } = useAsk("presets", {});
  const presets = useMemo(() => {
    const away = (one: PresetView) => (integration === undefined || one.integration === integration ? 0 : one.integration === null ? 1 : 2);
    return [...(data ?? [])].sort((a, b) => away(a) - away(b) || a.name.localeCompare(b.name));
  }, [data, integration]);
  return { presets, error, pending: isPending };
}

/** What a preset sets, in few words. */
export function gistOf(preset: PresetView): string {
  const paths = isObject(preset.overrides) ? leavesIn(preset.overrides).map(([path]) => path) : [];
  return paths.length === 0 ? "sets nothing yet" : paths.length > 3 ? `${paths.slice(0, 2).join(", ")}, ${paths.length - 2} more` : paths.join(", ");
}
