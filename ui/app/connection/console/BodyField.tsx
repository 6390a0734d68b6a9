/** The request's body: JSON with an editor's help, unless a Content-Type header says that it is something else. Anything may be sent. */
import { useId } from "react";
import { Button } from "../../../shared/components/Button";
import { JsonEditor } from "../../../shared/editor/JsonEditor";
import { pretty } from "../../../shared/format";
import css from "./RequestForm.module.css";

interface Props {
  value: string;
  /** The Content-Type header; null where there is none. */
  type: string | null;
  onValue: (body: string) => void;
  /** Says with a header that the body is JSON. */
  onJson: () => void;
}

const TEST_ID = "call-request-body";
/** Pixels. */
const LINE = 20;

function kindOf(body: string): "" | "JSON" | "text" {
  if (body.trim() === "") return "";
  try {
    JSON.parse(body);
    return "JSON";
  } catch {
    return "text";
  }
}

export function BodyField({ value, type, onValue, onJson }: Props) {
  const id = useId();
  const kind = kindOf(value);
  const json = type === null || /json/i.test(type);
  const set = json && kind === "JSON" ? pretty(value) : value;
  // The engine says so of such a body by itself, where no header says otherwise.
  const bracketed = /^\s*[[{]/.test(value);
  const lines = Math.min(14, Math.max(4, value.split("\n").length));
  return (
    <div className={css.body}>
      <div className={css.label}>
        {json ? <span>Body</span> : <label htmlFor={id}>Body</label>}
        <span>{kind === "text" && bracketed ? "not JSON yet" : kind}</span>
        {type === null && bracketed && <span>sent as application/json</span>}
        <span className={css.right}>
          {type === null && kind === "JSON" && (
            <Button look="quiet" onClick={onJson} title="Adds the header, to be changed where it is another kind of JSON" data-testid="body-say-json">
              Set Content-Type
            </Button>
          )}
          {set !== value && (
            <Button look="quiet" onClick={() => onValue(set)} data-testid="body-format">
              Format
            </Button>
          )}
        </span>
      </div>
      {json ? (
        <div style={{ height: lines * LINE + 18 }}>
          <JsonEditor text={value} onText={onValue} label="Body" plain layer="none" testId={TEST_ID} />
        </div>
      ) : (
        <textarea id={id} rows={lines} value={value} onChange={(event) => onValue(event.target.value)} spellCheck={false} data-testid={TEST_ID} />
      )}
    </div>
  );
}
