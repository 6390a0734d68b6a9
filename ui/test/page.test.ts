import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const page = readFileSync("index.html", "utf8");

it("has no inline style or script: one inline style would make the app's policy ignore styles made at run time", () => {
  expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i);
  expect([...page.matchAll(/<script(?![^>]*\ssrc=)/gi)]).toEqual([]);
});

it("sets the theme in a linked file, before the first paint", () => {
  expect(page).toMatch(/<link rel="stylesheet" href="\/shared\/style\/theme.css"/);
});

it("sets the chosen theme by a script that the first paint waits for", () => {
  expect(page).toMatch(/<script src="\/theme.js"><\/script>[^]*<body>/);
  expect(readFileSync("public/theme.js", "utf8")).toContain('localStorage.getItem("patchbay.theme")');
});
