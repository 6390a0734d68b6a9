import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { CallAnswer } from "../shared/generated/CallAnswer";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);
const console = (prepare?: Parameters<typeof openApp>[0], connection = "a2") => {
  const opened = openApp(prepare);
  location.hash = `#/connection/${connection}/calls`;
  return opened;
};

it("sends method, headers and body, and shows what went, what came and what was in force", async () => {
  const { host, user } = console();
  await user.selectOptions(await get("call-method"), "POST");
  await user.clear(await get("call-path"));
  await user.type(await get("call-path"), "/contacts{Escape}");
  await user.click(await get("add-header"));
  await user.type(await get("header-name-0"), "X-Trace");
  await user.type(await get("header-value-0"), "on");
  await user.click(await get("call-request-body"));
  await user.paste('{"name":"Ada"}');
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect((await get("call-status")).dataset["status"]).toBe("200");
  expect(payloads(host, "call")).toEqual([{ connection: "a2", method: "POST", path: "/contacts", headers: [["X-Trace", "on"]], body: '{"name":"Ada"}' }]);
  expect((await get("overridden")).textContent).toContain("http.headers.X-Trace");
  await user.click(await get("response-sent-tab"));
  expect((await get("sent-headers")).textContent).toContain("Bearer ••••••••");
});

it("has an editor for a body that is JSON, with its own undo, and plain text for one that is not", async () => {
  // Another connection than the first test's: what was written there is kept.
  const { user } = console(undefined, "a1");
  await user.selectOptions(await get("call-method"), "PUT");
  const editor = (await get("call-request-body")) as HTMLElement & { value: string };
  expect(editor.getAttribute("role")).toBe("textbox");
  await user.click(editor);
  await user.paste('{"a":1}');
  await user.keyboard("{Control>}z{/Control}");
  await waitFor(() => expect(editor.value).toBe(""));
  await user.paste('{"a":1}');
  await screen.findByText("JSON, sent as application/json");
  await user.click(await get("body-format"));
  await waitFor(() => expect(editor.value).toBe('{\n  "a": 1\n}'));
  await user.click(await get("add-header"));
  await user.type(await get("header-name-0"), "content-type");
  await user.type(await get("header-value-0"), "text/csv");
  const text = await get("call-request-body");
  expect([text.tagName, (text as HTMLTextAreaElement).value]).toEqual(["TEXTAREA", '{\n  "a": 1\n}']);
});

it("walks the answer as a tree by the keyboard, and shows it as text", async () => {
  const { user } = console();
  await user.clear(await get("call-path"));
  await user.type(await get("call-path"), "/contacts{Escape}");
  await user.click(await get("call-send"));
  const tree = await screen.findByRole("tree");
  expect(tree.textContent).not.toContain("person1@example.com");
  tree.focus();
  await user.keyboard("{ArrowDown}{ArrowDown}{ArrowRight}");
  await waitFor(() => expect(tree.textContent).toContain('"email": "person1@example.com"'));
  expect(document.getElementById(tree.getAttribute("aria-activedescendant") ?? "")?.getAttribute("aria-expanded")).toBe("true");
  await user.keyboard("{ArrowLeft}");
  expect(tree.textContent).not.toContain("person1@example.com");
  await user.click(screen.getByText("Text"));
  expect((await get("call-body")).textContent).toContain('"email": "person1@example.com"');
  await user.click(screen.getByText("Tree"));
});

it("stops waiting when cancelled, and ignores the answer when it comes", async () => {
  let answer: (value: CallAnswer) => void = () => undefined;
  const { host, user } = console((fake) => {
    const usual = fake.rpc.bind(fake);
    fake.rpc = ((cmd, payload) => (cmd === "call" ? new Promise((resolve) => (answer = resolve as never)) : usual(cmd, payload))) as typeof fake.rpc;
  });
  await user.clear(await get("call-path"));
  await user.type(await get("call-path"), "/slow{Escape}");
  await user.click(await get("call-send"));
  await user.click(await get("call-cancel"));
  expect((await get("call-said")).textContent).toContain("Cancelled after");
  host.asked.length = 0;
  answer({ id: "late", status: 200, headers: [], body: "late", encoding: "text", truncated: false, url: "http://x", durationMs: 1, attempts: 1, timing: { prepareMs: 0, waitMs: 1, receiveMs: 0 }, sent: [], overridden: [] });
  await waitFor(() => expect(payloads(host, "calls").length).toBeGreaterThan(0));
  expect(screen.queryByTestId("call-status")).toBeNull();
  expect(await get("call-send")).toBeTruthy();
});

it("offers saved and past requests as one types, saves, and forgets with a way back", async () => {
  const { host, user } = console();
  await user.clear(await get("call-path"));
  await user.type(await get("call-path"), "who");
  const [first] = await screen.findAllByTestId("path-suggestion");
  expect(first?.textContent).toContain("Who am I");
  await user.keyboard("{ArrowDown}{Enter}");
  expect(await get("call-path")).toHaveProperty("value", "/me");
  await user.click(await get("save-request"));
  await user.clear(await get("saved-name"));
  await user.type(await get("saved-name"), "Mine");
  await user.click(await get("saved-save"));
  expect(payloads(host, "saved_request_save")).toEqual([{ id: null, integration: "sandbox", name: "Mine", method: "GET", path: "/me", headers: [], body: "" }]);
  const saved = screen.getByRole("region", { name: "Saved requests" });
  await within(saved).findByText("Mine");
  await user.click(within(saved).getByRole("button", { name: "Forget Mine" }));
  await waitFor(() => expect(within(saved).queryByText("Mine")).toBeNull());
  await user.click(await get("toast-undo"));
  await within(saved).findByText("Mine");
});

it("says that a body is not text", async () => {
  const { user } = console();
  await user.clear(await get("call-path"));
  await user.type(await get("call-path"), "/avatar{Escape}");
  await user.click(await get("call-send"));
  expect((await get("binary-body")).textContent).toContain("not text: 8 B");
});

it("shows a long text a piece at a time", async () => {
  const body = "x".repeat(250_000);
  const { user } = console((fake) => {
    fake.answers.call = () => ({ id: "long", status: 200, headers: [], body, encoding: "text", truncated: false, url: "http://x/", durationMs: 1, attempts: 2, timing: { prepareMs: 0, waitMs: 1, receiveMs: 0 }, sent: [], overridden: [] });
  });
  await user.click(await get("call-send"));
  expect((await get("call-body")).textContent?.length).toBe(100_000);
  expect((await get("replayed")).textContent).toContain("refreshed once");
  await user.click(await get("load-more"));
  expect((await get("call-body")).textContent?.length).toBe(200_000);
});
