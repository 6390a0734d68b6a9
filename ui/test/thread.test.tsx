import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

it("goes the whole way: new, override, connect, call", async () => {
  const { host, user } = openApp();
  await user.click(await get("new-connection"));
  await user.type(await get("draft-name"), "Narrow");
  await user.click(await get("draft-continue"));

  await user.click(await get("edit-scopes"));
  await user.click(await get("value-scopes-clear"));
  await user.type(await get("value-scopes"), "contacts.read crm.read");
  await user.click(await get("leaf-keep"));
  await waitFor(() => expect(screen.getByTestId("leaf-scopes")).toHaveProperty("dataset.layer", "override"));
  await waitFor(() => expect(screen.getByTestId("preview-authorize").textContent).toContain("scope=contacts.read crm.read"));

  const connect = await get("connect");
  await waitFor(() => expect(connect).toHaveProperty("disabled", false));
  await user.click(connect);
  await get("connect-waiting");
  const overrides = { scopes: ["contacts.read", "crm.read"] };
  expect(payloads(host, "connect_start")).toEqual([expect.objectContaining({ integration: "sandbox", name: "Narrow", multiple: true, overrides })]);
  expect(payloads(host, "draft_save").at(-1)).toEqual(expect.objectContaining({ text: JSON.stringify(overrides, null, 2) }));

  await user.click(await get("paste-open"));
  await user.type(await get("paste-url"), "http://127.0.0.1:7282/oauth-callback/sandbox?code=c&state=s");
  await user.click(await get("paste-submit"));
  await get("result-success");
  await user.click(await get("open-connection"));
  expect((await get("health-words")).dataset["state"]).toBe("working");

  await user.type(await get("call-path"), "{Control>}{Enter}{/Control}");
  expect((await get("call-status")).dataset["status"]).toBe("200");
  expect((await get("call-body")).textContent).toContain('"name": "Ada Lovelace"');
});

it("asks the end user what the provider needs, and nothing of the developer's", async () => {
  const { host, user } = openApp((fake) => {
    fake.state.inputSchema = { type: "object", properties: { apiKey: { type: "string", title: "API key", writeOnly: true } }, required: ["apiKey"] };
  });
  await user.click(await get("draft-row"));
  await waitFor(async () => expect(await get("connect")).toHaveProperty("disabled", false));
  await user.click(await get("connect"));
  const key = await get("input-apiKey");
  expect(key.getAttribute("type")).toBe("password");
  expect(screen.queryByText("Scopes")).toBeNull();

  await user.click(await get("input-submit"));
  expect(await screen.findByText("API key is needed to connect.")).toBeTruthy();
  expect(document.activeElement).toBe(key);
  expect(payloads(host, "connect_start")).toEqual([]);

  await user.type(key, "k-123");
  await user.click(await get("input-submit"));
  await get("connect-waiting");
  expect(payloads(host, "connect_start")).toEqual([expect.objectContaining({ draft: "d1", input: { apiKey: "k-123" } })]);
});

it("says why a sign-in failed, and starts it again", async () => {
  const { host, user } = openApp();
  location.hash = "#/connection/a1/overview";
  await user.click(await get("reconnect"));
  await user.click(await get("paste-open"));
  await user.type(await get("paste-url"), "http://127.0.0.1:7282/oauth-callback/sandbox?error=access_denied");
  await user.click(await get("paste-submit"));
  const result = await get("result-failure");
  expect(within(result).getByText("The provider said no: the user denied access.")).toBeTruthy();
  expect(within(result).getByText("Try again, and approve this time.")).toBeTruthy();
  expect(result.textContent).not.toContain("access_denied");
  await user.click(await get("try-again"));
  await get("connect-waiting");
  expect(payloads(host, "connect_start")).toHaveLength(2);
  await user.click(await get("cancel-attempt"));
  await get("result-failure");
});

it("ignores a pasted URL of another sign-in, and says so", async () => {
  const { user } = openApp();
  location.hash = "#/connection/a1/overview";
  await user.click(await get("reconnect"));
  await user.click(await get("paste-open"));
  await user.type(await get("paste-url"), "https://example.com/?code=1");
  await user.click(await get("paste-submit"));
  expect(await screen.findByText(/does not belong to this sign-in/)).toBeTruthy();
  expect(screen.getByTestId("connect-waiting")).toBeTruthy();
});
