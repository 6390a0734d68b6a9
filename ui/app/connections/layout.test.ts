import { expect, it } from "vitest";
import { layoutOf } from "./layout";

const GROUPS = [
  { key: "a", title: "A", count: 2 },
  { key: "b", title: "B", count: 3 },
  { key: "", title: "None", count: 1 },
];

const shown = (folded: string[]): string[] => {
  const layout = layoutOf(6, GROUPS, new Set(folded));
  return Array.from({ length: layout.count }, (_, row) => {
    const spot = layout.at(row);
    return spot.kind === "group" ? spot.group.title : String(spot.place);
  });
};

it("puts a heading before each group", () => {
  expect(shown([])).toEqual(["A", "0", "1", "B", "2", "3", "4", "None", "5"]);
});

it("leaves out what is folded", () => {
  expect(shown(["b"])).toEqual(["A", "0", "1", "B", "None", "5"]);
  expect(shown(["a", "b", ""])).toEqual(["A", "B", "None"]);
});

it("finds the row of a connection and the group of a row", () => {
  const layout = layoutOf(6, GROUPS, new Set(["b"]));
  expect([0, 1, 2, 4, 5].map(layout.rowOf)).toEqual([1, 2, 3, 3, 5]);
  expect([0, 2, 3, 4, 5].map((row) => layout.groupAt(row)?.key)).toEqual(["a", "a", "b", "", ""]);
});

it("is the plain list without groups", () => {
  const layout = layoutOf(3, [], new Set());
  expect([layout.count, layout.rowOf(2), layout.groupAt(1)]).toEqual([3, 2, null]);
});
