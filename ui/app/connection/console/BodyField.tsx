/** The request's body: JSON with an editor's help, unless a Content-Type header says that it is something else. Anything may be sent. */
import { useId } from "react";
import { Button } from "../../../shared/components/Button";
import { JsonEditor } from "../../../shared/editor/JsonEditor";
import { pretty } from "../../../shared/format";
import { beginsLikeJson } from "../../../shared/http";
import css from "./RequestForm.module.css";

interface Props {
  value: string;
  /** The Content-Type header; null where there is none. */
  type: string | null;
  onValue: (body: string) => void;
}

const TEST_ID = "call-request-body";
/** Pixels. */
const LINE = 20;

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

/** What the body is, and as what it is sent: where no header says it, the engine does for what begins like JSON. */
function wordsOf(body: string, type: string | null): string {
  if (body.trim() === "") return "";
  const begins = beginsLikeJson(body);
  const kind = isJson(body) ? "JSON" : begins ? "not JSON yet" : "text";
  if (type !== null) return kind;
  return begins ? `${kind}, sent as application/json` : `${kind}, sent without a Content-Type`;
}

export function BodyField({ value, type, onValue }: Props) {
  const id = useId();
  const json = type === null || /json/i.test(type);
  const set = json && isJson(value) ? pretty(value) : value;
  const lines = Math.min(14, Math.max(4, value.split("\n").length));
  return (
    <div className={css.body}>
      <div className={css.label}>
        {json ? <span>Body</span> : <label htmlFor={id}>Body</label>}
        <span>{wordsOf(value, type)}</span>
        {set !== value && (
          <Button look="quiet" onClick={() => onValue(set)} data-testid="body-format">
            Format
          </Button>
        )}
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
