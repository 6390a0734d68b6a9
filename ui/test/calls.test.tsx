import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { FakeHost } from "../shared/fake/host.fake";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

function call(host: FakeHost, path: string): void {
  void host.rpc("call", { connection: "a1", method: "GET", path, headers: [] });
  act(() => host.tell({ what: "calls", id: null }));
}

it("lists the newest first, filters as one types, and teaches where nothing fits", async () => {
  const { host, user } = openApp();
  location.hash = "#/calls";
  await screen.findAllByTestId("call-row");
  await user.click(await get("calls-filter"));
  await user.paste("status:4xx tenant:acme");
  await waitFor(() => expect(payloads(host, "call_log").at(-1)).toEqual(expect.objectContaining({ filter: "status:4xx tenant:acme" })));
  await waitFor(() => expect(screen.getAllByTestId("call-row").every((row) => row.textContent?.includes("4"))).toBe(true));
  await user.clear(await get("calls-filter"));
  await user.paste("nothingislikethis");
  expect(await screen.findByText("No call fits this filter")).toBeTruthy();
});

it("stands still while paused, counts what came, and follows again", async () => {
  const { host, user } = openApp();
  location.hash = "#/calls";
  const first = async () => (await screen.findAllByTestId("call-row"))[0]?.textContent;
  const before = await first();
  await user.click(await get("calls-live"));
  call(host, "/new-one");
  expect((await get("calls-fresh")).textContent).toBe("1 newer");
  expect(await first()).toBe(before);
  await user.click(await get("calls-fresh"));
  await waitFor(async () => expect(await first()).toContain("/new-one"));
});

it("shows a call with the override that was in force, and puts it into the console", async () => {
  const { user } = openApp();
  location.hash = "#/calls";
  const row = (await screen.findAllByTestId("call-row")).find((one) => one.textContent?.includes("Acme Inc, narrow scopes"));
  row?.focus();
  await user.keyboard("{Enter}");
  const force = await get("in-force");
  expect(force.textContent).toContain("http.headers.X-Trace");
  await user.keyboard("{Enter}");
  expect(document.activeElement).toBe(await get("call-details-close"));
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("call-details")).toBeNull();
  expect(document.activeElement).toBe(row);
  await user.keyboard("{Enter}");
  await user.click(await get("call-console"));
  await get("call-path");
  expect(location.hash).toBe("#/connection/a2/calls");
});

it("says that an override was changed since, and leads to the difference", async () => {
  openApp((fake) => {
    fake.answers.call_show = () => ({ call: { id: "x", connectionId: "a2", at: 0, method: "GET", url: "http://x/", status: 200, error: null, durationMs: 1, attempts: 1, connectionName: "Acme", integrationKey: "sandbox", tenantKey: "acme", requestBytes: 0, responseBytes: 1 }, overrides: { scopes: ["a"] }, history: "h1", current: false });
  });
  location.hash = "#/calls";
  (await screen.findAllByTestId("call-row"))[0]?.click();
  const force = await get("in-force");
  expect(within(force).getByRole("link", { name: "Compare with now" }).getAttribute("href")).toBe("#/compare/history%3Aa2%40h1/connection%3Aa2");
});

it("exports what the filter finds, and says how to get a file", async () => {
  const { host, user } = openApp();
  location.hash = `#/calls/${encodeURIComponent("is:failed it's")}`;
  await user.click(await get("calls-export"));
  await get("har-copy");
  expect(payloads(host, "calls_har")).toEqual([{ filter: "is:failed it's" }]);
  expect(screen.getByText(`patchbay calls --filter 'is:failed it'\\''s' --har calls.har`)).toBeTruthy();
});
