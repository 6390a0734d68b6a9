import type { Change } from "./Change";
import type { ConnectionSummary } from "./ConnectionSummary";

export type ConnectionDetail = { summary: ConnectionSummary, requestedScopes: Array<string>, grantedScopes: Array<string> | null, binding: Array<string>, hasRefreshToken: boolean, pending: Array<Change>, connectorVersion: string, };
