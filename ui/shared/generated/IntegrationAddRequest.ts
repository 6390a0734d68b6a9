import type { JsonValue } from "./serde_json/JsonValue";
import type { RedirectStrategy } from "./RedirectStrategy";
import type { Surface } from "./Surface";

export type IntegrationAddRequest = { key: string, connector: string, version: string | null, name: string | null, parameters?: JsonValue, redirect: RedirectStrategy | null, surface: Surface | null, };
