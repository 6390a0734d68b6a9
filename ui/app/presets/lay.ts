/** Laying a preset on an override: what the preset names is set, what it does not name stays. */
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { getAt, isObject, readPatch, setAt } from "../../shared/params/patch";
import { isMask } from "../../shared/params/value";
import { leavesIn } from "../history/leaves";

export interface Laid {
  text: string;
  /** Secrets of the preset, which the page does not have: what the draft says there stays. */
  withheld: string[];
}

/** The override with a preset on it; null where the text is no JSON. `masks`: whether a mask may stand for the preset's secret. */
export function layPreset(text: string, overrides: JsonValue, masks = false): Laid | null {
  const under = readPatch(text);
  if (!under || !isObject(overrides)) return null;
  const withheld: string[] = [];
  let laid = text.trim() === "" ? "{}" : text;
  for (const [path, value] of leavesIn(overrides)) {
    if (isMask(value) && !masks) withheld.push(path);
    else if (JSON.stringify(getAt(under, path)) !== JSON.stringify(value)) laid = setAt(laid, path, value) ?? laid;
  }
  return { text: laid, withheld };
}
