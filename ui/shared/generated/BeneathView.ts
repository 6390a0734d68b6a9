import type { JsonValue } from "./serde_json/JsonValue";
import type { Layer } from "./Layer";

export type BeneathView = { layer: Layer, value: JsonValue, };
