import type { Effect } from "./Effect";

export type SaveEffect = { words: string, effect: Effect, scopesAdded: Array<string>, scopesRemoved: Array<string>, outsideBinding: Array<string>, };
