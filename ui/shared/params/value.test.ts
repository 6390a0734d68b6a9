import { describe, expect, it } from "vitest";
import { fieldFor } from "./schema";
import { fromInput, MASK, showValue, toInput } from "./value";

const SCHEMA = { type: "object", properties: { region: { type: "string", enum: ["eu", "us"] }, retries: { type: "integer" }, key: { type: "string", writeOnly: true } } };

describe("values", () => {
  it("are never shown to be edited where they are masked", () => {
    expect(toInput(MASK, fieldFor("clientSecret", SCHEMA))).toBe("");
  });

  it("are read by the kind of their field", () => {
    expect(fromInput("a, b\nc", fieldFor("scopes", SCHEMA))).toEqual({ value: ["a", "b", "c"] });
    expect(fromInput("3", fieldFor("retries", SCHEMA))).toEqual({ value: 3 });
    expect(fromInput("3.5", fieldFor("retries", SCHEMA))).toHaveProperty("problem");
    expect(fromInput("", fieldFor("retries", SCHEMA))).toHaveProperty("problem");
    expect(fromInput("${x}", fieldFor("http.headers.X", SCHEMA))).toEqual({ value: "${x}" });
    expect(fromInput("{", fieldFor("http.retry", SCHEMA))).toHaveProperty("problem");
  });

  it("tell nothing apart from none and empty", () => {
    expect([showValue([]), showValue(""), showValue(["a", "b"]), showValue(undefined)]).toEqual(["(none)", "(empty)", "a, b", ""]);
  });

  it("take their field from the schema, or from what every connector has", () => {
    expect(fieldFor("region", SCHEMA).choices).toEqual(["eu", "us"]);
    expect(fieldFor("key", SCHEMA).secret).toBe(true);
    expect(fieldFor("http.timeoutMs", SCHEMA).kind).toBe("integer");
    expect(fieldFor('http.query["a.b"]', SCHEMA).kind).toBe("string");
  });
});
