/** What the provider needs from the person who connects. Wrong or missing answers are said beside their field. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "../shared/components/Button";
import { ErrorBox, type Told } from "../shared/components/ErrorBox";
import { SelectField, TextField } from "../shared/components/TextField";
import type { JsonValue } from "../shared/generated/serde_json/JsonValue";
import { type Field, fieldsOf } from "../shared/params/schema";
import { toInput } from "../shared/params/value";
import { Head } from "./Head";
import css from "./pieces.module.css";
import { checkInput, readInput } from "./input";

interface Props {
  provider: string;
  schema: JsonValue | undefined;
  busy: boolean;
  error: Told | null;
  onSubmit: (input: JsonValue) => void;
  onCancel?: (() => void) | undefined;
  /** In place of the usual head. */
  head?: ReactNode;
  /** Between head and fields. */
  children?: ReactNode;
  /** What the fields start with, by name. */
  initial?: Readonly<Record<string, JsonValue>>;
  submit?: string;
  focusFirst?: boolean;
}

const YES_NO = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

/** A list stands in one line here. */
const line = (value: JsonValue | undefined, field: Field) => toInput(value, field).replaceAll("\n", ", ");
const start = (fields: readonly Field[], initial: Readonly<Record<string, JsonValue>>) => Object.fromEntries(fields.map((field) => [field.name, line(initial[field.name] ?? field.initial, field)]));

/** What a field says of itself: its description, and how to write several. */
function hintOf(field: Field): string | undefined {
  const several = field.kind === "strings" ? "Separate several with commas." : "";
  return [field.description, several].filter(Boolean).join(" ") || undefined;
}

export function InputForm({ provider, schema, busy, error, onSubmit, onCancel, head, children, initial = {}, submit = "Connect", focusFirst = true }: Props) {
  // What may be left out comes last.
  const fields = [...fieldsOf(schema)].sort((a, b) => Number(b.required) - Number(a.required));
  const [values, setValues] = useState<Record<string, string>>(() => start(fields, initial));
  const [tried, setTried] = useState(false);
  const wrong = tried ? checkInput(fields, values) : {};
  const told = new Map(error?.problems.map((problem) => [problem.path, problem.message]));
  const rest = error && !error.problems.some((problem) => fields.some((field) => field.name === problem.path)) ? error : null;
  const form = useRef<HTMLFormElement>(null);
  const refused = error?.problems.find((problem) => fields.some((field) => field.name === problem.path))?.path;
  useEffect(() => {
    if (refused !== undefined) form.current?.querySelector<HTMLElement>(`[data-testid="input-${CSS.escape(refused)}"]`)?.focus();
  }, [error, refused]);
  const set = (name: string) => (value: string) => setValues((all) => ({ ...all, [name]: value }));
  const draw = (field: Field, index: number) => {
    const choices = field.kind === "boolean" ? YES_NO : field.choices.map((choice) => ({ value: choice, label: choice }));
    const shared = { label: field.required ? field.title : `${field.title} (optional)`, value: values[field.name] ?? "", onValue: set(field.name), hint: hintOf(field), problem: wrong[field.name] ?? told.get(field.name), autoFocus: focusFirst && index === 0, "aria-required": field.required, "data-testid": `input-${field.name}` };
    if (choices.length > 0) return <SelectField key={field.name} {...shared} items={[{ value: "", label: "Choose…" }, ...choices]} />;
    return <TextField key={field.name} {...shared} type={field.secret ? "password" : "text"} placeholder={field.placeholder} prefix={field.prefix} suffix={field.suffix} />;
  };
  return (
    <>
      {head ?? <Head provider={provider} title={`Connect ${provider}`} words={`${provider} asks for this to recognise you.`} />}
      <form
        ref={form}
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
        {children}
        {fields.map(draw)}
        {rest && <ErrorBox error={rest} />}
        <div className={css.acts}>
          <Button type="submit" look="primary" busy={busy} data-testid="input-submit">
            {submit}
          </Button>
          {onCancel && (
            <Button look="quiet" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </div>
      </form>
    </>
  );
}
