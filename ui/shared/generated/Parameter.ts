import type { JsonValue } from "./serde_json/JsonValue";
import type { ParamFormat } from "./ParamFormat";
import type { ParamSource } from "./ParamSource";
import type { ParamType } from "./ParamType";

export type Parameter = { source: ParamSource, kind: ParamType, format: ParamFormat | null, default: JsonValue | null, title: string, description: string, placeholder: string, pattern: string, allowed: Array<JsonValue>, required: boolean, secret: boolean, prefix: string, suffix: string, };
