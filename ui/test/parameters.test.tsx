import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

it("keeps a draft's text as it is typed, JSON or not, and leads to what is wrong", async () => {
  const { host, user } = openApp();
  location.hash = "#/draft/d1";
  await user.click(await get("seg-json"));
  const editor = (await get("json-editor")) as HTMLTextAreaElement;
  fireEvent.change(editor, { target: { value: '{\n  "scope": []' } });
  expect((await get("problem-0")).textContent).toContain("line 2");
  expect(await get("connect")).toHaveProperty("disabled", true);
  await waitFor(() => expect(payloads(host, "draft_save").at(-1)).toEqual(expect.objectContaining({ id: "d1", text: '{\n  "scope": []' })));

  fireEvent.change(editor, { target: { value: '{\n  "scope": []\n}' } });
  await waitFor(() => expect(screen.getByTestId("problem-0").textContent).toContain("Did you mean scopes?"));
  await user.click(screen.getByTestId("problem-0"));
  expect(document.activeElement).toBe(editor);
  expect(editor.value.slice(editor.selectionStart, editor.selectionEnd)).toBe('"scope"');
});

it("does not edit the table while the text is not JSON", async () => {
  const { user } = openApp((fake) => {
    fake.state.drafts = fake.state.drafts.map((draft) => ({ ...draft, text: "{" }));
  });
  location.hash = "#/draft/d1";
  await user.click(await screen.findByRole("button", { name: "Fix it under JSON" }));
  expect(((await get("json-editor")) as HTMLTextAreaElement).value).toBe("{");
});

it("resets by taking the key out, removes by writing null, and saves the whole text", async () => {
  const { host, user } = openApp();
  location.hash = "#/connection/a2/parameters";
  await user.click(await get("reset-http.headers.X-Trace"));
  await user.click(await get("edit-apiVersion"));
  await user.click(await screen.findByRole("button", { name: "Remove" }));
  const save = await get("save");
  await waitFor(() => expect(save).toHaveProperty("disabled", false));
  expect((await get("save-effect")).textContent).toContain("Saving will do this:");
  await user.click(save);
  await waitFor(() => expect(screen.getByTestId("save-effect").textContent).toContain("Saved."));
  const [sent] = payloads(host, "parameters_save") as { text: string }[];
  expect(JSON.parse(sent?.text ?? "")).toEqual({ scopes: ["contacts.read"], variant: "sandbox", apiVersion: null });
});

it("offers to reconnect where saving needs it, and keeps unsaved edits while elsewhere", async () => {
  const { host, user } = openApp();
  location.hash = "#/connection/a1/parameters";
  await user.click(await get("edit-clientId"));
  const field = await get("value-clientId");
  await user.clear(field);
  await user.type(field, "other{Enter}");
  await get("save-reconnect");
  await user.click(await get("tab-calls"));
  await user.click(await get("tab-parameters"));
  const button = await get("save-reconnect");
  await waitFor(() => expect(button).toHaveProperty("disabled", false));
  await user.click(button);
  await get("connect-waiting");
  expect(payloads(host, "parameters_save")).toHaveLength(1);
  expect(payloads(host, "connect_start")).toEqual([{ connection: "a1", multiple: false }]);
});

it("shows a secret only when asked to, and hides it again", async () => {
  const { host, user } = openApp();
  location.hash = "#/connection/a1/parameters";
  const row = await get("leaf-clientSecret");
  expect(row.textContent).toContain("••••••••");
  expect(payloads(host, "reveal")).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Reveal clientSecret" }));
  await waitFor(() => expect(row.textContent).toContain("s3cr3t-of-the-sandbox"));
  expect(payloads(host, "reveal")).toEqual([{ subject: { kind: "integration", integration: "sandbox" }, path: "clientSecret" }]);
  await user.click(screen.getByRole("button", { name: "Hide clientSecret" }));
  expect(row.textContent).not.toContain("s3cr3t");
});
