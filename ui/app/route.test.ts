import { expect, it } from "vitest";
import { formatRoute, parseRoute, type Route } from "./route";

const ROUTES: Route[] = [
  { screen: "start" },
  { screen: "connections" },
  { screen: "connections", filter: "needs:reconnect tenant:a/b" },
  { screen: "new", integration: null },
  { screen: "new", integration: "my-crm" },
  { screen: "draft", id: "d1" },
  { screen: "connection", id: "a b/c", tab: "calls" },
  { screen: "input", target: { kind: "draft", id: "d1" } },
  { screen: "attempt", id: "t1", target: null },
  { screen: "attempt", id: "t1", target: { kind: "connection", id: "a1" } },
  { screen: "integrations" },
  { screen: "integration", key: "sandbox" },
  { screen: "api", tab: "requests" },
  { screen: "calls", filter: "status:4xx" },
  { screen: "settings", tab: "vault" },
];

it.each(ROUTES)("$screen survives the address", (route) => {
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

it("shows the list for what it does not know", () => {
  expect(parseRoute("#/nonsense/1")).toEqual({ screen: "connections" });
  expect(parseRoute("#/connection/a1/nonsense")).toEqual({ screen: "connection", id: "a1", tab: "overview" });
  expect(parseRoute("#/api/nonsense")).toEqual({ screen: "api", tab: "setup" });
});
