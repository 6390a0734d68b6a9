import type { CheckState } from "./CheckState";

export type Check = { name: string, state: CheckState, words: string, };
