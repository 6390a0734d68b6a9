import type { JsonValue } from "./serde_json/JsonValue";
import type { Subject } from "./Subject";

export type PreviewRequest = { subject: Subject, text?: string, overrides?: JsonValue, set?: { [key in string]: JsonValue }, unset?: Array<string>, };
