/** The request that is being written in a connection's console. Kept while other screens are shown. */
import type { CallView } from "../../../shared/generated/CallView";
import type { SavedRequest } from "../../../shared/generated/SavedRequest";
import { headerIn } from "../../../shared/http";
import { pathOf } from "../../calls/copyAs";
import { go } from "../../route";

export interface HeaderRow {
  name: string;
  value: string;
}

export interface CallDraft {
  method: string;
  path: string;
  headers: readonly HeaderRow[];
  body: string;
  /** The saved request that it was made of. */
  saved: string | null;
}

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
export const FIRST: CallDraft = { method: "GET", path: "/me", headers: [], body: "", saved: null };

/** What was being written, by connection. */
const kept = new Map<string, CallDraft>();

export const draftOf = (connection: string): CallDraft => kept.get(connection) ?? FIRST;
export const keepDraft = (connection: string, draft: CallDraft): void => void kept.set(connection, draft);

export const hasBody = (method: string): boolean => method !== "GET" && method !== "HEAD";

/** The headers that are filled in, as the engine takes them. */
export const headersOf = (draft: CallDraft): [string, string][] => draft.headers.filter((row) => row.name.trim() !== "").map((row) => [row.name.trim(), row.value.trim()]);

/** What the headers say the body is; null where they say nothing. */
export const contentTypeOf = (draft: CallDraft): string | null => headerIn(headersOf(draft).filter(([, value]) => value !== ""), "Content-Type") ?? null;

export const bodyOf = (draft: CallDraft): string => (hasBody(draft.method) ? draft.body : "");

export const fromSaved = (saved: SavedRequest): CallDraft => ({ method: saved.method, path: saved.path, headers: saved.headers.map(([name, value]) => ({ name, value })), body: saved.body, saved: saved.id });

/** A record has neither headers nor body, so these begin empty. */
export const fromCall = (call: Pick<CallView, "method" | "url">): CallDraft => ({ ...FIRST, method: call.method, path: pathOf(call.url) });

export const toSaved = (draft: CallDraft, integration: string, name: string, id: string | null): SavedRequest => ({ id, integration, name, method: draft.method, path: draft.path.trim(), headers: headersOf(draft), body: bodyOf(draft) });

/** Whether a request has more than a method and a path, and is not kept as it stands: then it must not be lost. */
export function isWritten(draft: CallDraft, saved: readonly SavedRequest[]): boolean {
  const now = toSaved(draft, "", "", draft.saved);
  if (now.body === "" && now.headers.length === 0) return false;
  const same = (one: SavedRequest) => one.id === now.id && one.method === now.method && one.path === now.path && one.body === now.body && JSON.stringify(one.headers) === JSON.stringify(now.headers);
  return !saved.some(same);
}

export interface Suggestion {
  method: string;
  path: string;
  /** The saved request; null for one that was only sent. */
  saved: SavedRequest | null;
}

const MOST = 8;

/** What the path may be meant to become: saved requests first, then what was sent, each once. */
export function suggest(typed: string, saved: readonly SavedRequest[], past: readonly CallView[]): Suggestion[] {
  const all = [...saved.map((one) => ({ method: one.method, path: one.path, saved: one as SavedRequest | null })), ...past.map((one) => ({ method: one.method, path: pathOf(one.url), saved: null }))];
  const word = typed.trim().toLowerCase();
  const seen = new Set<string>();
  return all
    .filter((one) => {
      const key = `${one.method} ${one.path}`;
      const fits = one.path.toLowerCase().includes(word) || (one.saved?.name.toLowerCase().includes(word) ?? false);
      if (!fits || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, MOST);
}

/** Puts a recorded call into its connection's console, and shows that. */
export function openInConsole(call: Pick<CallView, "connectionId" | "method" | "url">): void {
  keepDraft(call.connectionId, fromCall(call));
  go({ screen: "connection", id: call.connectionId, tab: "calls" });
}
