import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { forgetAll } from "../app/parameters/timelines";
import { failure } from "../shared/fake/host.fake";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);
const field = async (name: string, input = name) => within(await get(`default-${name}`)).getByTestId(`value-${input}`);

beforeEach(() => {
  forgetAll();
  location.hash = "#/integrations";
});

it("lists integrations with how their connections are doing", async () => {
  openApp();
  await waitFor(async () => expect((await get("integration-sandbox")).textContent).toContain("2 working"));
  expect((await get("integration-sandbox")).textContent).toContain("1 to reconnect");
});

it("makes one from the catalogue by keyboard, with what it needs, and goes on to the first connection", async () => {
  const { host, user } = openApp();
  await user.click(await get("add-integration"));
  await get("pick-hubspot");
  await user.keyboard("hubs{Enter}");
  await waitFor(async () => expect(await get("add-key")).toHaveProperty("value", "hubspot"));
  await user.keyboard("CRM");
  await user.type(within(await get("add-clientId")).getByTestId("value-clientId"), "client-1");
  expect((await get("connector-uri")).textContent).toBe("http://127.0.0.1:7282/oauth-callback/hubspot");
  await user.click(await get("add-confirm"));
  await waitFor(() => expect(payloads(host, "integration_add")).toMatchObject([{ key: "hubspot", connector: "hubspot", name: "CRM", parameters: { clientId: "client-1" } }]));
  await waitFor(() => expect(location.hash).toBe("#/new/hubspot"));
});

it("says what saving defaults will do before it is done, saves, and takes it back", async () => {
  location.hash = "#/integration/sandbox";
  const { host, user } = openApp();
  const version = await field("apiVersion");
  await user.type(version, "2024-10");
  const effect = await get("default-effect");
  await waitFor(() => expect(effect.textContent).toBe("Saving reaches all 3 connections of this integration, but for those that override the same: apiVersion with the next call."));
  await waitFor(async () => expect(await get("integration-save")).toHaveProperty("disabled", false));
  await user.click(await get("integration-save"));
  await waitFor(() => expect(payloads(host, "integration_set")).toMatchObject([{ key: "sandbox", parameters: { apiVersion: "2024-10", clientSecret: "••••••••" } }]));
  await user.click(await get("toast-undo"));
  await waitFor(() => expect(host.state.defaults).not.toHaveProperty("apiVersion"));
});

it("keeps unsaved edits while elsewhere, and shares them between form and JSON", async () => {
  location.hash = "#/integration/sandbox";
  const { user } = openApp();
  await user.type(await field("apiVersion"), "2024-10");
  location.hash = "#/integrations";
  await get("integration-sandbox");
  location.hash = "#/integration/sandbox";
  expect(await field("apiVersion")).toHaveProperty("value", "2024-10");
  await user.click(await get("seg-json"));
  await waitFor(async () => expect((await get("integration-json")) as HTMLInputElement).toHaveProperty("value", expect.stringContaining("2024-10")));
  await user.click(screen.getByRole("button", { name: "Discard" }));
  await user.click(await get("seg-form"));
  expect(await field("apiVersion")).toHaveProperty("value", "");
});

it("shows a secret only when asked to", async () => {
  location.hash = "#/integration/sandbox";
  const { host, user } = openApp();
  const secret = await get("secret-clientSecret");
  expect(secret.textContent).toBe("••••••••");
  await user.click(screen.getByRole("button", { name: "Reveal clientSecret" }));
  await waitFor(() => expect(secret.textContent).toBe("s3cr3t-of-the-sandbox"));
  expect(payloads(host, "reveal")).toEqual([{ subject: { kind: "integration", integration: "sandbox" }, path: "clientSecret" }]);
  await user.click(screen.getByRole("button", { name: "Hide clientSecret" }));
  expect(secret.textContent).toBe("••••••••");
});

it("takes a relay only as an https address, shows the URI, and can go back", async () => {
  location.hash = "#/integration/sandbox";
  const { host, user } = openApp();
  await user.selectOptions(await get("redirect-strategy"), "relay");
  const url = await get("relay-url");
  await user.type(url, "http://app.example.com/cb{Enter}");
  await screen.findByText(/must be an https address/);
  expect(payloads(host, "integration_set")).toEqual([]);
  await user.clear(url);
  await user.type(url, "https://app.example.com/cb{Enter}");
  await waitFor(async () => expect((await get("redirect-uri")).textContent).toBe("https://app.example.com/cb"));
  await user.click(await get("toast-undo"));
  await waitFor(async () => expect((await get("redirect-uri")).textContent).toContain("127.0.0.1"));
});

it("has its connections in a list of their own", async () => {
  location.hash = "#/integration/stripe";
  const { host } = openApp();
  expect((await screen.findAllByTestId("connection-row")).map((row) => row.querySelector("b")?.textContent)).toEqual(["Test key"]);
  expect(payloads(host, "connections")).toContainEqual({ integration: "stripe", offset: 0, limit: 100 });
});

it("says what went wrong with a page, and asks again", async () => {
  location.hash = "#/integration/sandbox";
  const { host, user } = openApp((fake) => {
    fake.answers.integration_show = () => {
      throw failure("The vault is locked.", "Unlock it.");
    };
  });
  await screen.findByText("The vault is locked.");
  delete host.answers.integration_show;
  await user.click(screen.getByRole("button", { name: "Ask again" }));
  await get("redirect-uri");
});
