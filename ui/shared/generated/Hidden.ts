import type { Layer } from "./Layer";

export type Hidden = { path: string, variant: string, by: Layer, };
