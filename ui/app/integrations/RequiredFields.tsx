/** What a new integration needs before anything can connect: its client, and whatever else the connector requires. */
import { useState } from "react";
import { TextField } from "../../shared/components/TextField";
import type { ConnectorSummary } from "../../shared/generated/ConnectorSummary";
import { getAt, readPatch, setAt, unsetAt } from "../../shared/params/patch";
import type { Field } from "../../shared/params/schema";
import { fromInput } from "../../shared/params/value";
import { useAsk } from "../../shared/query";
import { toRaw, ValueInput } from "../parameters/ValueInput";
import { sectionsOf } from "./defaults/sections";
import css from "./NewIntegration.module.css";

/** Asked for at once also where a connector can do without: most providers cannot. */
const CLIENT = ["clientId", "clientSecret"];

interface Props {
  connector: ConnectorSummary;
  text: string;
  onText: (text: string) => void;
}

export function RequiredFields({ connector, text, onText }: Props) {
  const shown = useAsk("connector_show", { key: connector.key, version: null });
  if (!shown.data) return null;
  const fields = sectionsOf(shown.data.parametersSchema, connector.kind, connector.name)
    .flatMap(([, all]) => all)
    .filter((field) => field.required || CLIENT.includes(field.name));
  if (fields.length === 0) return <p className={css.note}>It needs nothing from you. Defaults can be set on its page.</p>;
  return (
    <fieldset className={css.fields}>
      <legend>What it needs; all of it can be given later</legend>
      {fields.map((field) => (
        <One key={field.name} field={field} text={text} onText={onText} />
      ))}
    </fieldset>
  );
}

function One({ field, text, onText }: { field: Field; text: string; onText: (text: string) => void }) {
  const [typing, setTyping] = useState<string | null>(null);
  const type = (typed: string) => {
    setTyping(typed);
    const read = fromInput(typed, field);
    const next = typed === "" ? unsetAt(text, field.name) : "value" in read ? setAt(text, field.name, read.value) : null;
    if (next !== null) onText(next);
  };
  // Nothing is stored yet that an empty field could keep.
  if (field.secret) return <TextField label={field.title} type="password" value={typing ?? ""} onValue={type} placeholder={field.placeholder} hint={field.description || "Encrypted, and masked wherever it is shown."} data-testid={`add-${field.name}`} />;
  return (
    <div className={css.field} data-testid={`add-${field.name}`}>
      <b>{field.title}</b>
      <ValueInput label={field.title} field={field} value={typing ?? toRaw(getAt(readPatch(text) ?? {}, field.name), field)} onValue={type} onBlur={() => setTyping(null)} placeholder={field.placeholder} />
      {field.description !== "" && <p className={css.note}>{field.description}</p>}
    </div>
  );
}
