import { expect, it } from "vitest";
import type { AttemptView } from "../shared/generated/AttemptView";
import type { Code } from "../shared/generated/Code";
import { endingOf } from "./ending";

const attempt = (over: Partial<AttemptView>): AttemptView => ({ id: "a", state: "failed", integrationKey: "acme", integrationName: "Acme", surface: "window", authorizeUrl: null, device: null, choices: null, redirectUri: "", createdAt: 0, expiresAt: 1, lines: [], connectionId: null, warning: null, error: null, ...over }) as AttemptView;
const failed = (code: Code) => endingOf(attempt({ error: { code, message: "What happened.", next: "What to do.", path: null, problems: [] } }));

it.each<[Code, string, string | null]>([
  ["access_denied", "Access to Acme was not given", null],
  ["redirect_mismatch", "The answer did not belong to this sign-in", null],
  ["provider_unreachable", "Acme did not answer", null],
  ["provider_error", "Acme refused to finish the sign-in", "parameters"],
  ["vault_unavailable", "The vault was locked meanwhile", "vault"],
  ["misconfigured", "Acme was not connected", "parameters"],
  ["internal", "Acme was not connected", null],
])("says of %s what happened, and keeps the engine's words", (code, title, fix) => {
  expect(failed(code)).toMatchObject({ title, fix, error: { message: "What happened.", next: "What to do." } });
});

it.each<[Code, string, string]>([
  ["access_denied", "200", "Acme refused the new token"],
  ["provider_unreachable", "429", "Acme wants fewer requests"],
  ["provider_unreachable", "503", "Acme is in trouble"],
  ["provider_unreachable", "no answer: timed out", "Acme did not answer"],
])("tells %s apart by what the token endpoint answered: %s", (code, answered, title) => {
  const lines = [{ at: 0, step: "token", text: `Token request to acme.example: ${answered}` }];
  expect(endingOf(attempt({ lines, error: { code, message: "What happened.", next: "What to do.", path: null, problems: [] } })).title).toBe(title);
});

it("has words of its own where the engine had none", () => {
  expect(endingOf(attempt({ state: "expired" })).error.message).toContain("ten minutes");
  expect(endingOf(attempt({ state: "cancelled" })).title).toBe("The sign-in was cancelled");
  expect(endingOf(attempt({})).error.next).toBe("Try again.");
});
