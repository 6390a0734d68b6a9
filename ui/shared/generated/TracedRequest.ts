import type { TracedPart } from "./TracedPart";

export type TracedRequest = { method: string, parts: Array<TracedPart>, headers: Array<TracedPart>, body: Array<TracedPart>, };
