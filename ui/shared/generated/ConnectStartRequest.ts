import type { JsonValue } from "./serde_json/JsonValue";
import type { Surface } from "./Surface";

export type ConnectStartRequest = { integration?: string, connection?: string, draft?: string, tenant?: string, name?: string, option?: string, input?: JsonValue, overrides?: JsonValue, multiple: boolean, surface?: Surface, };
