/** The declared parameters, and those that every connector takes, as fields that write into the defaults' JSON. */
import { LAYER_WORDS } from "../../shared/components/layers";
import { SelectField, TextField } from "../../shared/components/TextField";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import { getAt, readPatch, setAt, unsetAt } from "../../shared/params/patch";
import { type Field, fieldFor, fieldsOf } from "../../shared/params/schema";
import { fromInput, isMask, showValue, toInput } from "../../shared/params/value";
import css from "./Integrations.module.css";

const COMMON = ["clientId", "clientSecret", "scopes"];

interface Props {
  detail: IntegrationDetail;
  text: string;
  onText: (text: string) => void;
}

export function DefaultFields({ detail, text, onText }: Props) {
  const schema = detail.parametersSchema;
  const declared = fieldsOf(schema).filter((field) => field.kind !== "json" && !field.name.includes("."));
  const oauth = ["oauth2", "client_credentials"].includes(detail.summary.kind);
  const common = oauth ? COMMON.filter((name) => !declared.some((field) => field.name === name)).map((name) => fieldFor(name, schema)) : [];
  const patch = readPatch(text);

  const type = (field: Field, typed: string) => {
    const read = fromInput(field.kind === "strings" ? typed.replace(/,$/, "") : typed, field);
    const next = typed === "" ? unsetAt(text, field.name) : "value" in read ? setAt(text, field.name, read.value) : null;
    if (next !== null) onText(next);
  };
  return (
    <div className={css.form}>
      {[...common, ...declared].map((field) => {
        const own = patch ? getAt(patch, field.name) : undefined;
        const leaf = detail.leaves.find((one) => one.path === field.name);
        const beneath = own === undefined ? leaf : leaf?.beneath[0];
        const from = leaf && own === undefined && !leaf.removed ? `From the ${LAYER_WORDS[leaf.layer]}.` : undefined;
        const secret = field.secret || leaf?.secret === true;
        const shared = { label: field.required ? `${field.title} (required)` : field.title, hint: isMask(own) ? "A secret is set. Type to replace it." : [field.description, from].filter(Boolean).join(" ") || undefined, disabled: patch === null, "data-testid": `default-${field.name}` };
        const value = toInput(own, field).replaceAll("\n", " ");
        const choices = field.kind === "boolean" ? ["true", "false"] : field.choices;
        if (choices.length > 0) return <SelectField key={field.name} {...shared} value={value} onValue={(typed) => type(field, typed)} items={[{ value: "", label: beneath ? `inherit (${showValue(beneath.value)})` : "not set" }, ...choices.map((choice) => ({ value: choice, label: choice }))]} />;
        if (field.kind === "strings") return <TextField key={`${field.name} ${value}`} {...shared} defaultValue={value} value={undefined as never} onValue={() => undefined} onBlur={(event) => event.target.value !== value && type(field, event.target.value)} placeholder={beneath ? showValue(beneath.value) : ""} />;
        return <TextField key={field.name} {...shared} type={secret ? "password" : "text"} value={value} onValue={(typed) => type(field, typed)} placeholder={isMask(own) ? "••••••••" : beneath ? showValue(beneath.value) : field.placeholder} />;
      })}
      {common.length + declared.length === 0 && <p className={css.note}>This connector declares no parameters. Headers and the base URL can be set as JSON.</p>}
    </div>
  );
}
