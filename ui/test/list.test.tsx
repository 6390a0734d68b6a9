import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { putAway } from "../app/connections/bulk";
import { forgetSessions } from "../app/connections/session";
import { failure } from "../shared/fake/host.fake";
import { summary } from "../shared/fake/state.fake";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);
const rows = () => screen.findAllByTestId("connection-row");
const names = async () => (await rows()).map((row) => row.querySelector("b")?.textContent);
const nth = async (at: number): Promise<HTMLElement> => (await rows())[at] as HTMLElement;

beforeEach(() => {
  forgetSessions();
  putAway();
  location.hash = "#/connections";
});

it("asks for pages, never for all", async () => {
  const { host } = openApp((fake) => {
    fake.state.connections = Array.from({ length: 1000 }, (_, at) => summary(at.toString(16).padStart(24, "0"), `Connection ${at}`));
  });
  await rows();
  expect((await rows()).length).toBeLessThan(60);
  const asked = payloads(host, "connections") as { offset?: number; limit?: number }[];
  expect(asked.every((one) => (one.limit ?? 1000) <= 100)).toBe(true);
  expect(Math.max(...asked.map((one) => one.offset ?? 0))).toBeLessThanOrEqual(200);
  expect((await get("filter-status")).textContent).toBe("1,000 in all");
});

it("understands the engine's filter, says what it found, and keeps it in the address", async () => {
  const { user } = openApp();
  await rows();
  await user.type(await get("filter"), "needs:recon");
  await waitFor(async () => expect(await names()).toEqual(["Initech"]));
  expect((await get("filter-status")).textContent).toBe("1 of 4");
  await waitFor(() => expect(decodeURIComponent(location.hash)).toBe("#/connections/needs:recon"));
  await user.click(await nth(0));
  await waitFor(() => expect(location.hash).toBe("#/connection/a3/overview"));
  window.history.back();
  await waitFor(() => expect(screen.getByTestId("filter")).toHaveProperty("value", "needs:recon"));
});

it("completes fields and values by keyboard, and goes on into the list", async () => {
  const { user } = openApp();
  await rows();
  await user.type(await get("filter"), "ten{ArrowDown}{Enter}");
  expect(await get("filter")).toHaveProperty("value", "tenant:");
  await user.keyboard("ini{Escape}{ArrowDown}");
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Initech"));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(location.hash).toBe("#/connection/a3/overview"));
});

it("puts a term in and out by its chip", async () => {
  const { user } = openApp();
  const chip = await get("chip-override:any");
  await user.click(chip);
  await waitFor(async () => expect(await names()).toEqual(["Acme Inc, narrow scopes"]));
  expect(chip.getAttribute("aria-pressed")).toBe("true");
  await user.click(chip);
  await waitFor(async () => expect(await rows()).toHaveLength(4));
});

it("groups under headings with counts, which fold", async () => {
  const { user } = openApp();
  await rows();
  await user.selectOptions(await get("group"), "integration");
  const heads = await screen.findAllByTestId("group-row");
  expect(heads.map((head) => head.textContent)).toEqual(["Sandbox3", "Stripe1"]);
  await user.click(heads[0] as HTMLElement);
  await waitFor(async () => expect(await names()).toEqual(["Test key"]));
});

it("marks by click, range, Space and all, and lets go by Escape", async () => {
  const { user } = openApp();
  await user.click(within(await nth(0)).getByTestId("mark"));
  expect((await get("selection")).textContent).toContain("1 selected");
  await user.keyboard("{Shift>}");
  await user.click(within(await nth(2)).getByTestId("mark"));
  await user.keyboard("{/Shift}");
  expect((await get("selection")).textContent).toContain("3 selected");
  (await nth(3)).focus();
  await user.keyboard(" ");
  expect((await get("selection")).textContent).toContain("4 selected");
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("selection")).toBeNull();
  await user.keyboard("{Control>}a{/Control}");
  expect((await get("selection")).textContent).toContain("4 selected");
  expect((await nth(1)).getAttribute("aria-selected")).toBe("true");
});

it("archives what is marked, and takes it back", async () => {
  const { host, user } = openApp();
  await rows();
  await user.keyboard("{Control>}a{/Control}");
  await user.click(await get("many-archive"));
  const undo = await get("toast-undo");
  expect(host.state.connections.every((one) => one.archivedAt !== null)).toBe(true);
  expect((await get("toast")).textContent).toContain("Archived 4 connections");
  await user.click(undo);
  await waitFor(() => expect(host.state.connections.every((one) => one.archivedAt === null)).toBe(true));
  await waitFor(async () => expect(await rows()).toHaveLength(4));
});

