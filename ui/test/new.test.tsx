import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

beforeEach(() => {
  location.hash = "#/new";
});

it("begins a draft in one environment, from a preset, for a tenant that is suggested", async () => {
  const { host, user } = openApp();
  await user.selectOptions(await get("draft-variant"), "sandbox");
  const tenant = await get("draft-tenant");
  await user.click(tenant);
  await user.keyboard("ac");
  await get("tenant-acme");
  await user.keyboard("{ArrowDown}{Enter}");
  expect(tenant).toHaveProperty("value", "acme");
  await user.selectOptions(await get("draft-preset"), "p1");
  await user.type(await get("draft-name"), "Both{Enter}");
  await waitFor(() => expect(payloads(host, "draft_save")).toMatchObject([{ integration: "sandbox", tenant: "acme", name: "Both", option: null }]));
  const [saved] = payloads(host, "draft_save") as { text: string }[];
  expect(JSON.parse(saved?.text ?? "")).toEqual({ scopes: ["contacts.read"], variant: "sandbox" });
  await waitFor(() => expect(location.hash).toMatch(/^#\/draft\//));
});

it("needs no more than Enter", async () => {
  const { host, user } = openApp();
  await get("draft-name");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(payloads(host, "draft_save")).toMatchObject([{ integration: "sandbox", tenant: "test", name: "", text: "{}" }]));
});

it("shows all its fields at once: one that comes later would move the button from under the pointer", async () => {
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  const { host } = openApp((fake) => {
    const usual = fake.rpc.bind(fake);
    fake.rpc = (async (cmd, payload) => {
      if (cmd === "connectors") await held;
      return usual(cmd, payload);
    }) as typeof fake.rpc;
  });
  await screen.findByText("The integrations are being looked up.");
  await waitFor(() => expect(payloads(host, "tenants")).not.toEqual([]));
  expect(screen.queryByTestId("draft-continue")).toBeNull();
  answer();
  await get("draft-continue");
  expect(screen.getByTestId("draft-variant")).toBeTruthy();
});

it("says that a tenant is new", async () => {
  const { user } = openApp();
  await user.clear(await get("draft-tenant"));
  await user.type(await get("draft-tenant"), "nobody-yet");
  expect(await screen.findByText(/A new tenant/)).toBeTruthy();
});

it("leads to an integration where there is none, and back", async () => {
  const { host, user } = openApp();
  host.answers.integrations = () => [];
  host.tell({ what: "integrations", id: null });
  await user.click(await screen.findByRole("button", { name: "New integration" }));
  await get("pick-connector");
});
