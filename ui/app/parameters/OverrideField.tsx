/** One field of the form. It writes into the override as it is typed; Reset takes the key out again. */
import { memo, useId, useState } from "react";
import { Button } from "../../shared/components/Button";
import { LAYER_WORDS } from "../../shared/components/layers";
import type { LeafView } from "../../shared/generated/LeafView";
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import type { Field } from "../../shared/params/schema";
import { fromInput, isMask, showValue } from "../../shared/params/value";
import css from "./FormView.module.css";
import { lights, useIsLit } from "./lit";
import { put, reset, resetWithUndo, type Workbench } from "./model";
import { useLater } from "./useLater";
import { toRaw, ValueInput } from "./ValueInput";

interface Props {
  field: Field;
  /** What the override itself says; undefined where it says nothing. */
  own: JsonValue | undefined;
  leaf: LeafView | undefined;
  problem: string | undefined;
  suggestions: readonly string[];
  editable: boolean;
  now: () => Workbench;
}

/** What is being typed, and what the override says before and after it is written there. */
interface Typing {
  raw: string;
  owns: readonly (string | undefined)[];
}

export const OverrideField = memo(function OverrideField({ field, own, leaf, problem, suggestions, editable, now }: Props) {
  const [typing, setTyping] = useState<Typing | null>(null);
  const note = useId();
  const { later, flush } = useLater();
  const isLit = useIsLit(field.name);
  // What is half typed is shown as typed, until the draft says something else: by undo, or in another view.
  const isTyping = typing !== null && typing.owns.includes(JSON.stringify(own));
  const raw = isTyping ? typing.raw : toRaw(own, field);
  const read = !isTyping || raw === "" ? null : fromInput(raw, field);
  const wrong = read && "problem" in read ? read.problem : problem;
  const inherited = leaf && leaf.layer !== "override" ? leaf : null;
  const beneath = inherited ?? leaf?.beneath[0];

  const type = (next: string) => {
    const run = `form ${field.name}`;
    const value = next === "" ? null : fromInput(next, field);
    const before = JSON.stringify(own);
    const clears = next === "" && !field.secret;
    const after = clears ? undefined : value && "value" in value ? JSON.stringify(value.value) : before;
    setTyping((was) => ({ raw: next, owns: [...(was?.owns.slice(-1) ?? []), before, after] }));
    if (clears) later(() => reset(now(), field.name, run));
    else if (value && "value" in value) later(() => put(now(), field.name, value.value, run));
  };
  const leave = () => {
    flush();
    setTyping(null);
  };
  return (
    <div className={[css.field, own !== undefined && css.set, isLit && css.lit].filter(Boolean).join(" ")} onKeyDown={(event) => (event.ctrlKey || event.metaKey) && flush()} data-testid={`field-${field.name}`} {...lights(field.name)}>
      <div className={css.label}>
        <b>{field.title}</b>
        {field.title !== field.name && <code>{field.name}</code>}
        {own !== undefined && (
          <Button look="quiet" disabled={!editable} onClick={() => { setTyping(null); resetWithUndo(now, field.name); }} aria-label={`Reset ${field.name}`}>
            Reset
          </Button>
        )}
      </div>
      <ValueInput label={field.title} field={{ ...field, secret: field.secret || leaf?.secret === true }} value={raw} onValue={type} suggestions={suggestions} onBlur={leave} disabled={!editable} placeholder={beneath ? showValue(beneath.value).slice(0, 120) : field.placeholder} problemId={wrong === undefined ? undefined : note} />
      {wrong !== undefined && <p id={note} className={css.problem}>{wrong}</p>}
      {wrong === undefined && (
        <p className={css.hint}>
          {own === null && "Removed (null): left out, whatever lies beneath. "}
          {isMask(own) && "A secret is set. "}
          {own === undefined && inherited && `Inherits from the ${LAYER_WORDS[inherited.layer]}. `}
          {field.description}
        </p>
      )}
    </div>
  );
});