it("says for which connections something failed, and why", async () => {
  const { user } = openApp((fake) => {
    fake.answers.connection_test = ({ connection }) => {
      if (connection === "a3") throw failure("The provider did not answer.", "Try again later.");
      return { ok: connection !== "a1", status: 401, words: "The provider refuses the key." };
    };
  });
  await rows();
  await user.keyboard("{Control>}a{/Control}");
  await user.click(await get("many-test"));
  await user.click(await get("run-show"));
  const list = await screen.findByRole("list", { name: "What went wrong" });
  expect(list.textContent).toContain("Initech The provider did not answer. Try again later.");
  expect(list.textContent).toContain("Acme Inc The provider refuses the key.");
});

it("stops before what is not begun", async () => {
  let release: () => void = () => undefined;
  const { host, user } = openApp((fake) => {
    fake.state.connections = Array.from({ length: 20 }, (_, at) => summary(`s${at}`, `Slow ${at}`));
    const held = new Promise<void>((done) => (release = done));
    fake.answers.connection_test = () => held.then(() => ({ ok: true, status: 200, words: "Good." })) as never;
  });
  const plain = host.rpc;
  host.rpc = async (cmd, payload) => (cmd === "connection_test" ? ((await (host.answers.connection_test as never as () => Promise<never>)()) as never) : plain(cmd, payload));
  await rows();
  await user.keyboard("{Control>}a{/Control}");
  await user.click(await get("many-test"));
  await user.click(await get("run-stop"));
  release();
  await screen.findByText(/Stopped before the other 16/);
});

it("opens a row's menu by mouse and by key, and connects the other environment too", async () => {
  const { host, user } = openApp();
  await user.click(within(await nth(0)).getByTestId("row-menu"));
  await user.click(await get("row-variant-sandbox"));
  await waitFor(() => expect(payloads(host, "connection_duplicate")).toMatchObject([{ connection: "a1", set: { variant: "sandbox" } }]));
  location.hash = "#/connections";
  fireEvent.contextMenu(await nth(1));
  expect(await screen.findByRole("menu", { name: "What to do with Acme Inc, narrow scopes" })).toBeTruthy();
});

it("renames by F2 from the row", async () => {
  const { host, user } = openApp();
  (await nth(1)).focus();
  await user.keyboard("{F2}");
  const field = await get("rename-name");
  await user.clear(field);
  await user.type(field, "Acme, few scopes{Enter}");
  await waitFor(() => expect(payloads(host, "connection_rename")).toEqual([{ connection: "a2", name: "Acme, few scopes" }]));
  await screen.findByText("Acme, few scopes");
});

it("shows drafts above, without a connection's unsaved edits, and discards with a way back", async () => {
  const { host, user } = openApp((fake) => {
    fake.state.drafts.push({ id: "d2", integration: "sandbox", tenant: "acme", name: "Edits", option: null, connection: "a1", text: "{}", updatedAt: 0 });
  });
  expect((await screen.findAllByTestId("draft-row")).map((row) => row.querySelector("b")?.textContent)).toEqual(["Globex"]);
  await user.click(await get("draft-discard"));
  await waitFor(() => expect(screen.queryByTestId("draft-row")).toBeNull());
  await user.click(await get("toast-undo"));
  await get("draft-row");
  expect(host.state.drafts[0]?.text).toContain("2026-02");
});

it("says when a list cannot be had, and asks again", async () => {
  const { host, user } = openApp((fake) => {
    fake.answers.connections = () => {
      throw failure("The database did not answer.", "Ask again.");
    };
  });
  await screen.findByText("The database did not answer.");
  delete host.answers.connections;
  await user.click(screen.getByRole("button", { name: "Ask again" }));
  await rows();
});

it("archives the row in hand by a key, and the focus stays in the list", async () => {
  const { host, user } = openApp();
  (await nth(1)).focus();
  await user.keyboard("{Delete}");
  await waitFor(() => expect(payloads(host, "connection_archive")).toEqual([{ connection: "a2" }]));
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Initech"));
});

it("asks for a burst of changes once at its beginning and once at its end", async () => {
  const { host } = openApp();
  await rows();
  const before = payloads(host, "connections").length;
  const [first] = host.state.connections;
  for (let at = 0; at < 50; at += 1) {
    if (first) first.name = `Acme ${at}`;
    host.tell({ what: "connections", id: null });
  }
  await screen.findByText("Acme 49");
  expect(payloads(host, "connections").length - before).toBeLessThanOrEqual(6);
});
