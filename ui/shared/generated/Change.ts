import type { Effect } from "./Effect";
import type { JsonValue } from "./serde_json/JsonValue";

export type Change = { path: string, before: JsonValue | null, after: JsonValue | null, effect: Effect, };
