import { expect, it } from "vitest";
import { locate, offsetOf, pathAt, placeOf } from "./locate";

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

it("tells the path of a place", () => {
  expect(pathAt(TEXT, TEXT.indexOf('"on"'))).toBe("http.headers.x-trace");
  expect(pathAt(TEXT, TEXT.indexOf('"http"]'))).toBe("scopes");
  expect(pathAt(TEXT, 0)).toBeNull();
});

it("reads odd names, arrays of objects, and a text that is not whole", () => {
  const odd = '{"a.b": {"": 1, "\\u00fc": 2, "__proto__": {"x": 3}}, "list": [{"y": 1}], "open": {"z": ';
  expect(locate(odd, '["a.b"][""]')).toBe(odd.indexOf('""'));
  expect(locate(odd, '["a.b"].ü')).toBe(odd.indexOf('"\\u00fc"'));
  expect(locate(odd, '["a.b"].__proto__.x')).toBe(odd.indexOf('"x"'));
  expect(pathAt(odd, odd.indexOf('"y"'))).toBe("list");
  expect(pathAt(odd, odd.length)).toBe("open.z");
});

it("is quick on a long text", () => {
  const long = JSON.stringify(Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`key-${index}`, { value: "x".repeat(10) }])), null, 2);
  const before = performance.now();
  expect(locate(long, "key-2999.value")).toBe(long.lastIndexOf('"value"'));
  expect(performance.now() - before).toBeLessThan(500);
});
