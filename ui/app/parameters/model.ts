/** What the three views of an override share. */
import { createContext, useContext } from "react";
import type { Change } from "../../shared/generated/Change";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import type { Named } from "../../shared/generated/Named";
import type { Preview } from "../../shared/generated/Preview";
import { type Field, fieldFor } from "../../shared/params/schema";
import { getAt, readPatch, setAt, unsetAt } from "../../shared/params/patch";
import { say } from "../../shared/toast";

export interface Workbench {
  text: string;
  /** `run` names the place that is typed into: what is typed in one go is one step back. */
  setText: (text: string, run?: string) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  /** Whether the text says something else than what is saved. */
  dirty: boolean;
  preview: Preview | undefined;
  schema: JsonValue;
  variants: readonly Named[];
  /** Keys of the integration and of its connector: where the layers beneath are edited. */
  integration: string;
  connector: string;
  /** The option by which it signs in; null for the connector's own way. */
  option: string | null;
  /** Id of the connection; null for a draft. */
  connection: string | null;
  /** Keeps the secrets of this preset with the draft; null where the draft has those of another already, or has no place for them. */
  keepPreset: ((id: string) => void) | null;
  /** Asks for a secret in the clear; absent where nothing is stored yet. */
  reveal: ((path: string, fromIntegration: boolean) => Promise<JsonValue>) | null;
}

/** The field that edits a path on this workbench: the variant's choices come from the connector. */
export function fieldOn(bench: Pick<Workbench, "schema" | "variants">, path: string): Field {
  const field = fieldFor(path, bench.schema);
  return path === "variant" && bench.variants.length > 0 ? { ...field, kind: "string", choices: bench.variants.map((one) => one.key) } : field;
}

type Text = Pick<Workbench, "text" | "setText">;

export function put(bench: Text, path: string, value: JsonValue, run?: string): void {
  const next = setAt(bench.text, path, value);
  if (next !== null) bench.setText(next, run);
}

export function reset(bench: Text, path: string, run?: string): void {
  const next = unsetAt(bench.text, path);
  if (next !== null) bench.setText(next, run);
}

/** What a row of the table may do; the same object as long as the screen is shown, so that rows need not be painted for it. */
export interface Doings {
  bench: () => Workbench;
  edit: (path: string | null) => void;
  /** Resets, and says how to take it back. */
  reset: (path: string) => void;
}

export function resetWithUndo(now: () => Workbench, path: string): void {
  const before = getAt(readPatch(now().text) ?? {}, path);
  if (before === undefined) return;
  reset(now(), path);
  say(`${path} is reset to what lies beneath.`, { undo: () => put(now(), path, before), here: true });
}

export const BenchContext = createContext<Workbench | null>(null);

/** The workbench around; for what is painted with each change anyway. */
export function useBench(): Workbench {
  const bench = useContext(BenchContext);
  if (!bench) throw new Error("There is no workbench around this.");
  return bench;
}

/** The change at a path, if what is typed changes it. */
export const changeAt = (preview: Preview | undefined, path: string): Change | undefined => preview?.changes.find((change) => change.path === path);
