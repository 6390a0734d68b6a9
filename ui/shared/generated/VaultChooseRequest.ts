import type { KeySource } from "./KeySource";

export type VaultChooseRequest = { source: KeySource, passphrase: string | null, };
