import { expect, it } from "vitest";
import { ago, bytes, count, countdown, duration, pretty, timeLeft } from "./format";

const MIN = 60_000;

it("writes lengths of time in their two largest units", () => {
  expect([59_000, 24 * MIN, 112 * MIN, 60 * MIN, 76 * 60 * MIN].map(duration)).toEqual(["59 s", "24 min", "1 h 52 min", "1 h", "3 d 4 h"]);
});

it("says how long a token lives", () => {
  expect(timeLeft(null, 0)).toBe("no expiry");
  expect(timeLeft(10, 10)).toBe("expired");
  expect(timeLeft(2 * MIN, MIN)).toBe("1 min left");
});

it("says how long ago something was", () => {
  expect([ago(null, 0), ago(0, 1000), ago(0, 2 * MIN)]).toEqual(["never", "just now", "2 min ago"]);
});

it("counts down to zero and not below", () => {
  expect([countdown(545_000), countdown(1), countdown(-5)]).toEqual(["9:05", "0:01", "0:00"]);
});

it("writes sizes, numbers of things and bodies", () => {
  expect([bytes(820), bytes(12_340), bytes(2_500_000)]).toEqual(["820 B", "12.3 KB", "2.5 MB"]);
  expect([count(1, "value"), count(2, "value")]).toEqual(["1 value", "2 values"]);
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty("<p>")).toBe("<p>");
});
