/** Values as people type and read them. */
import type { JsonValue } from "../generated/serde_json/JsonValue";
import type { Field } from "./schema";

/** What stands for a secret that is set and not shown; sent back at the same path it keeps the stored value. */
export const MASK = "••••••••";

export const isMask = (value: unknown): boolean => value === MASK;

/** A value in one line. */
export function showValue(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string") return value === "" ? "(empty)" : value;
  if (Array.isArray(value)) return value.length === 0 ? "(none)" : value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join(", ");
  return JSON.stringify(value) ?? "";
}

/** A value as the text of an input. A secret starts empty: its mask is nothing to edit. */
export function toInput(value: JsonValue | undefined, field: Field): string {
  if (value === undefined || value === null || isMask(value)) return "";
  if (typeof value === "string") return field.kind === "json" ? JSON.stringify(value) : value;
  if (Array.isArray(value) && field.kind === "strings") return value.map(String).join("\n");
  return JSON.stringify(value) ?? "";
}

export type Read = { value: JsonValue } | { problem: string };

/** The value that an input's text means for a field. */
export function fromInput(text: string, field: Field): Read {
  switch (field.kind) {
    case "string":
      return { value: text };
    case "strings":
      return { value: text.split(/[\s,]+/).filter(Boolean) };
    case "boolean":
      return { value: text === "true" };
    case "integer":
    case "number": {
      const number = Number(text);
      if (text.trim() === "" || !Number.isFinite(number)) return { problem: "Write a number." };
      if (field.kind === "integer" && !Number.isInteger(number)) return { problem: "Write a whole number." };
      return { value: number };
    }
    case "json":
      try {
        return { value: JSON.parse(text) as JsonValue };
      } catch {
        return { problem: 'Write JSON: text in double quotes ("like this"), a number, true, false, a list or an object.' };
      }
  }
}
