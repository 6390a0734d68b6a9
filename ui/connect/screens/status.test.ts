import { expect, it } from "vitest";
import { statusOf } from "./status";

const connection = { id: "1", name: "x" };

it.each([
  [{ state: "READY", connected: true }, "green", false],
  [{ state: "CLIENT_ACTION_REQUIRED", connected: false }, "red", true],
  [{ state: "CLIENT_ACTION_REQUIRED", connected: true }, "amber", true],
  [{ state: "CONFIGURATION_ERROR", connected: true }, "amber", false],
  [{ state: "READY", connected: true, error: { message: "Slow." } }, "amber", false],
  [{ state: "READY", connected: true, archivedAt: "2026-01-01T00:00:00Z" }, "off", false],
] as const)("%j is %s", (wire, light, reconnect) => {
  expect(statusOf({ ...connection, ...wire })).toMatchObject({ light, reconnect });
});
