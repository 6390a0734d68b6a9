/** The request's body. What it is is only said, and JSON can be set out in lines: anything may be sent. */
import { useId } from "react";
import { Button } from "../../../shared/components/Button";
import { pretty } from "../../../shared/format";
import css from "./RequestForm.module.css";

function kindOf(body: string): "" | "JSON" | "text" {
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
  const kind = kindOf(value);
  const set = kind === "JSON" ? pretty(value) : value;
  return (
    <div className={css.body}>
      <div className={css.label}>
        <label htmlFor={id}>Body</label>
        <span>{kind === "text" && /^\s*[[{]/.test(value) ? "not JSON yet" : kind}</span>
        {set !== value && (
          <Button look="quiet" onClick={() => onValue(set)} data-testid="body-format">
            Format
          </Button>
        )}
      </div>
      <textarea id={id} rows={Math.min(12, Math.max(4, value.split("\n").length))} value={value} onChange={(event) => onValue(event.target.value)} placeholder='{"name": "Ada"}' spellCheck={false} data-testid="call-request-body" />
    </div>
  );
}
