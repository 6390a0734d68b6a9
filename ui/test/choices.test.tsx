import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AttemptView } from "../shared/generated/AttemptView";
import { openApp } from "./app";

function opened() {
  const attempt: AttemptView = { id: "c1", state: "redeeming", integrationKey: "acme", integrationName: "Acme", surface: "window", webviewRefused: false, authorizeUrl: null, device: null, choices: [{ value: "1", label: "Acme Europe" }, { value: "2", label: "Acme US" }], redirectUri: "http://127.0.0.1:7282/oauth-callback/acme", createdAt: Date.now(), expiresAt: Date.now() + 600_000, lines: [], connectionId: null, warning: null, error: null };
  return openApp((fake) => {
    fake.state.attempts.set(attempt.id, attempt);
    location.hash = "#/attempt/c1";
  });
}

it("asks which one is meant, with the keyboard on the first, and goes on with the answer", async () => {
  const { user } = opened();
  const first = await screen.findByTestId("choice-1");
  expect(first).toBe(document.activeElement);
  expect(screen.getByRole("list", { name: "What to connect" }).textContent).toBe("Acme EuropeAcme US");
  await user.click(screen.getByTestId("choice-2"));
  expect(screen.queryByTestId("choices")).toBeNull();
  expect(await screen.findByTestId("result-success")).toBeTruthy();
});

it("can be given up", async () => {
  const { user } = opened();
  await user.click(await screen.findByTestId("cancel-attempt"));
  expect(screen.queryByTestId("choices")).toBeNull();
});
