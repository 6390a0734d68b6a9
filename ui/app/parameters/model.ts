/** What the three views of an override share. */
import type { Change } from "../../shared/generated/Change";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import type { Named } from "../../shared/generated/Named";
import type { Preview } from "../../shared/generated/Preview";
import { type Field, fieldFor } from "../../shared/params/schema";
import { setAt, unsetAt } from "../../shared/params/patch";

export interface Workbench {
  text: string;
  setText: (text: string) => void;
  preview: Preview | undefined;
  schema: JsonValue;
  variants: readonly Named[];
  /** Asks for a secret in the clear; absent where nothing is stored yet. */
  reveal: ((path: string, fromIntegration: boolean) => Promise<JsonValue>) | null;
}

/** The field that edits a path on this workbench: the variant's choices come from the connector. */
export function fieldOn(bench: Workbench, path: string): Field {
  const field = fieldFor(path, bench.schema);
  return path === "variant" && bench.variants.length > 0 ? { ...field, kind: "string", choices: bench.variants.map((one) => one.key) } : field;
}

export function put(bench: Workbench, path: string, value: JsonValue): void {
  const next = setAt(bench.text, path, value);
  if (next !== null) bench.setText(next);
}

export function reset(bench: Workbench, path: string): void {
  const next = unsetAt(bench.text, path);
  if (next !== null) bench.setText(next);
}

/** The change at a path, if what is typed changes it. */
export const changeAt = (preview: Preview | undefined, path: string): Change | undefined => preview?.changes.find((change) => change.path === path);
