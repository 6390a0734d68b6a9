import { act, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AttemptView } from "../shared/generated/AttemptView";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

function opened(over: Partial<AttemptView> & { webviewRefused?: boolean }) {
  const now = Date.now();
  const attempt = { id: "t1", state: "pending", integrationKey: "acme", integrationName: "Acme", surface: "window", authorizeUrl: "https://id.example/authorize?state=s", device: null, choices: null, redirectUri: "http://127.0.0.1:7282/oauth-callback/acme", createdAt: now - 60_000, expiresAt: now + 540_000, lines: [{ at: now, step: "opened", text: "Opened the sign-in window." }], connectionId: null, warning: null, error: null, webviewRefused: false, ...over } as AttemptView;
  const app = openApp((fake) => {
    fake.state.attempts.set(attempt.id, attempt);
    location.hash = "#/attempt/t1/connection/a1";
  });
  return { ...app, attempt };
}

it("puts the browser first where the provider refuses the window, for the same attempt", async () => {
  const { host, user } = opened({ webviewRefused: true });
  expect((await get("webview-refused")).textContent).toContain("same sign-in");
  expect(screen.queryByTestId("open-again")).toBeNull();
  await user.click(await get("open-browser"));
  expect(payloads(host, "connect_open")).toEqual([{ attempt: "t1", surface: "browser" }]);
  await get("open-again");
  expect(screen.queryByTestId("webview-refused")).toBeNull();
});

it("says after a while how to get back by hand, and doubts an address that is not this sign-in's", async () => {
  const { user } = opened({});
  await get("patience");
  await user.keyboard("p");
  await user.type(await get("paste-url"), "https://elsewhere.example/");
  expect(screen.getByText(/address of this sign-in begins with/)).toBeTruthy();
});

it("lets the timeline grow while it is looked at", async () => {
  const { host, attempt } = opened({});
  await get("timeline");
  attempt.lines.push({ at: Date.now(), step: "redirect", text: "The provider sent the user back." });
  act(() => host.tell({ what: "attempt", id: "t1" }));
  expect(await screen.findByText("The provider sent the user back.")).toBeTruthy();
});

it("leads from a refused last step to the parameters, and from a locked vault to its settings", async () => {
  const { user } = opened({ state: "failed", error: { code: "provider_error", message: "The token endpoint answered 401.", next: "Check the client secret.", path: null, problems: [] } });
  await user.click(await get("fix"));
  expect(location.hash).toBe("#/connection/a1/parameters");
});

it("shows after a success what was granted, and leads to the first call", async () => {
  const { user } = opened({ state: "succeeded", connectionId: "a2" });
  expect((await get("granted")).textContent).toContain("contacts.read");
  await user.click(await get("open-connection"));
  await get("call-path");
  expect(location.hash).toBe("#/connection/a2/calls");
});
