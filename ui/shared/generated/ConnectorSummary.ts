import type { AuthKind } from "./AuthKind";
import type { Named } from "./Named";

export type ConnectorSummary = { key: string, name: string, version: string, kind: AuthKind, options: Array<Named>, variants: Array<Named>, own: boolean, docs: string, };
