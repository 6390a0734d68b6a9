/** One field of the form. It writes into the override as it is typed; Reset takes the key out again. */
import { useId, useState } from "react";
import { Button } from "../../shared/components/Button";
import { LAYER_WORDS } from "../../shared/components/layers";
import { getAt, readPatch } from "../../shared/params/patch";
import type { Field } from "../../shared/params/schema";
import { fromInput, isMask, showValue, toInput } from "../../shared/params/value";
import css from "./FormView.module.css";
import { put, reset, type Workbench } from "./model";
import { ValueInput } from "./ValueInput";

export function OverrideField({ bench, field, editable }: { bench: Workbench; field: Field; editable: boolean }) {
  const [typing, setTyping] = useState<string | null>(null);
  const note = useId();
  const own = getAt(readPatch(bench.text) ?? {}, field.name);
  const leaf = bench.preview?.leaves.find((one) => one.path === field.name);
  const read = typing === null || typing === "" ? null : fromInput(typing, field);
  const wrong = read && "problem" in read ? read.problem : bench.preview?.problems.find((one) => one.path === field.name)?.message;
  const inherited = leaf && leaf.layer !== "override" ? leaf : null;
  const beneath = inherited ?? leaf?.beneath[0];

  const type = (text: string) => {
    setTyping(text);
    if (text === "") return field.secret ? undefined : reset(bench, field.name);
    const next = fromInput(text, field);
    if ("value" in next) put(bench, field.name, next.value);
  };
  return (
    <div className={own === undefined ? css.field : `${css.field} ${css.set}`}>
      <div className={css.label}>
        <b>{field.title}</b>
        {field.title !== field.name && <code>{field.name}</code>}
        {own !== undefined && (
          <Button look="quiet" disabled={!editable} onClick={() => { setTyping(null); reset(bench, field.name); }} aria-label={`Reset ${field.name}`}>
            Reset
          </Button>
        )}
      </div>
      <ValueInput label={field.title} field={{ ...field, secret: field.secret || leaf?.secret === true }} value={typing ?? toInput(own, field)} onValue={type} onBlur={() => setTyping(null)} disabled={!editable} placeholder={beneath ? showValue(beneath.value) : field.placeholder} problemId={wrong === undefined ? undefined : note} />
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
