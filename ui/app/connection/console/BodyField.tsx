/** The request's body. Whether it is JSON is only said: anything may be sent. */
import { useId } from "react";
import css from "./RequestForm.module.css";

function remark(body: string): string {
  if (body.trim() === "") return "";
  try {
    JSON.parse(body);
    return "JSON";
  } catch {
    return "text";
  }
}

export function BodyField({ value, onValue }: { value: string; onValue: (body: string) => void }) {
  const id = useId();
  return (
    <div className={css.body}>
      <label htmlFor={id}>
        Body <span>{remark(value)}</span>
      </label>
      <textarea id={id} rows={Math.min(12, Math.max(4, value.split("\n").length))} value={value} onChange={(event) => onValue(event.target.value)} placeholder='{"name": "Ada"}' spellCheck={false} data-testid="call-request-body" />
    </div>
  );
}
