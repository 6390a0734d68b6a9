import type { IntegrationSummary } from "./IntegrationSummary";
import type { JsonValue } from "./serde_json/JsonValue";
import type { LeafView } from "./LeafView";
import type { RedirectStrategy } from "./RedirectStrategy";
import type { Surface } from "./Surface";

export type IntegrationDetail = { summary: IntegrationSummary, parameters: JsonValue, optionParameters: { [key in string]: JsonValue }, leaves: Array<LeafView>, parametersSchema: JsonValue, inputSchema: JsonValue, redirect: RedirectStrategy, redirectUri: string, redirectNote: string, surface: Surface, webviewAllowed: boolean, };
