import { expect, it } from "vitest";
import { diffLines, unified, withContext } from "./lines";

const told = (left: string, right: string) => diffLines(left, right).map(({ kind, text, left: a, right: b }) => `${{ same: "=", left: "-", right: "+", gap: "~" }[kind]}${text}@${a ?? ""}/${b ?? ""}`);

it("keeps what is common, and numbers both sides", () => {
  expect(told("a\nb\nc\nd", "a\nx\nc\nd\ne")).toEqual(["=a@1/1", "-b@2/", "+x@/2", "=c@3/3", "=d@4/4", "+e@/5"]);
  expect(told("a", "a")).toEqual(["=a@1/1"]);
  expect(told("", "a")).toEqual(["-@1/", "+a@/1"]);
  expect(told("a\na\nb", "a\nb")).toEqual(["=a@1/1", "-a@2/", "=b@3/2"]);
});

it("both sides can be put together again from any difference", () => {
  const left = Array.from({ length: 60 }, (_, at) => `line ${(at * 7) % 11}`);
  const right = left.filter((_, at) => at % 4 !== 0).flatMap((line, at) => (at % 9 === 0 ? [line, "new"] : [line]));
  const lines = diffLines(left.join("\n"), right.join("\n"));
  expect(lines.filter((line) => line.left !== null).map((line) => line.text)).toEqual(left);
  expect(lines.filter((line) => line.right !== null).map((line) => line.text)).toEqual(right);
});

it("shows three lines around, and copies as diff -u writes", () => {
  const left = Array.from({ length: 20 }, (_, at) => `l${at}`);
  const lines = diffLines(left.join("\n"), left.map((line) => (line === "l10" ? "x" : line)).join("\n"));
  expect(withContext(lines).map((line) => line.kind)).toEqual(["gap", "same", "same", "same", "left", "right", "same", "same", "same", "gap"]);
  expect(unified(lines, "A", "B")).toBe("--- A\n+++ B\n@@\n l7\n l8\n l9\n-l10\n+x\n l11\n l12\n l13\n@@");
});

it("two large texts that share nothing are told at once", () => {
  const make = (word: string) => Array.from({ length: 6000 }, (_, at) => `${word}${at}`).join("\n");
  const lines = diffLines(make("a"), make("b"));
  expect(lines).toHaveLength(12_000);
});
