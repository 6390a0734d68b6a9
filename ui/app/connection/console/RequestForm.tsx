/** A request: method, path, headers and body, and the button that sends it through this connection. */
import type { KeyboardEvent, MouseEvent } from "react";
import { Button } from "../../../shared/components/Button";
import type { ConnectionSummary } from "../../../shared/generated/ConnectionSummary";
import { EnvironmentTag } from "../EnvironmentTag";
import { BodyField } from "./BodyField";
import { type CallDraft, contentTypeOf, fromSaved, hasBody, METHODS, type Suggestion } from "./draft";
import { HeaderRows } from "./HeaderRows";
import { PathField } from "./PathField";
import css from "./RequestForm.module.css";

interface Props {
  summary: ConnectionSummary;
  draft: CallDraft;
  onChange: (draft: CallDraft) => void;
  /** Puts another request in the place of this one. */
  onTake: (draft: CallDraft) => void;
  suggestions: readonly Suggestion[];
  busy: boolean;
  onSend: () => void;
  onCancel: () => void;
  onSave: () => void;
}

export function RequestForm({ summary, draft, onChange, onTake, suggestions, busy, onSend, onCancel, onSave }: Props) {
  const bodied = hasBody(draft.method);
  const keys = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!busy) onSend();
  };
  const giveUp = (event: MouseEvent) => {
    // It is the same element as Send, so that the focus stays: its press would end as that of Send, and send again.
    event.preventDefault();
    onCancel();
  };
  return (
    <form
      className={css.form}
      aria-label="Request"
      onKeyDown={keys}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSend();
      }}
    >
      <div className={css.line}>
        <select aria-label="Method" value={draft.method} onChange={(event) => onChange({ ...draft, method: event.target.value })} data-testid="call-method">
          {METHODS.map((method) => (
            <option key={method}>{method}</option>
          ))}
        </select>
        <PathField value={draft.path} onValue={(path) => onChange({ ...draft, path })} suggestions={suggestions} onPick={({ method, path, saved }) => (saved === null ? onChange({ ...draft, method, path }) : onTake(fromSaved(saved)))} />
        {busy ? (
          <Button onClick={giveUp} data-testid="call-cancel">
            Cancel
          </Button>
        ) : (
          <Button type="submit" look="primary" title="Ctrl+Enter" data-testid="call-send">
            Send
          </Button>
        )}
        <Button look="quiet" onClick={onSave} data-testid="save-request">
          Save…
        </Button>
      </div>
      <p className={css.through}>
        Through {summary.name} <EnvironmentTag summary={summary} />
      </p>
      <div className={bodied ? css.both : undefined}>
        <HeaderRows rows={draft.headers} onChange={(headers) => onChange({ ...draft, headers })} />
        {bodied && <BodyField value={draft.body} type={contentTypeOf(draft)} onValue={(body) => onChange({ ...draft, body })} />}
      </div>
    </form>
  );
}
