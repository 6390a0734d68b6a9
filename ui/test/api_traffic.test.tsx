import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { ApiRequestView } from "../shared/generated/ApiRequestView";
import { openApp, payloads } from "./app";

const get = (id: string) => screen.findByTestId(id);
const rows = () => screen.getAllByTestId("api-request");

const request = (id: string): ApiRequestView => ({ id, at: Date.now(), method: "GET", path: `/fresh/${id}`, origin: null, who: "acme", status: 200, reason: null, remedy: null, durationMs: 2 });

it("says why each request was refused, and does what lets it through", async () => {
  const { host, user } = openApp();
  location.hash = "#/api/requests";
  await get("request-filter");
  const refused = rows().find((row) => row.textContent?.includes("is not listed")) as HTMLElement;
  await user.click(within(refused).getByRole("button", { name: "List this origin" }));
  expect((await within(refused).findByTestId("remedied")).textContent).toContain("Listed now: try it again.");
  await user.click(screen.getByRole("button", { name: "Register this redirect URI" }));
  await waitFor(() => expect(screen.getAllByTestId("remedied")).toHaveLength(2));
  expect(payloads(host, "api_access_set")).toEqual([{ addOrigins: ["https://shop.example.org"] }, { addRedirectUris: ["https://app.example.com/connected"] }]);
});

it("follows what comes in, unless it is paused; a cleared view shows what comes next", async () => {
  const { host, user } = openApp((fake) => {
    fake.state.api.requests = [request("a1")];
  });
  const arrive = (id: string) => {
    host.state.api.requests.unshift(request(id));
    host.tell({ what: "api", id: null });
  };
  location.hash = "#/api/requests";
  await screen.findByText("/fresh/a1");
  arrive("a2");
  await screen.findByText("/fresh/a2");
  expect(rows()[0]?.textContent).toContain("/fresh/a2");

  await user.click(await get("request-pause"));
  arrive("a3");
  await screen.findByText("Paused, 1 newer");
  expect(screen.queryByText("/fresh/a3")).toBeNull();
  await user.click(await get("request-pause"));
  await screen.findByText("/fresh/a3");

  await user.click(await get("request-clear"));
  await get("requests-empty");
  arrive("a4");
  await screen.findByText("/fresh/a4");
  expect(rows()).toHaveLength(1);
});

it("asks once for many changes that come together", async () => {
  const { host } = openApp();
  location.hash = "#/api/requests";
  await get("request-filter");
  const before = payloads(host, "api_requests").length;
  for (let index = 0; index < 500; index += 1) host.tell({ what: "api", id: null });
  await waitFor(() => expect(payloads(host, "api_requests").length).toBe(before + 1));
});

it("moves with the arrow keys, and Enter shows what is cut off", async () => {
  const { user } = openApp();
  location.hash = "#/api/requests";
  await get("request-filter");
  const [first] = rows();
  first?.focus();
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement).toBe(rows()[1]));
  await user.keyboard("{Enter}");
  expect(rows()[1]?.getAttribute("aria-expanded")).toBe("true");
});

it("filters, and teaches with the code where nothing came yet", async () => {
  const { host, user } = openApp();
  location.hash = "#/api/requests";
  await user.type(await get("request-filter"), "status:401");
  expect(rows()).toHaveLength(1);
  await user.clear(await get("request-filter"));
  await user.click(screen.getByRole("radio", { name: "Refused" }));
  expect(rows()).toHaveLength(4);
  host.state.api.requests = [];
  host.tell({ what: "api", id: null });
  expect((await get("requests-empty")).textContent).toContain('new MembraneClient({ apiUri: "http://127.0.0.1:7282", token })');
});

it("sets the webhook, lists a host first where it must, sends a test and sends again", async () => {
  const { host, user } = openApp();
  location.hash = "#/api/webhook";
  expect(await get("webhook-test")).toHaveProperty("disabled", true);
  await user.type(await get("webhook-url"), "https://hooks.example.com/in");
  await user.click(await get("webhook-list-host"));
  await waitFor(() => expect(screen.queryByTestId("webhook-list-host")).toBeNull());
  await user.click(await get("webhook-save"));
  await waitFor(() => expect(screen.getByTestId("webhook-test")).toHaveProperty("disabled", false));
  expect(payloads(host, "webhook_set")).toEqual([{ hosts: ["hooks.example.com"] }, { url: "https://hooks.example.com/in" }]);

  await user.click(await get("webhook-test"));
  expect((await get("delivery")).textContent).toContain("Taken: 200 OK");
  await user.click(await get("redeliver"));
  await waitFor(() => expect(screen.getAllByTestId("delivery")).toHaveLength(2));
  await user.click(await get("webhook-off"));
  await waitFor(() => expect(payloads(host, "webhook_set").at(-1)).toEqual({ url: null }));
});

it("says what became of a message, and what comes next", async () => {
  const now = Date.now();
  const one = { event: "connection.created", connectionId: "a1", createdAt: now, attempts: 3, status: 500, error: null, nextAt: null };
  openApp((fake) => {
    fake.state.api.deliveries = [
      { ...one, id: "w1", state: "pending", nextAt: now + 90_500 },
      { ...one, id: "w2", state: "failed", status: null, error: "Nothing listens at 127.0.0.1:3000." },
    ];
  });
  location.hash = "#/api/webhook";
  const [waits, failed] = await screen.findAllByTestId("delivery");
  expect(waits?.textContent).toContain("Not taken yet (500 Server Error), next try in 1 min");
  expect(failed?.textContent).toContain("Given up after 3 tries: Nothing listens at 127.0.0.1:3000.");
  expect(within(failed as HTMLElement).getByRole("link").getAttribute("href")).toBe("#/connection/a1/overview");
});
