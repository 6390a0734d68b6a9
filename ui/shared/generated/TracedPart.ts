import type { TracedPiece } from "./TracedPiece";

export type TracedPart = { place: string, name: string | null, pieces: Array<TracedPiece>, };
