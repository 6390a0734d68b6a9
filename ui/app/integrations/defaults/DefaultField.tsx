/** One parameter of the defaults. An empty field inherits from the connector; Reset takes the value out again. */
import { useId, useState } from "react";
import { Button } from "../../../shared/components/Button";
import { LAYER_WORDS } from "../../../shared/components/layers";
import { Tag } from "../../../shared/components/Tag";
import type { IntegrationDetail } from "../../../shared/generated/IntegrationDetail";
import { getAt, setAt, unsetAt } from "../../../shared/params/patch";
import type { Field } from "../../../shared/params/schema";
import { fromInput, isMask, showValue } from "../../../shared/params/value";
import { toRaw, ValueInput } from "../../parameters/ValueInput";
import css from "./Defaults.module.css";
import { Secret } from "./Secret";
import type { Defaults } from "./useDefaults";

const OWN = ["integration", "integrationOption"];

interface Props {
  detail: IntegrationDetail;
  defaults: Defaults;
  field: Field;
  /** The way to sign in whose own parameters these are; null for those of all. */
  option: string | null;
}

export function DefaultField({ detail, defaults, field, option }: Props) {
  const note = useId();
  const [typing, setTyping] = useState<string | null>(null);
  const { text, patch, setText } = defaults;
  const own = patch ? getAt(patch, field.name) : undefined;
  const leaf = detail.leaves.find((one) => one.path === field.name);
  const beneath = leaf && (OWN.includes(leaf.layer) ? leaf.beneath.find((one) => !OWN.includes(one.layer)) : leaf);
  const secret = field.secret || leaf?.secret === true;
  const read = typing === null || typing === "" ? null : fromInput(typing, field);
  const wrong = read && "problem" in read ? read.problem : defaults.problems.find((one) => one.path === field.name)?.message;
  const lacks = detail.summary.missing.some((one) => one.path === field.name) && own === undefined;

  const reset = () => {
    setTyping(null);
    const next = unsetAt(text, field.name);
    if (next !== null) setText(next);
  };
  const type = (typed: string) => {
    setTyping(typed);
    if (typed === "") {
      const next = secret ? null : unsetAt(text, field.name);
      if (next !== null) setText(next, field.name);
      return;
    }
    const value = fromInput(typed, field);
    const next = "value" in value ? setAt(text, field.name, value.value) : null;
    if (next !== null) setText(next, field.name);
  };
  const suggestions = Array.isArray(beneath?.value) ? beneath.value.filter((one): one is string => typeof one === "string") : [];
  const hint = [field.description, own === undefined && beneath && `From the ${LAYER_WORDS[beneath.layer]}.`, own === null && "Removed (null): left out, whatever lies beneath."].filter(Boolean).join(" ");
  return (
    <div className={css.field} data-set={own !== undefined || undefined} data-testid={`default-${field.name}`}>
      <div className={css.label}>
        <b>{field.title}</b>
        {field.title !== field.name && <code>{field.name}</code>}
        {field.required && <Tag>required</Tag>}
        {own !== undefined && (
          <Button look="quiet" onClick={reset} aria-label={`Reset ${field.name}`}>
            Reset
          </Button>
        )}
      </div>
      {isMask(own) && <Secret integration={detail.summary.key} option={option} path={field.name} />}
      <ValueInput label={field.title} field={{ ...field, secret }} value={typing ?? toRaw(own, field)} onValue={type} onBlur={() => setTyping(null)} suggestions={suggestions} placeholder={beneath ? showValue(beneath.value) : field.placeholder} problemId={wrong === undefined ? undefined : note} disabled={patch === null} />
      {wrong !== undefined ? (
        <p id={note} className={css.problem}>
          {wrong}
        </p>
      ) : (
        (hint !== "" || lacks) && <p className={css.hint}>{lacks ? <b className={css.lacks}>Still needed before anything can connect. </b> : null}{hint}</p>
      )}
    </div>
  );
}
