import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lay } from "../app/actions/overlay";
import { failure } from "../shared/fake/host.fake";
import { dismiss, say } from "../shared/toast";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);
const gone = (id: string) => waitFor(() => expect(screen.queryByTestId(id)).toBeNull());

beforeEach(() => localStorage.clear());
afterEach(() => {
  act(() => lay(null));
  // Remarks are the window's, not the component's: none may be left for the next test.
  act(() => Array.from({ length: 200 }, (_, id) => dismiss(id)));
});

it("goes to each screen by two keys, and puts the focus on its heading", async () => {
  const { user } = openApp();
  await screen.findByText("Acme Inc");
  for (const [key, heading] of [["s", "sandbox"], ["i", "integrations"], ["a", "api"], ["c", "connections"]] as const) {
    await user.keyboard(`g${key}`);
    await waitFor(() => expect(location.hash).toContain(`#/${heading}`));
    await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
    await waitFor(() => expect(document.activeElement?.textContent?.toLowerCase()).toContain(heading));
  }
  await user.keyboard("{Control>},{/Control}");
  await waitFor(() => expect(location.hash).toBe("#/settings/general"));
  await user.keyboard("{Control>}n{/Control}");
  expect(document.activeElement).toBe(await get("draft-name"));
});

it("leaves letters to a field that is typed in, but not Ctrl+K", async () => {
  const { user } = openApp();
  location.hash = "#/settings/tenants";
  const field = await get("tenant-key");
  await user.type(field, "gc?");
  expect(field).toHaveProperty("value", "gc?");
  expect(location.hash).toBe("#/settings/tenants");
  expect(screen.queryByTestId("shortcuts")).toBeNull();
  await user.keyboard("{Control>}k{/Control}");
  expect(document.activeElement).toBe(await get("palette-input"));
  await user.keyboard("{Escape}");
  await gone("palette");
  await waitFor(() => expect(document.activeElement).toBe(field));
});

it("finds a connection through the engine, and opens it with Enter", async () => {
  const { host, user } = openApp((fake) => {
    const all = fake.state.connections;
    fake.answers.connections = ({ filter, limit }) => ({ items: all.filter((one) => one.name.toLowerCase().includes(filter ?? "")).slice(0, limit), next: null, total: all.length, groups: [] });
  });
  await screen.findByText("Initech");
  host.asked.length = 0;
  await user.keyboard("{Control>}k{/Control}");
  const field = await get("palette-input");
  await user.type(field, "initech");
  await waitFor(() => expect(document.getElementById(field.getAttribute("aria-activedescendant") ?? "")?.dataset["item"]).toBe("connection:a3"));
  await waitFor(() => expect(payloads(host, "connections")).toContainEqual({ filter: "initech", limit: 8 }));
  // What was asked is what is shown, never the whole list.
  for (const payload of payloads(host, "connections") as { limit?: number; integration?: string }[]) expect(payload.limit).toBeLessThanOrEqual(50);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(location.hash).toBe("#/connection/a3/overview"));
  await gone("palette");
});

it("moves in the palette with the arrows, runs what is marked, and shows it first the next time", async () => {
  const { user } = openApp();
  await screen.findByText("Acme Inc");
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await get("palette-input"), "diagn");
  const items = await screen.findAllByTestId("palette-item");
  expect(items[0]?.dataset["item"]).toBe("go.settings.diagnostics");
  await user.keyboard("{ArrowDown}{ArrowUp}{Enter}");
  await waitFor(() => expect(location.hash).toBe("#/settings/diagnostics"));
  await user.keyboard("{Control>}k{/Control}");
  const first = within(await get("palette")).getByRole("group", { name: "Recently used" });
  expect(within(first).getAllByRole("option").map((one) => one.dataset["item"])).toEqual(["go.settings.diagnostics"]);
  await user.keyboard("{Control>}k{/Control}");
  await gone("palette");
});

it("lists the keys of what can be done, here and now", async () => {
  const { user } = openApp();
  location.hash = "#/settings/diagnostics";
  await screen.findAllByTestId("check");
  await user.keyboard("?");
  const sheet = await get("shortcuts");
  expect(sheet.textContent).toContain("New connection");
  expect(sheet.textContent).toContain("Run the checks again");
  await user.keyboard("gc");
  expect(location.hash).toBe("#/settings/diagnostics");
  await user.keyboard("{Escape}");
  await gone("shortcuts");
});

