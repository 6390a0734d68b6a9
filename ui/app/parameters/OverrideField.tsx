/** One field of the form. It writes into the override as it is typed; Reset takes the key out again. */
import { useId, useState } from "react";
import { Button } from "../../shared/components/Button";
import { LAYER_WORDS } from "../../shared/components/layers";
import { scopesKnown } from "../../shared/editor/knowledge";
import { getAt, readPatch } from "../../shared/params/patch";
import type { Field } from "../../shared/params/schema";
import { fromInput, isMask, showValue } from "../../shared/params/value";
import css from "./FormView.module.css";
import { lights, useIsLit } from "./lit";
import { put, reset, resetWithUndo, type Workbench } from "./model";
import { toRaw, ValueInput } from "./ValueInput";

interface Props {
  bench: Workbench;
  now: () => Workbench;
  field: Field;
  editable: boolean;
}

export function OverrideField({ bench, now, field, editable }: Props) {
  const [typing, setTyping] = useState<{ raw: string; text: string } | null>(null);
  const note = useId();
  const isLit = useIsLit(field.name);
  const own = getAt(readPatch(bench.text) ?? {}, field.name);
  const leaf = bench.preview?.leaves.find((one) => one.path === field.name);
  // What is half typed is shown as typed, until the draft says something else: by undo, or in another view.
  const raw = typing !== null && typing.text === bench.text ? typing.raw : toRaw(own, field);
  const read = typing === null || raw === "" ? null : fromInput(raw, field);
  const wrong = read && "problem" in read ? read.problem : bench.preview?.problems.find((one) => one.path === field.name)?.message;
  const inherited = leaf && leaf.layer !== "override" ? leaf : null;
  const beneath = inherited ?? leaf?.beneath[0];

  const type = (next: string) => {
    let text = bench.text;
    const writer = { text, setText: (changed: string, run?: string) => { text = changed; bench.setText(changed, run); } };
    const run = `form ${field.name}`;
    const value = next === "" ? null : fromInput(next, field);
    if (next === "" && !field.secret) reset(writer, field.name, run);
    else if (value && "value" in value) put(writer, field.name, value.value, run);
    setTyping({ raw: next, text });
  };
  return (
    <div className={[css.field, own !== undefined && css.set, isLit && css.lit].filter(Boolean).join(" ")} data-testid={`field-${field.name}`} {...lights(field.name)}>
      <div className={css.label}>
        <b>{field.title}</b>
        {field.title !== field.name && <code>{field.name}</code>}
        {own !== undefined && (
          <Button look="quiet" disabled={!editable} onClick={() => { setTyping(null); resetWithUndo(now, field.name); }} aria-label={`Reset ${field.name}`}>
            Reset
          </Button>
        )}
      </div>
      <ValueInput label={field.title} field={{ ...field, secret: field.secret || leaf?.secret === true }} value={raw} onValue={type} suggestions={field.name === "scopes" ? scopesKnown(bench.preview?.leaves ?? [], bench.schema) : []} onBlur={() => setTyping(null)} disabled={!editable} placeholder={beneath ? showValue(beneath.value).slice(0, 120) : field.placeholder} problemId={wrong === undefined ? undefined : note} />
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
}
