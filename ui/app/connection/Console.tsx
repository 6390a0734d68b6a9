/** Sends requests through a connection, and shows what came back and what was sent before. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorBox } from "../../shared/components/ErrorBox";
import type { CallAnswer } from "../../shared/generated/CallAnswer";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { CallForm, type CallDraft } from "./CallForm";
import { CallResult } from "./CallResult";
import css from "./Console.module.css";
import { parseHeaders } from "./headers";
import { PastCalls } from "./PastCalls";

const FIRST: CallDraft = { method: "GET", path: "/me", headers: "", body: "" };

/** What was being written, by connection, so that leaving the tab does not lose it. */
const kept = new Map<string, CallDraft>();

export function Console({ id }: { id: string }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<CallDraft>(() => kept.get(id) ?? FIRST);
  const change = (next: CallDraft) => {
    kept.set(id, next);
    setDraft(next);
  };
  const send = useMutation<CallAnswer, ErrorView>({
    mutationFn: () => {
      const bodied = draft.body !== "" && draft.method !== "GET" && draft.method !== "HEAD";
      return rpc("call", { connection: id, method: draft.method, path: draft.path.trim(), headers: parseHeaders(draft.headers), ...(bodied ? { body: draft.body } : {}) });
    },
    onSettled: () => {
      for (const command of ["calls", "connection_show"]) void client.invalidateQueries({ queryKey: [command] });
    },
  });
  return (
    <div className={css.console}>
      <section className={css.work} aria-label="Request and response">
        <CallForm draft={draft} onChange={change} busy={send.isPending} onSend={() => send.mutate()} />
        <div aria-live="polite" className={css.result}>
          {send.error && <ErrorBox error={send.error} />}
          {send.data && !send.error && <CallResult answer={send.data} />}
          {!send.data && !send.error && <p className={css.hint}>The credential, and the headers and query of this connection's parameters, are added for you. Ctrl+Enter sends.</p>}
        </div>
      </section>
      <PastCalls id={id} onPick={(call) => change({ ...FIRST, ...call })} />
    </div>
  );
}
