import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AttemptView } from "../shared/generated/AttemptView";
import { openApp } from "./app";

const DEVICE = { userCode: "WDJB-MJHT", verificationUri: "https://id.example/device", verificationUriComplete: null, expiresAt: Date.now() + 600_000 };

function opened() {
  const attempt: AttemptView = { id: "d1", state: "pending", integrationKey: "acme", integrationName: "Acme", surface: "browser", webviewRefused: false, authorizeUrl: DEVICE.verificationUri, device: DEVICE, choices: null, redirectUri: "", createdAt: Date.now(), expiresAt: DEVICE.expiresAt, lines: [], connectionId: null, warning: null, error: null };
  return openApp((fake) => {
    fake.state.attempts.set(attempt.id, attempt);
    location.hash = "#/attempt/d1";
  });
}

it("shows the code, where it is typed, and no way to paste a redirect that will never come", async () => {
  opened();
  expect((await screen.findByTestId("device-code")).textContent).toBe("WDJB-MJHT");
  expect(screen.getByTestId("device-uri").textContent).toBe(DEVICE.verificationUri);
  expect(screen.getByTestId("open-again").textContent).toBe("Open the page");
  expect(screen.getByTestId("copy-code")).toBeTruthy();
  expect(screen.queryByTestId("paste-open")).toBeNull();
});

it("can be given up", async () => {
  const { user } = opened();
  await user.click(await screen.findByTestId("cancel-attempt"));
  expect(screen.queryByTestId("device-code")).toBeNull();
});
