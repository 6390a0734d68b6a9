import type { BodyEncoding } from "./BodyEncoding";

export type CallAnswer = { id: string, status: number, headers: Array<[string, string]>, body: string, encoding: BodyEncoding, truncated: boolean, url: string, durationMs: number, attempts: number, };
