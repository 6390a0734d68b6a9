import type { ConnectorSummary } from "./ConnectorSummary";
import type { JsonValue } from "./serde_json/JsonValue";

export type ConnectorDetail = { summary: ConnectorSummary, text: string, parametersSchema: JsonValue, inputSchema: JsonValue, webviewAllowed: boolean, redirectNote: string, };
