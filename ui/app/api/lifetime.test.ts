import { expect, it } from "vitest";
import { secondsOf } from "./lifetime";

it("takes what is offered, and minutes as they are typed", () => {
  expect(secondsOf("900", "nonsense")).toBe(900);
  expect(secondsOf("own", " 90 ")).toBe(5400);
  expect(secondsOf("own", "0,5")).toBe(30);
  expect(secondsOf("own", "1440")).toBe(86_400);
});

it.each(["", "x", "0", "-1", "1441", "Infinity"])("says what is wrong with %j", (minutes) => {
  expect(secondsOf("own", minutes)).toBeTypeOf("string");
});
