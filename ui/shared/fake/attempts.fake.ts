/** Connect flows. A pasted URL with `code=` in it approves, one with `error=` refuses. */
import type { AttemptView } from "../generated/AttemptView";
import type { Changed } from "../generated/Changed";
import { readPatch } from "../params/patch";
import { failure, type Answers } from "./host.fake";
import { summary, type FakeState } from "./state.fake";

export function attemptAnswers(state: FakeState, tell: (changed: Changed) => void): Answers {
  const names = new Map<string, { name: string; draft: string | undefined; connection: string | undefined; variant: string | null }>();
  const find = (id: string) => {
    const found = state.attempts.get(id);
    if (!found) throw failure("This sign-in is not known here.", "Start it again.");
    return found;
  };
  const end = (attempt: AttemptView, ends: Partial<AttemptView>, text: string) => {
    Object.assign(attempt, { authorizeUrl: null, device: null, choices: null }, ends);
    attempt.lines.push({ at: Date.now(), step: ends.state ?? "", text });
    for (const what of ["attempt", "connections", "drafts"] as const) tell({ what, id: null });
    return attempt;
  };
  const approve = (attempt: AttemptView) => {
    const about = names.get(attempt.id);
    const id = about?.connection ?? `n${(state.made += 1)}`;
    if (about?.connection === undefined) state.connections.unshift(summary(id, about?.name ?? "Sandbox", { variant: about?.variant ?? null }));
    state.drafts = state.drafts.filter((draft) => draft.id !== about?.draft);
    return end(attempt, { state: "succeeded", connectionId: id }, "The connection is stored.");
  };
  return {
    connect_start: (request) => {
      const id = `t${(state.made += 1)}`;
      const now = Date.now();
      const draft = state.drafts.find((one) => one.id === request.draft);
      const variant = readPatch(draft?.text ?? "{}")?.["variant"];
      names.set(id, { name: request.name ?? "Sandbox", draft: request.draft, connection: request.connection, variant: typeof variant === "string" ? variant : null });
      const attempt: AttemptView = { id, state: "pending", integrationKey: "sandbox", integrationName: "Sandbox", surface: "window", webviewRefused: false, authorizeUrl: "http://127.0.0.1:7283/authorize?client_id=sandbox-client", device: null, choices: null, redirectUri: "http://127.0.0.1:7282/oauth-callback/sandbox", createdAt: now, expiresAt: now + 600_000, lines: [{ at: now, step: "opened", text: "Opened the sign-in window at 127.0.0.1:7283." }], connectionId: null, warning: null, error: null };
      state.attempts.set(id, attempt);
      return attempt;
    },
    attempt: ({ attempt }) => find(attempt),
    connect_open: ({ attempt, surface }) => Object.assign(find(attempt), surface === undefined || surface === null ? {} : { surface }),
    attempt_choose: ({ attempt, value }) => {
      const found = find(attempt);
      if (!found.choices?.some((choice) => choice.value === value)) throw failure("This is none of the choices.", "Choose one of those shown.");
      return approve(Object.assign(found, { choices: null }));
    },
    connect_cancel: ({ attempt }) => end(find(attempt), { state: "cancelled" }, "Cancelled."),
    redirected: ({ url }) => {
      const attempt = [...state.attempts.values()].find((one) => one.state === "pending" && url.startsWith(one.redirectUri));
      if (!attempt) return { attempt: null };
      if (url.includes("code=")) return { attempt: approve(attempt) };
      return { attempt: end(attempt, { state: "failed", error: { ...failure("The provider said no: the user denied access.", "Try again, and approve this time."), code: "access_denied" } }, "Denied.") };
    },
  };
}
