import type { JsonValue } from "./serde_json/JsonValue";
import type { RedirectStrategy } from "./RedirectStrategy";
import type { Surface } from "./Surface";

export type IntegrationSetRequest = { key: string, name: string | null, parameters?: JsonValue, set: { [key in string]: JsonValue }, unset: Array<string>, option: string | null, redirect: RedirectStrategy | null, surface: Surface | null, };
