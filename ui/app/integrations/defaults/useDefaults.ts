/** The defaults of an integration, or of one of its ways to sign in, while they are edited. Unsaved edits outlast the page. */
import { useQuery } from "@tanstack/react-query";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import type { IntegrationDetail } from "../../../shared/generated/IntegrationDetail";
import type { ParamProblem } from "../../../shared/generated/ParamProblem";
import type { Preview } from "../../../shared/generated/Preview";
import { rpc } from "../../../shared/host";
import { isObject, type JsonObject, readPatch, sameOverride, writePatch } from "../../../shared/params/patch";
import { isMask } from "../../../shared/params/value";
import { keyOf } from "../../../shared/query";
import { say } from "../../../shared/toast";
import { leavesIn } from "../../history/leaves";
import { forget, useTimeline } from "../../parameters/timelines";
import { useSettled } from "../../parameters/usePreview";
import { useSet } from "../useSet";
import { type Difference, differenceOf, wordsFor } from "./difference";

export interface Defaults {
  text: string;
  setText: (text: string, run?: string) => void;
  undo: () => void;
  redo: () => void;
  patch: JsonObject | null;
  dirty: boolean;
  difference: Difference;
  problems: readonly ParamProblem[];
  /** What saving will do; empty where nothing changed. */
  words: string;
  save: () => void;
  discard: () => void;
  saving: boolean;
  error: ErrorView | null;
}

const NONE: readonly ParamProblem[] = [];
const PAUSE_MS = 150;

/** A text's own places say nothing about the whole, of which it is only the part that changed. */
const placeless = (problems: readonly ParamProblem[]): ParamProblem[] => problems.map((one) => ({ ...one, line: null, column: null }));

export function useDefaults(detail: IntegrationDetail, option: string | null): Defaults {
  const { id, key, connections, name } = detail.summary;
  const given = option === null ? detail.parameters : detail.optionParameters[option];
  const stored = isObject(given) ? given : {};
  const storedText = writePatch(stored);
  const line = `integration ${id} ${option ?? ""}`;
  const written = useTimeline(line, storedText);
  const { text } = written;
  const patch = readPatch(text);
  const dirty = !sameOverride(text, storedText);
  const settled = useSettled(text, PAUSE_MS);
  const asked = differenceOf(settled, stored);
  const payload = { subject: { kind: "new" as const, integration: key, option }, text: asked.text };
  const dry = useQuery<Preview, ErrorView>({ queryKey: keyOf("parameters_preview", payload), queryFn: () => rpc("parameters_preview", payload), enabled: dirty && asked.text !== "{}", gcTime: 10_000 });
  const difference = differenceOf(text, stored);
  const effectOf = (path: string) => dry.data?.changes.find((one) => one.path === path)?.effect ?? detail.leaves.find((one) => one.path === path)?.effect ?? "live";
  const found = dirty && settled === text && asked.text !== "{}" ? (dry.data?.problems ?? NONE) : NONE;
  const problems = patch === null ? found : placeless(found);
  const set = useSet(key);

  const save = () => {
    if (!patch) return;
    const secret = leavesIn(stored).some(([path, value]) => isMask(value) && difference.set.includes(path));
    const undo = () => rpc("integration_set", { key, name: null, parameters: stored, set: {}, unset: [], option, redirect: null, surface: null }).then((before) => set.follow(before));
    set.mutate(
      { parameters: patch, option },
      {
        onSuccess: () => {
          forget(line);
          say(`Saved the defaults of ${name}.${secret ? " Undo brings back all but the secret." : ""}`, { undo });
        },
      },
    );
  };
  return { ...written, patch, dirty, difference, problems, words: wordsFor(difference, effectOf, connections), save, discard: () => forget(line), saving: set.isPending, error: set.error };
}
