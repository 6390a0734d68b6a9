import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { failure } from "../shared/fake/host.fake";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);

it("says why a connection does not work, keeps what the last refresh said, and reconnects from there", async () => {
  const { host, user } = openApp((fake) => {
    const usual = fake.rpc.bind(fake);
    fake.rpc = async (cmd, payload) => {
      const answer = await usual(cmd, payload);
      return cmd === "connection_show" ? { ...(answer as object), refreshError: "The token endpoint answered 400: the grant was revoked.", canRefresh: false } as typeof answer : answer;
    };
  });
  location.hash = "#/connection/a3/overview";
  const health = await screen.findByRole("region", { name: "Health" });
  expect((await get("health-words")).textContent).toContain("the grant was revoked");
  expect(health.textContent).toContain("withdrew it");
  expect((await get("refresh-error")).textContent).toContain("answered 400");
  expect(screen.queryByTestId("refresh")).toBeNull();
  await user.click(await get("remedy"));
  await get("connect-waiting");
  expect(payloads(host, "connect_start")).toEqual([{ connection: "a3", multiple: false }]);
});

it("marks scopes that are missing and those that are there beyond what is asked for", async () => {
  openApp();
  location.hash = "#/connection/a2/overview";
  const scopes = await get("scopes");
  const marks = within(scopes).getAllByRole("listitem").map((item) => item.getAttribute("data-mark"));
  expect(marks).toEqual(["both", "extra", "extra"]);
  expect((await get("pending")).textContent).toContain("at reconnect");
});

it("archives at once, and the remark takes it back", async () => {
  const { host, user } = openApp();
  location.hash = "#/connection/a1/overview";
  await user.click(await get("more"));
  await user.click(await get("archive"));
  await waitFor(() => expect(location.hash).toBe("#/connections"));
  expect(host.state.connections[0]?.archivedAt).not.toBeNull();
  await user.click(await get("toast-undo"));
  await waitFor(() => expect(host.state.connections[0]?.archivedAt).toBeNull());
});

it("makes a draft in another variant that differs by that one key", async () => {
  const { host, user } = openApp();
  location.hash = "#/connection/a1/overview";
  await screen.findByText("default environment");
  await user.click(await get("more"));
  await user.click(await get("variant-sandbox"));
  await waitFor(() => expect(location.hash).toContain("#/draft/"));
  expect(payloads(host, "connection_duplicate")).toEqual([{ connection: "a1", name: "Acme Inc (sandbox)", set: { variant: "sandbox" } }]);
});

it("sets a key, and says what is wrong with one that is none", async () => {
  const { host, user } = openApp();
  location.hash = "#/connection/a1/overview";
  await user.click(await get("edit-key"));
  await user.type(await get("key-value"), "Acme 1");
  await user.click(await get("key-save"));
  expect((await get("error-box")).textContent).toContain("lower-case letters");
  await user.clear(await get("key-value"));
  await user.type(await get("key-value"), "acme-1");
  await user.click(await get("key-save"));
  await waitFor(() => expect(screen.queryByTestId("key-value")).toBeNull());
  expect(host.state.connections[0]?.key).toBe("acme-1");
});

it("lets the token expire, sends many calls at once, and says how many token requests that took", async () => {
  const { host, user } = openApp();
  location.hash = "#/connection/a1/overview";
  await user.click(await get("expire-now"));
  await waitFor(() => expect(screen.getByTestId("token-left").textContent).toBe("Expired"), { timeout: 3000 });
  expect((await get("expire-said")).textContent).toContain("next call refreshes it first");
  const count = await get("burst-count");
  await user.clear(count);
  await user.type(count, "0");
  expect(await get("burst-run")).toHaveProperty("disabled", true);
  await user.clear(count);
  await user.type(count, "50");
  await user.click(await get("burst-run"));
  const result = await get("burst-result");
  expect(result.textContent).toContain("One token request served 50 calls.");
  expect(within(await get("burst-timeline")).getAllByRole("listitem").length).toBeGreaterThan(2);
  expect(payloads(host, "calls_burst")).toEqual([{ connection: "a1", method: "GET", path: "/me", count: 50, expire: true }]);
});

it("goes to its tabs and does what it can by the keyboard", async () => {
  const { host, user } = openApp();
  location.hash = "#/connection/a1/overview";
  await get("remedy");
  await user.keyboard("t");
  await waitFor(() => expect(payloads(host, "connection_test")).toHaveLength(1));
  expect((await get("said")).textContent).toContain("accepts the credentials");
  await user.keyboard("3");
  await get("call-path");
  host.answers.connection_refresh = () => {
    throw failure("The token endpoint does not answer.", "Try again in a minute.");
  };
  (document.activeElement as HTMLElement | null)?.blur();
  await user.keyboard("r");
  expect((await get("error-box")).textContent).toContain("Try again in a minute.");
});
