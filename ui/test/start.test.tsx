import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { stepsOf } from "../app/start/steps";
import type { FakeHost } from "../shared/fake/host.fake";
import { summary } from "../shared/fake/state.fake";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

function nothingYet(fake: FakeHost): void {
  fake.state.connections = [];
  fake.state.drafts = [];
  fake.state.status.connections = 0;
  fake.state.preferences.seen = [];
}

it("opens on the first steps where there is nothing, with one thing to do", async () => {
  const { host, user } = openApp(nothingYet);
  await get("start");
  expect(location.hash).toBe("#/start");
  await user.click(await get("start-try"));
  await waitFor(() => expect(location.hash).toMatch(/^#\/draft\//));
  expect(payloads(host, "draft_save")).toEqual([expect.objectContaining({ integration: "sandbox", tenant: "test", text: "{}" })]);
  // The steps go along.
  const bar = await get("start-bar");
  expect(bar.querySelector("[aria-current]")?.textContent).toContain("Override a parameter");
});

it("puts the steps away for good", async () => {
  const { host, user } = openApp(nothingYet);
  await user.click(await get("start-away"));
  await waitFor(() => expect(location.hash).toBe("#/connections"));
  expect(payloads(host, "preferences_set")).toEqual([{ seen: "start" }]);
  expect(host.state.preferences.seen).toEqual(["start"]);
});

it.each<[string, (fake: FakeHost) => void]>([
  ["put them away", (fake) => fake.state.preferences.seen.push("start")],
  ["has a draft", (fake) => fake.state.drafts.push({ id: "d9", integration: "sandbox", tenant: "test", name: "", option: null, text: "{}", updatedAt: 0 })],
  ["has connections", (fake) => fake.state.connections.push(summary("c1", "Acme Inc"))],
])("does not open on them for someone who %s", async (_, change) => {
  openApp((fake) => {
    nothingYet(fake);
    change(fake);
  });
  await get("nav-connections");
  await waitFor(() => expect(screen.getAllByRole("heading", { name: "Connections" }).length).toBeGreaterThan(0));
  expect(location.hash).not.toBe("#/start");
});

it("ticks off what is really done, and nothing else", () => {
  const draft = { id: "d1", integration: "sandbox", tenant: "test", name: "", option: null, text: "{}", updatedAt: 0 };
  const done = (...given: Parameters<typeof stepsOf>) => stepsOf(...given).steps.filter((step) => step.done).map((step) => step.id);
  expect(done([draft], [])).toEqual([]);
  expect(done([{ ...draft, text: '{"scopes":["a"' }], [])).toEqual([]);
  expect(done([{ ...draft, integration: "stripe", text: '{"scopes":[]}' }], [])).toEqual([]);
  expect(done([{ ...draft, text: '{"scopes":["a"]}' }], [])).toEqual(["override"]);
  expect(done([], [summary("c", "C", { lastCallAt: null })])).toEqual(["connect"]);
  expect(done([], [summary("c", "C", { lastCallAt: 1, overrideCount: 1 })])).toEqual(["override", "connect", "call"]);
});

it("ticks the call off once it is written down, which is after its answer", async () => {
  const { host } = openApp((fake) => {
    nothingYet(fake);
    fake.state.connections = [summary("c1", "Acme Inc", { lastCallAt: null, overrideCount: 1 })];
    location.hash = "#/start";
  });
  await waitFor(async () => expect((await get("step-connect")).textContent).toContain("done"));
  expect((await get("step-call")).textContent).not.toContain("done");
  host.state.connections = [summary("c1", "Acme Inc", { lastCallAt: Date.now(), overrideCount: 1 })];
  host.tell({ what: "calls", id: null });
  await waitFor(async () => expect((await get("step-call")).textContent).toContain("done"), { timeout: 8_000 });
});
