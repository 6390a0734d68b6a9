/** One parameter of the integration beneath an override: what it says there, what another value would do, and setting it. */
import type { Effect } from "../../shared/generated/Effect";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { getAt, isObject, setAt } from "../../shared/params/patch";
import type { Field } from "../../shared/params/schema";
import { fromInput, isMask } from "../../shared/params/value";
import { useAsk } from "../../shared/query";
import { say } from "../../shared/toast";
import { useSet } from "../integrations/useSet";
import { useSettled } from "./usePreview";

export interface IntegrationValue {
  /** What the integration itself says; undefined where it says nothing. */
  own: JsonValue | undefined;
  /** What is wrong with what is typed; null where nothing is. */
  problem: string | null;
  effect: Effect;
  /** Sets what is typed; undefined takes the value out, so that what lies beneath speaks. */
  save: (value: JsonValue | undefined) => void;
  saving: boolean;
  error: ErrorView | null;
}

const PAUSE_MS = 150;

export const ownValue = (detail: IntegrationDetail, option: string | null, path: string): JsonValue | undefined => {
  const given = option === null ? detail.parameters : detail.optionParameters[option];
  return isObject(given) ? getAt(given, path) : undefined;
};

export function useIntegrationValue(detail: IntegrationDetail, option: string | null, field: Field, raw: string, onSaved: () => void): IntegrationValue {
  const { key, name } = detail.summary;
  const path = field.name;
  const own = ownValue(detail, option, path);
  const settled = useSettled(raw, PAUSE_MS);
  const read = settled === "" ? null : fromInput(settled, field);
  const tried = read && "value" in read ? setAt("{}", path, read.value) : null;
  const asked = useAsk("parameters_preview", { subject: { kind: "new", integration: key, option }, text: tried ?? "{}" }, { enabled: tried !== null, keep: true });
  const found = tried === null ? undefined : asked.data?.problems.find((one) => one.path === path);
  const effect = asked.data?.leaves.find((one) => one.path === path)?.effect ?? detail.leaves.find((one) => one.path === path)?.effect ?? "none";
  const set = useSet(key);

  const change = (value: JsonValue | undefined) => (value === undefined ? { unset: [path], option } : { set: { [path]: value }, option });
  const save = (value: JsonValue | undefined) =>
    set.mutate(change(value), {
      onSuccess: () => {
        // A secret that was there is known to the engine alone, so there is no way back to it.
        const undo = isMask(own) ? null : () => set.mutate(change(own));
        say(value === undefined ? `${path} is taken out of ${name}.` : `${path} is set in ${name}, for every connection that does not override it.`, { undo });
        onSaved();
      },
    });
  return { own, problem: read && "problem" in read ? read.problem : (found?.message ?? null), effect, save, saving: set.isPending, error: set.error };
}
