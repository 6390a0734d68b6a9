import type { JsonValue } from "./serde_json/JsonValue";

export type ParametersSaveRequest = { connection: string, text?: string, overrides?: JsonValue, set?: { [key in string]: JsonValue }, unset?: Array<string>, };
