import type { ConnectionSummary } from "./ConnectionSummary";

export type ConnectionsAnswer = { items: Array<ConnectionSummary>, next: string | null, };