it("takes back the last thing by Ctrl+Z, but not while text is typed", async () => {
  const { user } = openApp();
  location.hash = "#/settings/tenants";
  const field = await get("tenant-key");
  const undo = vi.fn();
  act(() => void say("Acme is archived.", { undo }));
  await user.click(field);
  await user.keyboard("{Control>}z{/Control}");
  expect(undo).not.toHaveBeenCalled();
  act(() => field.blur());
  await user.keyboard("{Control>}z{/Control}");
  expect(undo).toHaveBeenCalledOnce();
  await gone("toast");
});

it("says so where something cannot be taken back", async () => {
  const { user } = openApp();
  await screen.findByText("Acme Inc");
  act(() => void say("Renamed.", { undo: () => Promise.reject(failure("The disk is full.", "Make room.")) }));
  await user.click(await get("toast-undo"));
  expect((await screen.findByRole("alert")).textContent).toContain("This could not be undone: The disk is full. Make room.");
});

it("keeps a remark while it is looked at, and dismisses it with Escape", async () => {
  const { user } = openApp();
  await screen.findByText("Acme Inc");
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    act(() => void say("Done."));
    await user.hover(screen.getByTestId("toast"));
    await act(() => vi.advanceTimersByTimeAsync(20_000));
    expect(screen.getByTestId("toast").textContent).toContain("Done.");
    await user.unhover(screen.getByTestId("toast"));
    await act(() => vi.advanceTimersByTimeAsync(9_000));
    expect(screen.queryByTestId("toast")).toBeNull();
    act(() => void say("Done again."));
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("toast")).toBeNull();
  } finally {
    vi.useRealTimers();
  }
});

it("lets a remark go with the screen that it tells of, and keeps one that has a use elsewhere", async () => {
  openApp();
  await screen.findByText("Acme Inc");
  act(() => {
    say("Only told.");
    say("Loaded into this draft.", { undo: vi.fn(), here: true });
    say("Archived.", { undo: vi.fn() });
    say("The disk is full.", { look: "bad" });
  });
  act(() => {
    location.hash = "#/calls";
    // As a deed does that leaves a screen and says what it did.
    say("Said of the next.");
  });
  await screen.findByRole("heading", { name: "Calls" });
  await screen.findByText("Said of the next.");
  expect(screen.getAllByTestId("toast").map((toast) => toast.textContent)).toEqual(["Archived.Undo CtrlZ×", "The disk is full.×", "Said of the next.×"]);
});

it("says when a connection comes to need a reconnect, and leads there; what needed one before is not told", async () => {
  const { host, user } = openApp();
  await screen.findByText("Initech");
  await waitFor(() => expect(payloads(host, "connections")).toContainEqual({ filter: "needs:reconnect", limit: 50 }));
  const [first] = host.state.connections;
  if (first) first.health = { state: "needs_reconnect", cause: "revoked", words: "The grant was revoked.", next: "Reconnect it." };
  host.tell({ what: "connections", id: "a1" });
  const toast = await get("toast");
  expect(toast.textContent).toContain("Acme Inc needs a reconnect. The grant was revoked.");
  expect(screen.getAllByTestId("toast")).toHaveLength(1);
  await user.click(within(toast).getByTestId("toast-open"));
  await get("connect-waiting");
  expect(payloads(host, "connect_start")).toEqual([expect.objectContaining({ connection: "a1" })]);
});

it("narrows the navigation by a key and remembers it; every entry keeps its name", async () => {
  const { user } = openApp();
  await screen.findByText("Acme Inc");
  await user.keyboard("{Control>}b{/Control}");
  const nav = screen.getByRole("navigation", { name: "Patchbay" });
  expect(nav.dataset["width"]).toBe("narrow");
  expect(within(nav).getByRole("link", { name: /^Sandbox$/ })).toBeTruthy();
  expect(localStorage.getItem("patchbay.nav")).toBe("narrow");
  await user.click(await get("nav-width"));
  expect(nav.dataset["width"]).toBe("wide");
  expect(localStorage.getItem("patchbay.nav")).toBeNull();
});
