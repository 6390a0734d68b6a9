import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { FormAskView } from "../shared/generated/FormAskView";
import { SECRET } from "../shared/fake/api.fake";
import { failure } from "../shared/fake/host.fake";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

const ASK: FormAskView = { id: "f1", at: Date.now(), origin: "https://shop.example.org", integrationName: "Sandbox", name: null, overrides: { scopes: ["contacts.read"], clientSecret: "••••••••" }, redirectUri: "https://shop.example.org/done" };

it("leads from the navigation to the address, the key and a masked secret", async () => {
  const { host, user } = openApp();
  await user.click(await get("nav-api"));
  expect((await get("api-state")).textContent).toContain("Listening at http://127.0.0.1:7282");
  expect((await get("workspace-key")).textContent).toBe("5f2c9e1ab7d04c3d8e6f1a20");
  expect((await get("environment")).textContent).toContain('MEMBRANE_WORKSPACE_SECRET="••••••••"');
  expect(document.body.textContent).not.toContain(SECRET);
  expect(payloads(host, "reveal")).toEqual([]);

  await user.click(await get("reveal-workspace-secret"));
  await waitFor(() => expect(screen.getByTestId("workspace-secret").textContent).toBe(SECRET));
  expect(payloads(host, "reveal")).toEqual([{ subject: { kind: "workspace" }, path: "secret" }]);
  await user.click(await get("reveal-workspace-secret"));
  expect(document.body.textContent).not.toContain(SECRET);
});

it("copies the secret without showing it", async () => {
  const { user } = openApp();
  location.hash = "#/api/setup";
  const copied = vi.spyOn(navigator.clipboard, "writeText");
  await user.click(await get("copy-environment"));
  await waitFor(() => expect(copied).toHaveBeenCalledWith(expect.stringContaining(`MEMBRANE_WORKSPACE_SECRET="${SECRET}"`)));
  await user.click(screen.getByRole("radio", { name: "membrane.config.yml" }));
  expect((await get("environment")).textContent).toContain("workspaceSecret: ••••••••");
  await user.click(await get("copy-workspace-secret"));
  await waitFor(() => expect(copied).toHaveBeenLastCalledWith(SECRET));
  expect(document.body.textContent).not.toContain(SECRET);
});

it("says why the API is off, and what a locked vault leaves out", async () => {
  openApp((fake) => {
    Object.assign(fake.state.api.view, { off: "Port 7282 is taken by another program. Close it, and start Patchbay again.", workspaceKey: null });
    fake.answers.environment = () => {
      throw failure("The vault is locked.", "Unlock it.");
    };
  });
  location.hash = "#/api/setup";
  expect((await get("api-off")).textContent).toContain("Port 7282 is taken");
  expect(screen.getByText(/can be read once the vault is ready/)).toBeTruthy();
  expect((await get("error-box")).textContent).toContain("Unlock it.");
});

it("mints for a tenant that is typed or picked, and for an admin, and shows the claims", async () => {
  const { host, user } = openApp();
  location.hash = "#/api/setup";
  const tenant = await get("token-tenant");
  await user.clear(tenant);
  await user.click(await get("token-mint"));
  expect(screen.getByText("Name the tenant that the token is for.")).toBeTruthy();
  expect(payloads(host, "token")).toEqual([]);

  await user.type(tenant, "ini");
  await user.click(await screen.findByRole("option", { name: "initech" }));
  await user.click(screen.getByRole("radio", { name: "15 min" }));
  await user.click(await get("token-mint"));
  expect((await get("token-claims")).textContent).toContain("tenantKeyinitech");
  expect((await get("minted")).textContent).toContain("14 min left");

  await user.click(screen.getByRole("radio", { name: "An admin" }));
  await user.click(screen.getByRole("radio", { name: "Other" }));
  await user.type(await get("token-minutes"), "2000");
  await user.click(await get("token-mint"));
  expect(screen.getByText("A token lives a day at most: 1440 minutes.")).toBeTruthy();
  await user.clear(await get("token-minutes"));
  await user.type(await get("token-minutes"), "5{Enter}");
  await waitFor(() => expect(screen.getByTestId("token-claims").textContent).toContain("isAdmintrue"));
  expect(payloads(host, "token")).toEqual([{ tenant: "initech", ttl: 900 }, { admin: true, ttl: 300 }]);
});

