import type { ErrorView } from "./ErrorView";

export type CallView = { id: string, connectionId: string, at: number, method: string, url: string, status: number | null, error: ErrorView | null, durationMs: number, attempts: number, };
