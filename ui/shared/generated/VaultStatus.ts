import type { KeySource } from "./KeySource";
import type { VaultState } from "./VaultState";

export type VaultStatus = { state: VaultState, source: KeySource | null, words: string, };
