/** Keeping and deleting presets, each with the way back. */
import type { QueryClient } from "@tanstack/react-query";
import type { PresetView } from "../../shared/generated/PresetView";
import { rpc } from "../../shared/host";
import { isObject, writePatch } from "../../shared/params/patch";
import { keyOf } from "../../shared/query";
import { say, sayProblem } from "../../shared/toast";

export const textOf = (preset: PresetView): string => writePatch(isObject(preset.overrides) ? preset.overrides : {});

/** Puts what was kept into the list at once; the engine's word follows. */
export function noted(client: QueryClient, preset: PresetView): void {
  client.setQueryData<PresetView[]>(keyOf("presets", {}), (all) => [preset, ...(all ?? []).filter((one) => one.id !== preset.id)]);
  void client.invalidateQueries({ queryKey: ["presets"] });
}

/** Saves a preset again as it was. Its secrets are masked here, and the engine still has them. */
export async function putBack(client: QueryClient, preset: PresetView): Promise<void> {
  try {
    noted(client, await rpc("preset_save", { id: preset.id, name: preset.name, ...(preset.integration === null ? {} : { integration: preset.integration }), text: textOf(preset) }));
  } catch (thrown) {
    sayProblem(thrown);
  }
}

/** Deletes at once. The engine keeps a deleted preset for an hour, so it can come back whole. */
export async function remove(client: QueryClient, preset: PresetView): Promise<void> {
  await rpc("preset_delete", { preset: preset.id });
  client.setQueryData<PresetView[]>(keyOf("presets", {}), (all) => all?.filter((one) => one.id !== preset.id));
  void client.invalidateQueries({ queryKey: ["presets"] });
  say(`Deleted the preset “${preset.name}”.`, { undo: () => void putBack(client, preset) });
}
