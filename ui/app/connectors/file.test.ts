import { expect, it } from "vitest";
import { changesIn, linesOf, piecesOf } from "./file";

const TEXT = `# A file
key = "x"

[auth]
kind = "oauth2"

[variants.eu]
title = "EU account"
auth.url = "https://eu.example"
# why
[variants.eu.http]
base_url = "https://api.eu.example"

[options.app]
title = "App"
auth.kind = "jwt"
`;

it("knows comments, sections, and whose part a line is", () => {
  const lines = linesOf(TEXT);
  expect(lines).toHaveLength(16);
  expect(lines[0]).toEqual({ text: "# A file", kind: "comment", part: null });
  expect(lines[3]).toEqual({ text: "[auth]", kind: "section", part: null });
  expect(lines.at(-1)).toEqual({ text: 'auth.kind = "jwt"', kind: "text", part: "options.app" });
});

it("finds what a variant changes", () => {
  expect(changesIn(linesOf(TEXT), "variants.eu")).toEqual(['auth.url = "https://eu.example"', "[variants.eu.http]", 'base_url = "https://api.eu.example"']);
  expect(changesIn(linesOf(TEXT), "variants.us")).toEqual([]);
});

it("tells strings from the rest, and loses nothing", () => {
  const line = `params = { a = "x # \\"y\\"", b = 'z' } # end`;
  expect(piecesOf(line).map((piece) => piece.text).join("")).toBe(line);
  expect(piecesOf(line).filter((piece) => piece.string).map((piece) => piece.text)).toEqual(['"x # \\"y\\""', "'z'"]);
});
