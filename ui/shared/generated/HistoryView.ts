import type { JsonValue } from "./serde_json/JsonValue";

export type HistoryView = { id: string, at: number, how: string, overrides: JsonValue, };
