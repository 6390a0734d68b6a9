/** How a sign-in in another window ended: told by that window's message and by an event stream, whichever comes first. */
import type { Told } from "../../shared/components/ErrorBox";
import type { Connection } from "./wire";
import { told } from "./wire";

export type Outcome = { connection: Connection } | { error: Told };

interface Result {
  source?: string;
  requestId?: string;
  type?: string;
  connection?: Connection;
  error?: string;
  errorData?: unknown;
}

function read(data: unknown, requestId: string): Outcome | null {
  if (typeof data !== "object" || data === null) return null;
  const result = data as Result;
  if (result.source !== "integration.app" || result.requestId !== requestId) return null;
  if (result.type === "newConnectionCreated" && result.connection) return { connection: result.connection };
  if (result.type === "newConnectionFailure") return { error: told(result.errorData ?? { message: result.error }) };
  return null;
}

function parse(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** Waits for the result of one request. `onOutcome` is called at most once; the answer stops the waiting. */
export function listen(requestId: string, token: string | null, onOutcome: (outcome: Outcome) => void): () => void {
  const stop = () => {
    window.removeEventListener("message", onMessage);
    stream.close();
  };
  const settle = (data: unknown) => {
    const outcome = read(data, requestId);
    if (!outcome) return;
    stop();
    onOutcome(outcome);
  };
  const onMessage = (event: MessageEvent) => {
    // The result page is the API's own, as this page is: nobody else has anything to say here.
    if (event.origin === location.origin) settle(event.data);
  };
  // Left to reconnect by itself: the API keeps a result for a minute.
  const stream = new EventSource(`/sse/connection-events/${requestId}?token=${encodeURIComponent(token ?? "")}`);
  stream.onmessage = (event: MessageEvent) => settle(parse(event.data));
  window.addEventListener("message", onMessage);
  return stop;
}

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
const LENGTH = 22;

/** An id that nobody can guess, in the SDK's form: 22 digits of base 36. */
export function newRequestId(): string {
  let id = "";
  while (id.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      // 252 is the largest multiple of 36 in a byte: above it, the first digits would be likelier.
      if (byte < 252 && id.length < LENGTH) id += DIGITS[byte % 36];
    }
  }
  return id;
}
