import type { JsonValue } from "./serde_json/JsonValue";

export type RevealAnswer = { value: JsonValue, };
