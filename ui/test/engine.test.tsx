import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { reportOf } from "../app/shell/ErrorBoundary";
import { failure } from "../shared/fake/host.fake";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

beforeEach(() => localStorage.clear());

it("shows the window's shape while the engine starts", async () => {
  let started: () => void = () => undefined;
  openApp((fake) => {
    const { rpc } = fake;
    fake.rpc = async (cmd, payload) => {
      if (cmd === "status") await new Promise<void>((resolve) => (started = resolve));
      return rpc(cmd, payload);
    };
  });
  await get("starting");
  started();
  expect(await screen.findByText("Acme Inc")).toBeTruthy();
  expect(screen.queryByTestId("starting")).toBeNull();
});

it("says who holds the folder, and goes on when it is free", async () => {
  const held = { ...failure("The data folder is in use by a running Patchbay (process 48213)."), code: "folder_held" as const };
  const { host, user } = openApp((fake) => {
    fake.answers.status = () => {
      throw held;
    };
  });
  const refused = await get("engine-refused");
  expect(refused.textContent).toContain("Another Patchbay has this data folder");
  expect(refused.textContent).toContain("process 48213");
  expect(refused.textContent).not.toContain("folder_held");
  delete host.answers.status;
  await user.click(await get("engine-again"));
  expect(await screen.findByText("Acme Inc")).toBeTruthy();
});

it("says why else the engine did not start, also where the webview itself refused", async () => {
  openApp((fake) => {
    fake.rpc = () => Promise.reject("Command rpc not allowed by ACL");
  });
  const refused = await get("engine-refused");
  expect(refused.textContent).toContain("Patchbay could not start its engine");
  expect(refused.textContent).not.toContain("ACL");
});

it("says what is off while a port of the sandbox is taken, until that is hidden", async () => {
  const { user } = openApp((fake) => {
    fake.state.status.sandbox = [{ listening: false, url: "http://127.0.0.1:7283", reason: "The production environment could not start, because port 7283 is taken." }];
  });
  const banner = await get("sandbox-banner");
  expect(banner.textContent).toContain("port 7283 is taken");
  expect(banner.textContent).toContain("Every other provider works.");
  await user.click(await screen.findByRole("button", { name: "Hide" }));
  expect(screen.queryByTestId("sandbox-banner")).toBeNull();
  expect((await get("engine-lamps")).getAttribute("href")).toBe("#/settings/diagnostics");
});

it("says that a passphrase was wrong, and empties the field for another", async () => {
  const { host, user } = openApp((fake) => {
    fake.state.status.vault = { state: "locked", source: "passphrase", words: "Type the passphrase." };
    fake.answers.vault_unlock = () => (fake.state.status.vault = { ...fake.state.status.vault, state: "key-wrong" });
  });
  await user.type(await get("vault-passphrase-input"), "nope{Enter}");
  expect(await screen.findByText("That passphrase does not open the stored secrets.")).toBeTruthy();
  const field = await get("vault-passphrase-input");
  expect(field).toHaveProperty("value", "");
  expect(document.activeElement).toBe(field);
  delete host.answers.vault_unlock;
  await user.type(field, "right{Enter}");
  await waitFor(() => expect(screen.queryByTestId("vault-banner")).toBeNull());
  expect(payloads(host, "vault_unlock")).toEqual([{ passphrase: "nope" }, { passphrase: "right" }]);
});

it("keeps the rest of the window when a screen breaks, and gives it another chance", async () => {
  const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { host, user } = openApp((fake) => {
    fake.answers.diagnostics = () => ({ checks: [null], report: "" }) as never;
  });
  location.hash = "#/settings/diagnostics";
  const broken = await get("broken");
  expect(broken.textContent).toContain("This screen could not be shown");
  expect(broken.textContent).not.toMatch(/TypeError|at \w+ \(/);
  expect(reportOf(new TypeError("x is not a function"), "#/settings/diagnostics")).toMatch(/TypeError: x is not a function\nScreen: #\/settings\/diagnostics/);
  await user.click(await get("nav-connections"));
  expect(await screen.findByText("Acme Inc")).toBeTruthy();
  delete host.answers.diagnostics;
  location.hash = "#/settings/diagnostics";
  expect(await screen.findAllByTestId("check")).not.toEqual([]);
  quiet.mockRestore();
});
