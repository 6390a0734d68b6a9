/** The defaults of an integration, or of one of its ways to sign in, while they are edited. Unsaved edits outlive the window. */
import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import type { IntegrationDetail } from "../../../shared/generated/IntegrationDetail";
import type { ParamProblem } from "../../../shared/generated/ParamProblem";
import type { Preview } from "../../../shared/generated/Preview";
import { rpc } from "../../../shared/host";
import { isObject, type JsonObject, readPatch, writePatch } from "../../../shared/params/patch";
import { isMask } from "../../../shared/params/value";
import { keyOf } from "../../../shared/query";
import { say } from "../../../shared/toast";
import { leavesIn } from "../../history/leaves";
import { type EditsOf, useKeptEdits } from "../../parameters/useKeptEdits";
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
  /** Whether it is known yet if there are edits of an earlier time. */
  ready: boolean;
  /** When those were last changed; null where there are none, or once they were touched. */
  restored: number | null;
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
  const of = useMemo<EditsOf>(() => ({ key: `integration ${id} ${option ?? ""}`, mine: (draft) => draft.defaults === true && draft.integration === key && draft.option === option, draft: { integration: key, tenant: "", name, option, defaults: true } }), [id, key, name, option]);
  const { discard, settle, restored, ready, error: keptError, dirty, text, setText, undo, redo } = useKeptEdits(of, storedText);
  const patch = readPatch(text);
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
    const before = () => rpc("integration_set", { key, name: null, parameters: stored, set: {}, unset: [], option, redirect: null, surface: null }).then((before) => set.follow(before));
    set.mutate(
      { parameters: patch, option },
      {
        onSuccess: (saved) => {
          const now = option === null ? saved.parameters : saved.optionParameters[option];
          settle(writePatch(isObject(now) ? now : {}));
          say(`Saved the defaults of ${name}.${secret ? " Undo brings back all but the secret." : ""}`, { undo: before });
        },
      },
    );
  };
  return { text, setText, undo, redo, patch, dirty, difference, problems, words: wordsFor(difference, effectOf, connections), save, discard, saving: set.isPending, error: set.error ?? keptError, ready, restored };
}