it("lists an origin, offers what was meant, and takes a removal back", async () => {
  const { host, user } = openApp();
  location.hash = "#/api/access";
  const field = await get("origins-input");
  await user.type(field, "https://shop.example.org/checkout");
  expect(screen.getByText("An origin ends after the host and port.")).toBeTruthy();
  await user.click(await get("origins-meant"));
  await user.keyboard("{Enter}");
  const list = await get("origins-list");
  await within(list).findByText("https://shop.example.org");
  expect(field).toHaveProperty("value", "");

  await user.click(within(list).getByRole("button", { name: "Remove https://shop.example.org" }));
  const undo = await get("origins-undo");
  expect(document.activeElement).toBe(undo);
  await user.click(undo);
  await within(list).findByRole("button", { name: "Remove https://shop.example.org" });
  const change = { addOrigins: ["https://shop.example.org"] };
  expect(payloads(host, "api_access_set")).toEqual([change, { removeOrigins: ["https://shop.example.org"] }, change]);
  expect(within(list).queryByRole("button", { name: /Remove http:\/\/localhost/ })).toBeNull();
});

it("keeps what was typed when the engine refuses it, and says why", async () => {
  const { user } = openApp((fake) => {
    fake.answers.api_access_set = () => {
      throw failure("This redirect URI cannot be registered.", "Register another.");
    };
  });
  location.hash = "#/api/access";
  await user.type(await get("redirect-uris-input"), "https://app.example.com/done{Enter}");
  expect((await get("error-box")).textContent).toContain("Register another.");
  expect(await get("redirect-uris-input")).toHaveProperty("value", "https://app.example.com/done");
});

it("shows a form without a token on every screen, and answers it where its override is seen", async () => {
  const { host, user } = openApp();
  await screen.findAllByTestId("connection-row");
  expect(screen.queryByTestId("form-ask-banner")).toBeNull();
  host.state.api.formAsks.push(ASK, { ...ASK, id: "f2", origin: "http://localhost:3000" });
  host.tell({ what: "formasks", id: null });
  const banner = await get("form-ask-banner");
  expect(banner.textContent).toContain("https://shop.example.org asks to connect Sandbox without a token, and 1 more wait");
  expect(within(banner).queryByText("Allow once")).toBeNull();

  await user.click(await get("form-ask-review"));
  const [card] = await screen.findAllByTestId("form-ask");
  expect(card?.textContent).toContain('"clientSecret": "••••••••"');
  expect(card?.textContent).toContain("https://shop.example.org/done");
  expect(screen.queryByTestId("form-ask-banner")).toBeNull();
  const allow = within(card as HTMLElement).getByTestId("form-ask-allow");
  expect(allow).toHaveProperty("disabled", true);
  await waitFor(() => expect(allow).toHaveProperty("disabled", false));
  await user.click(allow);
  await waitFor(() => expect(screen.getAllByTestId("form-ask")).toHaveLength(1));
  await user.click(screen.getByTestId("nav-connections"));
  await user.click(await get("form-ask-banner-refuse"));
  await waitFor(() => expect(screen.queryByTestId("form-ask-banner")).toBeNull());
  expect(payloads(host, "form_ask_answer")).toEqual([{ id: "f1", allow: true }, { id: "f2", allow: false }]);
});

it("turns token-less forms on and off", async () => {
  const { host, user } = openApp();
  location.hash = "#/api/access";
  const forms = await screen.findByRole("switch", { name: "Take forms that post to /connect without a token" });
  expect(forms).toHaveProperty("checked", false);
  await user.click(forms);
  await waitFor(() => expect(forms).toHaveProperty("checked", true));
  await user.click(forms);
  await waitFor(() => expect(forms).toHaveProperty("checked", false));
  expect(payloads(host, "api_access_set")).toEqual([{ tokenlessForms: true }, { tokenlessForms: false }]);
});

it("takes a public key, never a private one, and removes it after a second question", async () => {
  const { host, user } = openApp();
  location.hash = "#/api/access";
  await user.click(await get("public-key-add"));
  const field = await get("public-key-pem");
  fireEvent.change(field, { target: { value: "-----BEGIN PRIVATE KEY-----\nMC4\n-----END PRIVATE KEY-----" } });
  expect(screen.getByText(/This is a private key/)).toBeTruthy();
  await user.click(await get("public-key-confirm"));
  expect(payloads(host, "api_access_set")).toEqual([]);
  const pem = "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----";
  fireEvent.change(field, { target: { value: `${pem}\n` } });
  await user.click(await get("public-key-confirm"));
  await user.click(await get("public-key-remove"));
  expect(payloads(host, "api_access_set")).toEqual([{ addPublicKey: pem }]);
  await user.click(await get("public-key-remove-confirm"));
  await waitFor(() => expect(screen.queryByTestId("public-keys")).toBeNull());
});
