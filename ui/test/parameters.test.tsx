import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { DraftView } from "../shared/generated/DraftView";
// The editor is fetched when it is first shown; here it is there from the start, so that no test waits for it.
import "../shared/editor/Editor";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

/** The editor's element, with the text as a field has it. */
const editorOf = async () => (await get("json-editor")) as HTMLElement & { value: string };

const draftOf = (over: Partial<DraftView>): DraftView => ({ id: "k1", integration: "sandbox", tenant: "acme", name: "Acme Inc", option: null, text: "{}", updatedAt: Date.now(), ...over });

it("keeps a draft's text as it is typed, JSON or not, and leads to what is wrong", async () => {
  const { host, user } = openApp();
  location.hash = "#/draft/d1";
  await user.click(await get("seg-json"));
  const editor = await editorOf();
  editor.value = '{\n  "scope": []';
  expect((await get("problem-0")).textContent).toContain("line 2");
  expect(await get("connect")).toHaveProperty("disabled", true);
  await waitFor(() => expect(payloads(host, "draft_save").at(-1)).toEqual(expect.objectContaining({ id: "d1", text: '{\n  "scope": []' })));

  editor.value = '{\n  "scope": []\n}';
  await waitFor(() => expect(screen.getByTestId("problem-0").textContent).toContain("Did you mean scopes?"));
  await user.click(screen.getByTestId("problem-0"));
  expect(document.activeElement).toBe(editor);
  expect(getSelection()?.toString()).toBe('"scope"');
});

it("does not edit the table while the text is not JSON", async () => {
  const { user } = openApp((fake) => {
    fake.state.drafts = fake.state.drafts.map((draft) => ({ ...draft, text: "{" }));
  });
  location.hash = "#/draft/d1";
  await user.click(await screen.findByRole("button", { name: "Fix it under JSON" }));
  expect((await editorOf()).value).toBe("{");
});

it("is one draft in three views: what is written in one is in the others, and undone in any", async () => {
  const { user } = openApp();
  location.hash = "#/connection/a1/parameters";
  await user.click(await get("edit-apiVersion"));
  const field = await get("value-apiVersion");
  await user.clear(field);
  await user.type(field, "2026-05{Enter}");
  await user.click(await get("seg-form"));
  expect(await get("value-apiVersion")).toHaveProperty("value", "2026-05");
  await user.type(await get("value-apiVersion"), "-x");
  await user.click(await get("seg-json"));
  expect(JSON.parse((await editorOf()).value)).toEqual({ apiVersion: "2026-05-x" });
  await user.click(await get("undo"));
  expect(JSON.parse((await editorOf()).value)).toEqual({ apiVersion: "2026-05" });
  await user.click(await get("undo"));
  expect((await editorOf()).value).toBe("{}");
  expect(screen.queryByTestId("dirty")).toBeNull();
  await user.click(await get("redo"));
  expect(JSON.parse((await editorOf()).value)).toEqual({ apiVersion: "2026-05" });
});

it("walks the table by arrow keys, edits by Enter, gives up by Escape, resets by Delete with a way back", async () => {
  const { user } = openApp();
  location.hash = "#/connection/a2/parameters";
  const scopes = await get("leaf-scopes");
  scopes.focus();
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("leaf-variant")));
  await user.keyboard("{Enter}");
  await get("value-variant");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("leaf-variant")));
  await user.keyboard("{Delete}");
  await waitFor(() => expect(screen.queryByTestId("reset-variant")).toBeNull());
  await user.click(within(await get("toast")).getByRole("button", { name: /Undo/ }));
  await get("reset-variant");
});

it("filters the table, and says where nothing is found", async () => {
  const { user } = openApp();
  location.hash = "#/connection/a2/parameters";
  await get("leaf-scopes");
  await user.type(await get("parameters-filter"), "layer:override");
  await waitFor(() => expect(screen.queryByTestId("leaf-clientId")).toBeNull());
  expect(screen.getByTestId("leaf-scopes")).toBeTruthy();
  await user.type(await get("parameters-filter"), " nothing");
  expect(await screen.findByText(/No parameter matches/)).toBeTruthy();
});

it("lights a parameter in the table while its piece of the dry run is looked at, and leads from one to the other", async () => {
  const { user } = openApp();
  location.hash = "#/connection/a1/parameters";
  const row = await get("leaf-scopes");
  const piece = within(await get("preview-authorize")).getByTitle("scopes, from the integration");
  expect(row.dataset["lit"]).toBeUndefined();
  fireEvent.pointerEnter(piece);
  expect(row.dataset["lit"]).toBe("true");
  fireEvent.pointerLeave(piece);
  expect(row.dataset["lit"]).toBeUndefined();
  await user.click(piece);
  await waitFor(() => expect(document.activeElement).toBe(row));
  expect(piece.className).toContain("lit");
});

