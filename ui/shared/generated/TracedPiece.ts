import type { Layer } from "./Layer";

export type TracedPiece = { text: string, layer: Layer | null, path: string | null, secret: boolean, };
