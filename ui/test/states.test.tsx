import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { VaultState } from "../shared/generated/VaultState";
import { failure } from "../shared/fake/host.fake";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

it("asks for a key source before anything else, and never chooses by itself", async () => {
  const { host, user } = openApp((fake) => {
    fake.state.status.vault = { state: "unchosen", source: null, words: "No keyring answers here." };
  });
  await get("vault-choice");
  expect(screen.queryByTestId("nav-connections")).toBeNull();
  expect(await get("vault-confirm")).toHaveProperty("disabled", true);
  await user.type(await get("vault-passphrase-input"), "correct horse");
  await user.click(await get("vault-confirm"));
  await get("nav-connections");
  expect(payloads(host, "vault_choose")).toEqual([{ source: "passphrase", passphrase: "correct horse" }]);
});

it.each<VaultState>(["waiting", "locked", "unavailable", "key-missing", "key-wrong"])("keeps the list in reach and shows a way out while the vault is %s", async (state) => {
  const { host, user } = openApp((fake) => {
    fake.state.status.vault = { state, source: "keyring", words: "What it means." };
  });
  expect((await get("vault-banner")).textContent).toContain("What it means.");
  expect(await screen.findByText("Acme Inc")).toBeTruthy();
  await user.click(await get("vault-unlock"));
  await waitFor(() => expect(payloads(host, "vault_unlock")).toHaveLength(1));
  await waitFor(() => expect(screen.queryByTestId("vault-banner")).toBeNull());
});

it("starts over only after a second question", async () => {
  const { host, user } = openApp((fake) => {
    fake.state.status.vault = { state: "key-missing", source: "keyring", words: "The key is gone." };
  });
  await user.click(await get("vault-start-over"));
  expect(payloads(host, "vault_start_over")).toEqual([]);
  await user.click(await screen.findByRole("button", { name: "Start over" }));
  await waitFor(() => expect(payloads(host, "vault_start_over")).toHaveLength(1));
});

it("teaches the first step where there is nothing", async () => {
  openApp((fake) => {
    fake.state.connections = [];
    fake.state.drafts = [];
  });
  expect(await screen.findByText("No connections yet")).toBeTruthy();
});

it("says why the API is off", async () => {
  openApp((fake) => {
    fake.state.status.api = { listening: false, url: "http://127.0.0.1:7282", reason: "Port 7282 is taken by another program." };
  });
  expect((await get("api-banner")).textContent).toContain("Port 7282 is taken");
  expect((await get("engine-lamps")).textContent).toContain("API off");
});

it("shows what to do about an error, and never its code", async () => {
  const { user } = openApp((fake) => {
    fake.answers.call = () => {
      throw { ...failure("The call was not sent: its origin is outside what this connection may reach.", "Undo the change of http.baseUrl, or reconnect."), code: "binding_changed" };
    };
  });
  location.hash = "#/connection/a1/calls";
  await user.click(await get("call-send"));
  const box = await get("error-box");
  expect(box.textContent).toContain("Undo the change of http.baseUrl, or reconnect.");
  expect(box.textContent).not.toContain("binding_changed");
});

it("filters as you type, and follows the engine's changes", async () => {
  const { host, user } = openApp();
  await screen.findByText("Initech");
  await user.type(await get("filter"), "tenant:acme -narrow");
  expect(screen.getAllByTestId("connection-row")).toHaveLength(1);
  const [first] = host.state.connections;
  if (first) first.name = "Acme renamed";
  host.tell({ what: "connections", id: null });
  expect(await screen.findByText("Acme renamed")).toBeTruthy();
});
