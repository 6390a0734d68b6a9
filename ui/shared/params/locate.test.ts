import { expect, it } from "vitest";
import { locate, offsetOf, placeOf } from "./locate";

const TEXT = `{
  "scopes": ["http"],
  "tokenParams": { "headers": "no" },
  "http": {
    "headers": { "x-trace": "on" }
  }
}`;

it("finds the key that a path names, not its like elsewhere", () => {
  expect(placeOf(TEXT, locate(TEXT, "http.headers") ?? -1)).toEqual({ line: 5, column: 5 });
  expect(placeOf(TEXT, locate(TEXT, "http.headers.X-Trace") ?? -1)).toEqual({ line: 5, column: 18 });
});

it("leads to the deepest part that the text has", () => {
  expect(placeOf(TEXT, locate(TEXT, "http.query.page") ?? -1)).toEqual({ line: 4, column: 3 });
  expect(locate(TEXT, "variant")).toBeNull();
});

it("turns places into offsets and back", () => {
  const offset = offsetOf(TEXT, { line: 4, column: 3 });
  expect(TEXT.slice(offset, offset + 6)).toBe('"http"');
  expect(placeOf(TEXT, offset)).toEqual({ line: 4, column: 3 });
});
