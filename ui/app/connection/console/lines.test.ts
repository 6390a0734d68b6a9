import { expect, it } from "vitest";
import { codePath, firstOpen, linesOf, readJson } from "./lines";

const VALUE = { a: [1, { "b c": null }], "x/y~": "z", empty: {}, __proto__x: 1 };

it("shows only what is open, in order, with where it stands", () => {
  const closed = linesOf(VALUE, new Set([""]));
  expect(closed.map((line) => line.pointer)).toEqual(["", "/a", "/x~1y~0", "/empty", "/__proto__x"]);
  expect(closed.map((line) => line.depth)).toEqual([0, 1, 1, 1, 1]);
  const open = linesOf(VALUE, new Set(["", "/a", "/a/1"]));
  expect(open.map((line) => line.pointer)).toEqual(["", "/a", "/a/0", "/a/1", "/a/1/b c", "/x~1y~0", "/empty", "/__proto__x"]);
  expect(open[4]).toMatchObject({ name: "b c", value: null, depth: 3, size: null, place: 1, of: 1, parent: 3 });
  expect(open[4] && codePath(open[4], open)).toBe('a[1]["b c"]');
});

it("never opens what is empty", () => {
  expect(linesOf({}, new Set([""]))).toHaveLength(1);
});

it("walks what is nested deeper than a stack is", () => {
  const depth = 50_000;
  const value = readJson("[".repeat(depth) + "]".repeat(depth));
  const open = new Set<string>();
  let pointer = "";
  for (let at = 0; at < 300; at += 1) {
    open.add(pointer);
    pointer += "/0";
  }
  expect(value === undefined ? 0 : linesOf(value, open).length).toBe(value === undefined ? 0 : 301);
});

it("opens short entries at first, and not long ones", () => {
  const open = firstOpen({ few: [1, 2], many: Array.from({ length: 500 }, (_, at) => at) });
  expect([...open]).toEqual(["", "/few"]);
});

it("reads what is JSON, and leaves everything else", () => {
  expect(readJson(' {"a":1}')).toEqual({ a: 1 });
  expect(readJson("<html>")).toBeUndefined();
  expect(readJson("{oops")).toBeUndefined();
  expect(readJson("null")).toBeNull();
});
