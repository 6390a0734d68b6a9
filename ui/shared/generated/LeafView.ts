import type { BeneathView } from "./BeneathView";
import type { Effect } from "./Effect";
import type { JsonValue } from "./serde_json/JsonValue";
import type { Layer } from "./Layer";

export type LeafView = { path: string, value: JsonValue, layer: Layer, template: boolean, beneath: Array<BeneathView>, declared: boolean, secret: boolean, required: boolean, effect: Effect, title: string | null, removed: boolean, };
