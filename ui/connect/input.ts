/** The end user's answers: what is wrong with them, and what they are as values. */
import type { JsonValue } from "../shared/generated/serde_json/JsonValue";
import type { Field } from "../shared/params/schema";
import { fromInput } from "../shared/params/value";

type Typed = Readonly<Record<string, string>>;

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    // A pattern that this engine cannot read is judged by the other side alone.
    return true;
  }
}

/** What is wrong, by field. The engine judges again; this only saves a round trip. */
export function checkInput(fields: readonly Field[], typed: Typed): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const field of fields) {
    const text = (typed[field.name] ?? "").trim();
    const read = text === "" ? null : fromInput(text, field);
    if (text === "" && field.required) wrong[field.name] = `${field.title} is needed to connect.`;
    else if (read && "problem" in read) wrong[field.name] = read.problem;
    else if (text !== "" && field.pattern !== null && !matches(field.pattern, text)) wrong[field.name] = `This does not look like a ${field.title}. Check it and try again.`;
  }
  return wrong;
}

/** The answers as values; what was left empty is left out. */
export function readInput(fields: readonly Field[], typed: Typed): JsonValue {
  const values: { [key in string]: JsonValue } = {};
  for (const field of fields) {
    const text = (typed[field.name] ?? "").trim();
    const read = text === "" ? null : fromInput(text, field);
    if (read && "value" in read) values[field.name] = read.value;
  }
  return values;
}
