/** Parameters, previews and drafts. */
import type { Change } from "../generated/Change";
import type { LeafView } from "../generated/LeafView";
import type { ParamProblem } from "../generated/ParamProblem";
import type { Preview } from "../generated/Preview";
import type { TracedPart } from "../generated/TracedPart";
import { isObject, type JsonObject, readPatch } from "../params/patch";
import { showValue } from "../params/value";
import { SECRET } from "./api.fake";
import { failure, type Answers } from "./host.fake";
import { lastPlace, leavesOf, marked, SCHEMA } from "./layers.fake";
import type { FakeState } from "./state.fake";

const KNOWN = ["scopes", "variant", "connectorVersion", "clientId", "clientSecret", "authorizeParams", "tokenParams", "http", "apiVersion"];

function problemsOf(text: string, patch: JsonObject | null): ParamProblem[] {
  const one = { allowed: KNOWN, nearest: null, line: null, column: null };
  if (!patch) return [{ ...one, path: "", code: "malformed", message: "This is not JSON: something is missing before the end. Close what is open.", ...lastPlace(text) }];
  const unknown = Object.keys(patch).filter((key) => !KNOWN.includes(key));
  const found: ParamProblem[] = unknown.map((path) => ({ ...one, path, code: "unknown_parameter", message: `No such parameter. Did you mean scopes?`, nearest: "scopes" }));
  if (typeof patch["scopes"] === "string") found.push({ ...one, path: "scopes", code: "wrong_type", message: 'This takes a list of texts, like ["contacts.read"].' });
  return found;
}

function changesOf(before: LeafView[], after: LeafView[]): Change[] {
  const paths = new Set([...before, ...after].map((leaf) => leaf.path));
  return [...paths].flatMap((path) => {
    const [a, b] = [before, after].map((leaves) => leaves.find((leaf) => leaf.path === path));
    return JSON.stringify(a?.value) === JSON.stringify(b?.value) ? [] : [{ path, before: a?.value ?? null, after: b?.value ?? null, effect: b?.effect ?? a?.effect ?? "none" }];
  });
}

const listed = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function traced(leaves: LeafView[]): Pick<Preview, "authorize" | "call" | "refresh" | "token"> {
  const leaf = (path: string) => leaves.find((one) => one.path === path);
  const part = (place: string, name: string | null, path: string | null, text = ""): TracedPart => {
    const from = path === null ? undefined : leaf(path);
    return { place, name, pieces: [{ text: from ? (Array.isArray(from.value) ? from.value.join("%20") : showValue(from.value)) : text, layer: from?.layer ?? (place === "path" ? "connector" : null), path, secret: from?.secret ?? false }] };
  };
  const origin = part("origin", null, "http.baseUrl");
  const extra = (prefix: string, place: string) => leaves.filter((one) => one.path.startsWith(prefix) && !one.template && !one.removed).map((one) => part(place, one.path.slice(prefix.length), one.path));
  return {
    authorize: [origin, part("path", null, null, "/authorize"), part("query", "response_type", null, "code"), part("query", "client_id", "clientId"), part("query", "redirect_uri", null, "http%3A%2F%2F127.0.0.1%3A7282%2Foauth-callback%2Fsandbox"), part("query", "scope", "scopes"), ...extra("authorizeParams.", "query"), part("query", "state", null, "‹256 random bits›"), part("query", "code_challenge", null, "‹S256›")],
    token: { method: "POST", parts: [origin, part("path", null, null, "/token")], headers: [], body: [part("body", "grant_type", null, "authorization_code"), part("body", "client_id", "clientId"), part("body", "client_secret", "clientSecret"), ...extra("tokenParams.", "body")] },
    refresh: { method: "POST", parts: [origin, part("path", null, null, "/token")], headers: [], body: [part("body", "grant_type", null, "refresh_token"), part("body", "refresh_token", null, "••••••••"), part("body", "client_id", "clientId"), part("body", "client_secret", "clientSecret"), ...extra("tokenParams.", "body")] },
    call: { method: "GET", parts: [origin, part("path", null, null, "/me")], headers: [part("header", "Authorization", null, "Bearer ••••••••"), part("header", "X-Api-Version", "apiVersion"), ...extra("http.headers.", "header")], body: [] },
  };
}

export function parameterAnswers(state: FakeState): Answers {
  const storedOf = (id: string) => state.overrides.get(id) ?? {};
  const view = (id: string) => ({ overrides: storedOf(id), leaves: leavesOf(state.defaults, storedOf(id)), hidden: [], problems: [], parametersSchema: SCHEMA });
  const preview = (text: string, stored: JsonObject): Preview => {
    const patch = readPatch(text);
    const after = leavesOf(state.defaults, patch ?? stored);
    const changes = changesOf(leavesOf(state.defaults, stored), after);
    const reconnect = changes.some((change) => change.effect === "reconnect");
    const [was, is] = [leavesOf(state.defaults, stored), after].map((leaves) => leaves.find((leaf) => leaf.path === "scopes")?.value);
    const base = changes.find((change) => change.path === "http.baseUrl")?.after;
    const refused = typeof base === "string" && !base.startsWith("http://127.0.0.1:728") ? [base] : [];
    const words = changes.length === 0 ? "Nothing changes." : reconnect ? "Saving needs a reconnect: the current grant keeps what it has until then." : refused.length > 0 ? `Takes effect on the next call. Calls to ${refused.join(", ")} are refused until it is reconnected.` : "Takes effect on the next call.";
    return { overrides: patch, problems: problemsOf(text, patch), missing: [], leaves: after, hidden: [], changes, effect: { words, effect: reconnect ? "reconnect" : changes.length > 0 ? "live" : "none", scopesAdded: listed(is).filter((one) => !listed(was).includes(one)), scopesRemoved: listed(was).filter((one) => !listed(is).includes(one)), outsideBinding: refused }, unresolved: [], ...traced(after) };
  };
  return {
    parameters: ({ connection }) => view(connection),
    parameters_preview: ({ subject, text }) => preview(text ?? "{}", subject.kind === "connection" ? storedOf(subject.connection) : {}),
    parameters_save: ({ connection, text }) => {
      const was = storedOf(connection);
      const patch = readPatch(text ?? "{}");
      if (!patch || problemsOf(text ?? "", patch).length > 0) throw failure("The override has problems, so it was not saved.");
      const { changes, effect } = preview(text ?? "{}", was);
      state.overrides.set(connection, patch);
      return { parameters: view(connection), changes, effect };
    },
    reveal: ({ subject, path }) => ({ value: subject.kind === "workspace" || subject.kind === "webhook" ? SECRET : isObject(state.defaults) && path === "clientSecret" ? "s3cr3t-of-the-sandbox" : "shown" }),
    secret_mark: ({ path, secret }) => {
      const before = marked.has(path) ? true : null;
      if (secret === true) marked.add(path);
      else marked.delete(path);
      return { before };
    },
    drafts: () => state.drafts,
    draft_save: (draft) => {
      const saved = { ...draft, id: draft.id ?? `d-new-${(state.made += 1)}`, updatedAt: Date.now() };
      state.drafts = [saved, ...state.drafts.filter((one) => one.id !== saved.id)];
      return saved;
    },
    draft_discard: ({ id }) => {
      state.drafts = state.drafts.filter((one) => one.id !== id);
      return {};
    },
  };
}
