import type { AuthKind } from "./AuthKind";
import type { ParamProblem } from "./ParamProblem";

export type IntegrationSummary = { id: string, key: string, name: string, connectorKey: string, connectorName: string, connectorVersion: string, kind: AuthKind, connections: number, missing: Array<ParamProblem>, };
