/** Sends requests through a connection, and shows what came back, what is saved and what was sent before. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../../shared/components/Button";
import { ErrorBox } from "../../../shared/components/ErrorBox";
import { useNow } from "../../../shared/components/useNow";
import type { ConnectionSummary } from "../../../shared/generated/ConnectionSummary";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import { useAsk } from "../../../shared/query";
import { say, sayProblem } from "../../../shared/toast";
import { type Action, useActions } from "../../actions/actions";
import { begin } from "../../connect/begin";
import { ms } from "../bench/tally";
import css from "./Console.module.css";
import { type CallDraft, draftOf, fromCall, fromSaved, isWritten, keepDraft, suggest } from "./draft";
import { Past, usePast } from "./Past";
import { RequestForm } from "./RequestForm";
import { ResponsePane } from "./ResponsePane";
import { Saved } from "./Saved";
import { SaveDialog } from "./SaveDialog";
import side from "./Side.module.css";
import { type Sending, useSend } from "./useSend";

export function Console({ summary }: { summary: ConnectionSummary }) {
  const { id, integrationKey } = summary;
  const [draft, setDraft] = useState<CallDraft>(() => draftOf(id));
  const [saving, setSaving] = useState(false);
  const sending = useSend(id);
  const saved = useAsk("saved_requests", { integration: integrationKey });
  const past = usePast(id);
  const change = useCallback(
    (next: CallDraft) => {
      keepDraft(id, next);
      setDraft(next);
    },
    [id],
  );
  const requests = saved.data;
  /** Puts another request into the form. */
  const take = useCallback(
    (next: CallDraft) => {
      const before = draftOf(id);
      change(next);
      if (isWritten(before, requests ?? [])) say(`${before.method} ${before.path} was in the form, and is not saved.`, { undo: () => change(before) });
    },
    [id, change, requests],
  );
  const suggestions = useMemo(() => suggest(draft.path, saved.data ?? [], past.data ?? []), [draft.path, saved.data, past.data]);
  const busy = sending.sent.at === "waiting";
  const latest = useRef({ busy });
  useEffect(() => {
    latest.current = { busy };
  });
  const { send, cancel } = sending;
  useActions(
    useMemo<Action[]>(() => {
      const group = "Console";
      return [
        { id: "console.send", title: "Send the request", group, keys: "mod+enter", words: "call run", run: () => !latest.current.busy && send(draftOf(id)) },
        { id: "console.cancel", title: "Stop waiting for the answer", group, keys: "mod+.", words: "cancel abort", run: () => latest.current.busy && cancel() },
        { id: "console.save", title: "Save the request…", group, keys: "mod+s", run: () => setSaving(true) },
        { id: "console.path", title: "Write the path", group, keys: "/", run: () => document.querySelector<HTMLInputElement>('[data-testid="call-path"]')?.select() },
        ...(saved.data ?? []).map((request): Action => ({ id: `console.saved.${request.id}`, title: `Request: ${request.name}`, group, words: `${request.method} ${request.path}`, run: () => take(fromSaved(request)) })),
      ];
    }, [id, send, cancel, take, saved.data]),
  );
  return (
    <div className={css.console}>
      <section className={css.work} aria-label="Request and response">
        <RequestForm summary={summary} draft={draft} onChange={change} onTake={take} suggestions={suggestions} busy={busy} onSend={() => send(draftOf(id))} onCancel={cancel} onSave={() => setSaving(true)} />
        <div className={css.result}>
          <Outcome sending={sending} connection={id} onAgain={() => send(draft)} />
        </div>
      </section>
      <aside className={side.side} aria-label="Saved and past requests">
        <Saved saved={saved.data ?? []} chosen={draft.saved} onPick={(request) => take(fromSaved(request))} />
        <Past connection={id} past={past} onPick={(call) => take(fromCall(call))} />
      </aside>
      <SaveDialog draft={draft} integration={integrationKey} saved={saved.data ?? []} open={saving} onClose={() => setSaving(false)} onSaved={(request) => change({ ...draft, saved: request.id })} />
    </div>
  );
}

function Waited({ since }: { since: number }) {
  const now = useNow(100);
  return <> {ms(Math.max(0, now - since))}</>;
}

/** An address that was typed is outside for another reason than a changed parameter, and no reconnect lets it in. */
function elsewhere(error: ErrorView, request: CallDraft): ErrorView {
  const typed = error.code === "binding_changed" && /^[a-z][a-z\d+.-]*:/i.test(request.path.trim());
  return typed ? { ...error, next: "Write a path under the base URL instead. Where this connection's credentials may go stands in its overview." } : error;
}

/** A line that is read out, and beneath it the answer. */
function Outcome({ sending, connection, onAgain }: { sending: Sending; connection: string; onAgain: () => void }) {
  const { sent } = sending;
  return (
    <>
      <p className={css.said} role="status" data-testid="call-said">
        {sent.at === "nothing" && "The credential, and the headers and query of this connection's parameters, are added for you. Ctrl+Enter sends."}
        {sent.at === "waiting" && (
          <>
            Waiting for the provider.
            <span aria-hidden="true">
              <Waited since={sent.since} />
            </span>
          </>
        )}
        {sent.at === "cancelled" && `Cancelled after ${ms(sent.after)}. The provider may still carry it out; its answer is ignored here and stays in the list of past calls.`}
        {sent.at === "answered" && <span className={css.heard}>Answered {sent.answer.status}</span>}
      </p>
      {sent.at === "failed" && (
        <ErrorBox error={elsewhere(sent.error, sent.request)}>
          {sent.error.code === "needs_reconnect" && (
            <Button onClick={() => void begin({ kind: "connection", id: connection }).catch(sayProblem)} data-testid="call-reconnect">
              Reconnect
            </Button>
          )}
          <Button onClick={onAgain}>Send again</Button>
        </ErrorBox>
      )}
      {sent.at === "answered" && <ResponsePane key={sent.answer.id} answer={sent.answer} request={sent.request} connection={connection} />}
    </>
  );
}
