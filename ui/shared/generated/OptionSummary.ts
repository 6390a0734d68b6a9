import type { AuthKind } from "./AuthKind";

export type OptionSummary = { key: string, title: string, kind: AuthKind, };
