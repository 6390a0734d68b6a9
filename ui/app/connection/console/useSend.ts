/**
 * Sends a request and waits for the answer. Giving up only stops the waiting: what is already on its way at the provider
 * cannot be taken back, so its answer is ignored when it comes.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import type { CallAnswer } from "../../../shared/generated/CallAnswer";
import type { ErrorView } from "../../../shared/generated/ErrorView";
import { rpc } from "../../../shared/host";
import { asError } from "../../../shared/problem";
import { bodyOf, type CallDraft, headersOf } from "./draft";

export type Sent =
  | { at: "nothing" }
  | { at: "waiting"; since: number }
  | { at: "cancelled"; after: number }
  | { at: "failed"; error: ErrorView; request: CallDraft }
  | { at: "answered"; answer: CallAnswer; request: CallDraft };

/** The last answer of each connection, so that leaving the tab does not lose it. */
const last = new Map<string, Sent>();

export interface Sending {
  sent: Sent;
  send: (draft: CallDraft) => void;
  cancel: () => void;
}

export function useSend(connection: string): Sending {
  const client = useQueryClient();
  const [sent, setSent] = useState<Sent>(() => last.get(connection) ?? { at: "nothing" });
  const run = useRef(0);
  const begun = useRef(0);
  const put = useCallback(
    (next: Sent) => {
      if (next.at === "answered" || next.at === "failed") last.set(connection, next);
      setSent(next);
    },
    [connection],
  );
  const send = useCallback(
    (draft: CallDraft) => {
      run.current += 1;
      const mine = run.current;
      begun.current = Date.now();
      put({ at: "waiting", since: begun.current });
      const body = bodyOf(draft);
      rpc("call", { connection, method: draft.method, path: draft.path.trim(), headers: headersOf(draft), ...(body === "" ? {} : { body }) })
        .then((answer): Sent => ({ at: "answered", answer, request: draft }))
        .catch((thrown: unknown): Sent => ({ at: "failed", error: asError(thrown), request: draft }))
        .then((next) => {
          if (mine === run.current) put(next);
          for (const command of ["calls", "call_log", "connection_show", "connections"]) void client.invalidateQueries({ queryKey: [command] });
        });
    },
    [client, connection, put],
  );
  const cancel = useCallback(() => {
    run.current += 1;
    put({ at: "cancelled", after: Date.now() - begun.current });
  }, [put]);
  return useMemo(() => ({ sent, send, cancel }), [sent, send, cancel]);
}
