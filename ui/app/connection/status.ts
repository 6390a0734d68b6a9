/** HTTP statuses as lamps and words. */
import type { CallView } from "../../shared/generated/CallView";
import type { Light } from "../../shared/components/Lamp";
import { figure } from "../../shared/format";
import { headerIn } from "../../shared/http";

const MEANINGS: Record<number, string> = { 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content", 301: "Moved", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone", 412: "Precondition Failed", 413: "Content Too Large", 415: "Unsupported Media Type", 422: "Unprocessable", 429: "Too Many Requests", 500: "Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Unavailable", 504: "Gateway Timeout" };

export const meaningOf = (status: number): string => MEANINGS[status] ?? "";

const WORDS: Record<number, string> = {
  401: "The provider refuses these credentials, also with a fresh token where there is one. Test the connection, or reconnect it.",
  403: "The credentials are good, but not for this: a scope may be missing, or the account may not do it.",
  404: "There is nothing at this path, or this account may not see it. Check the base URL under Parameters.",
  405: "The path is there, but does not take this method.",
  415: "The provider does not read a body of this kind. Say which it is with a Content-Type header.",
  429: "The provider wants fewer calls.",
};

/** What a `Retry-After` asks for (RFC 9110 §10.2.3: seconds, or a date). */
function waitOf(headers: readonly (readonly [string, string])[]): string {
  const said = headerIn(headers, "Retry-After")?.trim();
  if (said === undefined || said === "") return "";
  return /^\d+$/.test(said) ? ` It asks to wait ${figure(Number(said))} s.` : ` It asks to wait until ${said}.`;
}

/** The same of an answer whose headers are known: with how long to wait, where it says so. */
export function wordsOfAnswer({ status, headers }: { status: number; headers: readonly (readonly [string, string])[] }): string | null {
  const words = wordsOf(status);
  return words === null || (status !== 429 && status < 500) ? words : words + waitOf(headers);
}

/** What a status means for whoever made the call; null where the name says it all. */
export function wordsOf(status: number): string | null {
  if (status >= 500) return "The provider itself is in trouble. What was sent may or may not have been carried out.";
  if (status >= 300 && status < 400 && status !== 304) return "The provider sends elsewhere. Redirects to another origin are not followed, because the credentials must not go there.";
  return WORDS[status] ?? null;
}

/** How a call ended, as short as can be. One that the engine refused was never at the provider. */
export function endOf({ status, attempts, error }: Pick<CallView, "status" | "attempts" | "error">): string {
  if (status !== null) return String(status);
  // Of one whose caller left before the answer it is not known how far it got.
  return attempts === 0 && error !== null && error.code !== "internal" ? "not sent" : "no answer";
}

export function lightOfStatus(status: number | null): Light {
  if (status === null || status >= 500) return "red";
  return status >= 400 ? "amber" : "green";
}
