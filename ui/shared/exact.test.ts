import { expect, it } from "vitest";
import { exactNumber, parseExact, writeExact } from "./exact";
import { pretty } from "./format";

it("keeps a number that does not fit as it was written, wherever it stands", () => {
  const text = '{"id":12345678901234567890,"list":[0.12345678901234567891,-1e400,7],"words":"12345678901234567890 \\" 12345678901234567891"}';
  const value = parseExact(text) as { id: string; words: string };
  expect(exactNumber(value.id)).toBe("12345678901234567890");
  expect(value.words).toBe('12345678901234567890 " 12345678901234567891');
  expect(writeExact(value)).toContain('"id": 12345678901234567890,');
  expect(writeExact(value)).toContain("0.12345678901234567891");
  expect(writeExact(value)).toContain('"words": "12345678901234567890');
});

it("leaves what fits alone, and takes nothing that is no JSON", () => {
  expect(parseExact('{"a":9007199254740991}')).toEqual({ a: 9007199254740991 });
  expect(() => parseExact("01234567890123456789")).toThrow();
  expect(() => parseExact("[1234567890123456789 1]")).toThrow();
  expect(exactNumber("12345678901234567890")).toBeNull();
});

it("does not change a body by setting it out in lines", () => {
  expect(pretty('{"id":12345678901234567890}')).toBe('{\n  "id": 12345678901234567890\n}');
  expect(pretty("no JSON 12345678901234567890")).toBe("no JSON 12345678901234567890");
});
