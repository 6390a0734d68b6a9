/** The input that fits a field's kind. */
import type { Field } from "../../shared/params/schema";
import css from "./ValueInput.module.css";

interface Props {
  label: string;
  field: Field;
  value: string;
  onValue: (value: string) => void;
  onBlur?: () => void;
  placeholder?: string;
  problemId?: string | undefined;
  disabled?: boolean;
  autoFocus?: boolean;
}

export function ValueInput({ label, field, value, onValue, onBlur, placeholder, problemId, disabled, autoFocus }: Props) {
  const shared = { "aria-label": label, className: css.input, value, onBlur, disabled, autoFocus, "aria-invalid": problemId !== undefined || undefined, "aria-describedby": problemId, "data-testid": `value-${field.name}` };
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
  if (field.kind === "strings" || field.kind === "json") {
    return <textarea {...shared} rows={Math.min(8, Math.max(2, value.split("\n").length))} placeholder={placeholder ?? field.placeholder} spellCheck={false} onChange={(event) => onValue(event.target.value)} />;
  }
  return <input {...shared} type={field.secret ? "password" : "text"} inputMode={field.kind === "string" ? "text" : "decimal"} placeholder={field.secret ? "A new value; empty keeps the old" : (placeholder ?? field.placeholder)} autoComplete="off" spellCheck={false} onChange={(event) => onValue(event.target.value)} />;
}
