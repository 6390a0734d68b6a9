/** The input that fits a field's kind. */
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import type { Field } from "../../shared/params/schema";
import { toInput } from "../../shared/params/value";
import { ChipsInput } from "./ChipsInput";
import css from "./ValueInput.module.css";

/** A value as this input's text. A list is one item a line, and its last line is what is being typed. */
export function toRaw(value: JsonValue | undefined, field: Field): string {
  const text = toInput(value, field);
  return field.kind === "strings" && text !== "" ? `${text}\n` : text;
}

interface Props {
  label: string;
  field: Field;
  value: string;
  onValue: (value: string) => void;
  /** Items that a list may be made of. */
  suggestions?: readonly string[];
  onBlur?: () => void;
  placeholder?: string;
  problemId?: string | undefined;
  disabled?: boolean;
  autoFocus?: boolean;
}

export function ValueInput({ label, field, value, onValue, suggestions = [], onBlur, placeholder, problemId, disabled, autoFocus }: Props) {
  const testId = `value-${field.name}`;
  const shared = { "aria-label": label, className: css.input, value, onBlur, disabled, autoFocus, "aria-invalid": problemId !== undefined || undefined, "aria-describedby": problemId, "data-testid": testId };
  if (field.kind === "strings") {
    return <ChipsInput label={label} value={value} onValue={onValue} suggestions={suggestions.length > 0 ? suggestions : field.choices} placeholder={placeholder ?? field.placeholder} problemId={problemId} disabled={disabled} autoFocus={autoFocus} testId={testId} onBlur={onBlur} />;
  }
  const choices = field.kind === "boolean" ? ["true", "false"] : field.choices;
  if (choices.length > 0) {
    return (
      <select {...shared} onChange={(event) => onValue(event.target.value)}>
        {!choices.includes(value) && <option value={value}>{value === "" ? (placeholder ?? "not set") : value}</option>}
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  if (field.kind === "json") {
    return <textarea {...shared} rows={Math.min(10, Math.max(2, value.split("\n").length))} placeholder={placeholder ?? field.placeholder} spellCheck={false} onChange={(event) => onValue(event.target.value)} />;
  }
  return <input {...shared} type={field.secret ? "password" : "text"} inputMode={field.kind === "string" ? "text" : "decimal"} placeholder={field.secret ? "A new value; empty keeps the old" : (placeholder ?? field.placeholder)} autoComplete="off" spellCheck={false} onChange={(event) => onValue(event.target.value)} />;
}
