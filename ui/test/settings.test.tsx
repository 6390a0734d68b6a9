import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { failure } from "../shared/fake/host.fake";
import { dismiss } from "../shared/toast";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

beforeEach(() => localStorage.clear());
afterEach(() => {
  delete document.documentElement.dataset["theme"];
  act(() => Array.from({ length: 200 }, (_, id) => dismiss(id)));
});

it("changes the theme at once, keeps it for the next start, and goes back to the system's", async () => {
  const { host, user } = openApp();
  location.hash = "#/settings/general";
  await user.click(await screen.findByRole("radio", { name: "Dark" }));
  await waitFor(() => expect(document.documentElement.dataset["theme"]).toBe("dark"));
  expect(localStorage.getItem("patchbay.theme")).toBe("dark");
  expect(payloads(host, "preferences_set")).toEqual([{ theme: "dark" }]);
  await user.click(await screen.findByRole("radio", { name: "System" }));
  await waitFor(() => expect(document.documentElement.dataset["theme"]).toBeUndefined());
  expect(localStorage.getItem("patchbay.theme")).toBeNull();
});

it("takes a change back that the engine could not keep", async () => {
  const { user } = openApp((fake) => {
    fake.answers.preferences_set = () => {
      throw failure("The disk is full.", "Make room, then try again.");
    };
  });
  location.hash = "#/settings/general";
  const notify = await get("notify");
  await user.click(notify);
  expect((await get("error-box")).textContent).toContain("The disk is full.");
  expect(notify).toHaveProperty("checked", true);
});

it("makes, renames and archives a tenant, and takes an archive back", async () => {
  const { host, user } = openApp();
  location.hash = "#/settings/tenants";
  await user.type(await get("tenant-key"), "umbrella{Tab}Umbrella Corp{Enter}");
  const row = (text: string) => screen.findAllByTestId("tenant-row").then((rows) => rows.find((one) => one.textContent?.includes(text)) as HTMLElement);
  await waitFor(async () => expect((await row("umbrella")).textContent).toContain("Umbrella Corp"));
  expect(payloads(host, "tenant_set")).toEqual([{ key: "umbrella", name: "Umbrella Corp" }]);

  await user.click(within(await row("umbrella")).getByTestId("tenant-rename"));
  await user.keyboard("Umbrella{Enter}");
  await waitFor(() => expect(payloads(host, "tenant_set").at(-1)).toEqual({ key: "umbrella", name: "Umbrella" }));
  await waitFor(() => expect(screen.queryByTestId("tenant-new-name")).toBeNull());

  await user.click(within(await row("umbrella")).getByTestId("tenant-archive"));
  await waitFor(() => expect(screen.getAllByTestId("tenant-row").some((one) => one.textContent?.includes("umbrella"))).toBe(false));
  const toast = (await screen.findAllByTestId("toast")).find((one) => one.textContent?.includes("is archived")) as HTMLElement;
  await user.click(within(toast).getByTestId("toast-undo"));
  await waitFor(() => expect(screen.getAllByTestId("tenant-row").some((one) => one.textContent?.includes("umbrella"))).toBe(true));
  expect(payloads(host, "tenant_restore")).toEqual([{ key: "umbrella" }]);
});

it("does not make a tenant twice, and keeps the usual one", async () => {
  const { user } = openApp();
  location.hash = "#/settings/tenants";
  await user.type(await get("tenant-key"), "acme");
  expect(await screen.findByText("There is a tenant with this id already.")).toBeTruthy();
  expect(await get("tenant-add")).toHaveProperty("disabled", true);
  expect(screen.getByRole("button", { name: "Archive test" })).toHaveProperty("disabled", true);
});

it("shows each check with its lamp and words, sums them up, and looks again", async () => {
  const { host, user } = openApp();
  location.hash = "#/settings/diagnostics";
  const checks = await screen.findAllByTestId("check");
  expect(checks.map((one) => one.dataset["state"])).toContain("warn");
  expect(screen.getByText(/1 to look at, 8 well/)).toBeTruthy();
  await user.click(await get("diagnostics-again"));
  await waitFor(() => expect(payloads(host, "diagnostics")).toHaveLength(2));
});

it("says on the vault's page what the state and the source mean, with the way out", async () => {
  const { host, user } = openApp((fake) => {
    fake.state.status.vault = { state: "key-missing", source: "keyring", words: "The vault is without its key." };
  });
  location.hash = "#/settings/vault";
  expect((await get("vault-state")).dataset["state"]).toBe("key-missing");
  expect(screen.queryByTestId("vault-banner")).toBeNull();
  await user.click(await get("vault-start-over"));
  await user.click(await screen.findByRole("button", { name: "Start over" }));
  await waitFor(() => expect(payloads(host, "vault_start_over")).toHaveLength(1));
  await waitFor(() => expect(screen.getByTestId("vault-state").dataset["state"]).toBe("ready"));
});
