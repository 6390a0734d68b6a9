import { expect, it } from "vitest";
import type { ApiRequestView } from "../../shared/generated/ApiRequestView";
import { matching } from "./requests";

const one = (over: Partial<ApiRequestView>): ApiRequestView => ({ id: "r", at: 0, method: "GET", path: "/connections", origin: null, who: "acme", status: 200, reason: null, remedy: null, durationMs: 1, ...over });

it("filters by words, fields and refusal", () => {
  const all = [one({ id: "a" }), one({ id: "b", method: "POST", path: "/connect", status: 403, reason: "Not listed." }), one({ id: "c", who: null, status: 401 })];
  const ids = (filter: string, refused: boolean) => matching(all, filter, refused).map(({ id }) => id);
  expect(ids("", false)).toEqual(["a", "b", "c"]);
  expect(ids("", true)).toEqual(["b", "c"]);
  expect(ids("method:post", false)).toEqual(["b"]);
  expect(ids("connections -who:acme", false)).toEqual(["c"]);
  expect(ids("status:403", true)).toEqual(["b"]);
});
