/** What the provider needs from the person who connects. Wrong or missing answers are said beside their field. */
import { useState } from "react";
import { Button } from "../shared/components/Button";
import { ErrorBox } from "../shared/components/ErrorBox";
import { SelectField, TextField } from "../shared/components/TextField";
import type { ErrorView } from "../shared/generated/ErrorView";
import type { JsonValue } from "../shared/generated/serde_json/JsonValue";
import { type Field, fieldsOf } from "../shared/params/schema";
import { Head } from "./Head";
import css from "./pieces.module.css";
import { checkInput, readInput } from "./input";

interface Props {
  provider: string;
  schema: JsonValue;
  busy: boolean;
  error: ErrorView | null;
  onSubmit: (input: JsonValue) => void;
  onCancel: () => void;
}

export function InputForm({ provider, schema, busy, error, onSubmit, onCancel }: Props) {
  const fields = fieldsOf(schema);
  const [values, setValues] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const wrong = tried ? checkInput(fields, values) : {};
  const told = new Map(error?.problems.map((problem) => [problem.path, problem.message]));
  const rest = error && !error.problems.some((problem) => fields.some((field) => field.name === problem.path)) ? error : null;
  const set = (name: string) => (value: string) => setValues((all) => ({ ...all, [name]: value }));
  const draw = (field: Field, index: number) => {
    const choices = field.kind === "boolean" ? ["true", "false"] : field.choices;
    const shared = { label: field.required ? field.title : `${field.title} (optional)`, value: values[field.name] ?? "", onValue: set(field.name), hint: field.description || undefined, "data-testid": `input-${field.name}` };
    if (choices.length > 0) return <SelectField key={field.name} {...shared} items={[{ value: "", label: "Choose…" }, ...choices.map((choice) => ({ value: choice, label: choice }))]} />;
    return <TextField key={field.name} {...shared} type={field.secret ? "password" : "text"} placeholder={field.placeholder} problem={wrong[field.name] ?? told.get(field.name)} autoFocus={index === 0} />;
  };
  return (
    <>
      <Head provider={provider} title={`Connect ${provider}`} words={`${provider} asks for this to recognise you.`} />
      <form
        className={css.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          const [first] = Object.keys(checkInput(fields, values));
          if (first === undefined) onSubmit(readInput(fields, values));
          else event.currentTarget.querySelector<HTMLElement>(`[data-testid="input-${CSS.escape(first)}"]`)?.focus();
        }}
      >
        {fields.map(draw)}
        {rest && <ErrorBox error={rest} />}
        <div className={css.acts}>
          <Button type="submit" look="primary" busy={busy} data-testid="input-submit">
            Connect
          </Button>
          <Button look="quiet" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      </form>
    </>
  );
}
