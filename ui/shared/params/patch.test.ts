import { describe, expect, it } from "vitest";
import { getAt, readPatch, sameOverride, setAt, unsetAt } from "./patch";

const read = (text: string | null): unknown => JSON.parse(text ?? "null");

describe("an override's text", () => {
  it("is set by dotted path, making the objects on the way", () => {
    expect(read(setAt("{}", "http.headers.X-Trace", "on"))).toEqual({ http: { headers: { "X-Trace": "on" } } });
  });

  it("finds a header whatever its case, and keeps the way it is written", () => {
    expect(read(setAt('{"http":{"headers":{"x-trace":"off"}}}', "http.headers.X-Trace", "on"))).toEqual({ http: { headers: { "x-trace": "on" } } });
    expect(read(setAt('{"tokenParams":{"a":"1"}}', "tokenParams.A", "2"))).toEqual({ tokenParams: { a: "1", A: "2" } });
  });

  it("tells null, which removes, from an absent key, which inherits", () => {
    const removed = setAt("{}", "scopes", null);
    expect(read(removed)).toEqual({ scopes: null });
    expect(read(unsetAt(removed ?? "", "scopes"))).toEqual({});
    expect(getAt({ scopes: null }, "scopes")).toBeNull();
    expect(getAt({}, "scopes")).toBeUndefined();
  });

  it("loses objects that a reset leaves empty, and only those", () => {
    expect(read(unsetAt('{"http":{"headers":{"A":"1"},"timeoutMs":5}}', "http.headers.A"))).toEqual({ http: { timeoutMs: 5 } });
    expect(read(unsetAt('{"http":{"headers":{"A":"1"}}}', "http.headers.A"))).toEqual({});
    expect(read(unsetAt('{"http":{"timeoutMs":5}}', "http.headers.A"))).toEqual({ http: { timeoutMs: 5 } });
  });

  it("is left alone where it is not a JSON object", () => {
    expect(setAt("{", "scopes", [])).toBeNull();
    expect(unsetAt("[1]", "scopes")).toBeNull();
    expect(readPatch("  ")).toEqual({});
  });

  it("takes odd names as names", () => {
    const text = setAt(setAt("{}", "tokenParams.__proto__", "a") ?? "", 'tokenParams[""]', "b") ?? "";
    expect(text).toContain('"__proto__": "a"');
    expect(getAt(readPatch(text) ?? {}, "tokenParams.__proto__")).toBe("a");
    expect(getAt(readPatch(text) ?? {}, 'tokenParams[""]')).toBe("b");
    expect(getAt({}, "constructor.name")).toBeUndefined();
    expect(getAt({}, "__proto__")).toBeUndefined();
    expect(setAt("{}", "http.headers.constructor", "x")).toContain('"constructor": "x"');
    expect(read(unsetAt(text, "tokenParams.__proto__"))).toEqual({ tokenParams: { "": "b" } });
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });

  it("says the same whatever the order of its keys", () => {
    expect(sameOverride('{"a":1,"b":{"c":2,"d":3}}', '{"b":{"d":3,"c":2},"a":1}')).toBe(true);
    expect(sameOverride('{"a":[1,2]}', '{"a":[2,1]}')).toBe(false);
    expect(sameOverride("{", "{}")).toBe(false);
  });
});