it("marks in the dry run what differs from what is saved", async () => {
  const { user } = openApp();
  location.hash = "#/connection/a2/parameters";
  await user.click(await get("reset-http.headers.X-Trace"));
  const call = await get("preview-call");
  await waitFor(() => expect(call.querySelector('[data-mark="removed"]')?.textContent).toContain("X-Trace"));
  expect(call.querySelectorAll('[data-mark="same"]').length).toBeGreaterThan(0);
  expect(call.textContent).toContain("1 change");
});

it("keeps unsaved edits of a connection for the next time, says so, and lets them go with a way back", async () => {
  const { host, user } = openApp((fake) => fake.state.drafts.push(draftOf({ connection: "a1", text: '{"apiVersion":"2027-01"}' })));
  location.hash = "#/connection/a1/parameters";
  expect((await get("restored")).textContent).toContain("Unsaved edits from");
  await waitFor(() => expect(screen.getByTestId("leaf-apiVersion").textContent).toContain("2027-01"));
  await user.click(await get("restored-discard"));
  await waitFor(() => expect(screen.queryByTestId("dirty")).toBeNull());
  await waitFor(() => expect(payloads(host, "draft_discard")).toEqual([{ id: "k1" }]));
  await user.click(await get("undo"));
  await waitFor(() => expect(payloads(host, "draft_save").at(-1)).toEqual(expect.objectContaining({ connection: "a1", text: '{"apiVersion":"2027-01"}' })));
});

it("lets discarded edits go at once, as the window may be closed the next moment", async () => {
  const { host } = openApp((fake) => fake.state.drafts.push(draftOf({ connection: "a1", text: '{"apiVersion":"2027-01"}' })));
  location.hash = "#/connection/a1/parameters";
  const discard = await get("discard");
  // Time stands still: whatever waits for a pause to end is not done.
  vi.useFakeTimers();
  try {
    await act(async () => fireEvent.click(discard));
    expect(payloads(host, "draft_discard")).toEqual([{ id: "k1" }]);
  } finally {
    vi.useRealTimers();
  }
});

it("keeps edits as they are typed, once, and forgets them when they are saved", async () => {
  const { host, user } = openApp();
  location.hash = "#/connection/a1/parameters";
  await user.click(await get("seg-json"));
  const editor = await editorOf();
  editor.value = '{"apiVersion":"1"}';
  await waitFor(() => expect(payloads(host, "draft_save")).toHaveLength(1));
  editor.value = '{"apiVersion":"2"}';
  await waitFor(() => expect(payloads(host, "draft_save")).toHaveLength(2));
  const [first, second] = payloads(host, "draft_save") as DraftView[];
  expect([first?.id, second?.id === null, second?.connection]).toEqual([null, false, "a1"]);
  const save = await get("save");
  await waitFor(() => expect(save).toHaveProperty("disabled", false));
  await user.click(save);
  await waitFor(() => expect(payloads(host, "draft_discard")).toEqual([{ id: second?.id }]));
  expect(host.state.drafts.filter((draft) => draft.connection === "a1")).toEqual([]);
});

it("marks what a connector file changed under the screen", async () => {
  const { host } = openApp();
  location.hash = "#/connection/a1/parameters";
  await get("leaf-apiVersion");
  await waitFor(() => expect(screen.getByTestId("dry-run").dataset["current"]).toBe("true"));
  const usual = host.state.defaults;
  host.state.defaults = { ...usual, apiVersion: "2031-01" };
  host.tell({ what: "connectors", id: null });
  expect(await get("watched-apiVersion")).toBeTruthy();
  expect((await screen.findByText(/The connector file changed: apiVersion/)).textContent).not.toContain("scopes");
});

it("takes an override of 64 KiB with 250 odd keys, and neither runs nor loses one", async () => {
  const { host, user } = openApp();
  location.hash = "#/draft/d1";
  const headers = Object.fromEntries(Array.from({ length: 246 }, (_, index) => [`X-${index}.ü`, "v".repeat(200)]));
  const text = JSON.stringify({ http: { headers } }).replace('"X-0.ü"', '"__proto__":"a","":"b","constructor":"c","a.b[\\"c\\"]":"d","X-0.ü"');
  expect(text.length).toBeGreaterThan(50_000);
  await user.click(await get("seg-json"));
  (await editorOf()).value = text;
  await user.click(await get("seg-effective"));
  const odd = await get("leaf-http.headers.__proto__");
  expect(odd.textContent).toContain("a");
  expect(screen.getAllByRole("row").length).toBeLessThan(120);
  await user.type(await get("parameters-filter"), "constructor");
  expect((await get("leaf-http.headers.constructor")).textContent).toContain("c");
  await waitFor(() => expect((payloads(host, "draft_save").at(-1) as DraftView).text).toBe(text));
  expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
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
