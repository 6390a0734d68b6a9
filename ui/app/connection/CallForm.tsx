/** A request: method, path, and where wanted headers and a body. */
import { type KeyboardEvent, useState } from "react";
import { Button } from "../../shared/components/Button";
import css from "./CallForm.module.css";

export interface CallDraft {
  method: string;
  path: string;
  headers: string;
  body: string;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

interface Props {
  draft: CallDraft;
  onChange: (draft: CallDraft) => void;
  busy: boolean;
  onSend: () => void;
}

export function CallForm({ draft, onChange, busy, onSend }: Props) {
  const [more, setMore] = useState(draft.headers !== "" || draft.body !== "");
  const bodied = draft.method !== "GET" && draft.method !== "HEAD";
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!busy) onSend();
  };
  return (
    <form
      className={css.form}
      onKeyDown={keys}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <div className={css.line}>
        <select aria-label="Method" value={draft.method} onChange={(event) => onChange({ ...draft, method: event.target.value })} data-testid="call-method">
          {METHODS.map((method) => (
            <option key={method}>{method}</option>
          ))}
        </select>
        <input aria-label="Path" value={draft.path} onChange={(event) => onChange({ ...draft, path: event.target.value })} placeholder="/path under the base URL" spellCheck={false} autoComplete="off" data-testid="call-path" />
        <Button type="submit" look="primary" busy={busy} title="Ctrl+Enter" data-testid="call-send">
          Send
        </Button>
      </div>
      {more || bodied ? (
        <div className={css.more}>
          <label>
            Headers
            <textarea rows={3} value={draft.headers} onChange={(event) => onChange({ ...draft, headers: event.target.value })} placeholder="Accept: application/json" spellCheck={false} data-testid="call-headers" />
          </label>
          {bodied && (
            <label>
              Body
              <textarea rows={3} value={draft.body} onChange={(event) => onChange({ ...draft, body: event.target.value })} placeholder='{"name": "Ada"}' spellCheck={false} data-testid="call-request-body" />
            </label>
          )}
        </div>
      ) : (
        <div>
          <Button look="quiet" onClick={() => setMore(true)}>
            Add headers
          </Button>
        </div>
      )}
    </form>
  );
}
