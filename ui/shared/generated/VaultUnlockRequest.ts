
export type VaultUnlockRequest = { passphrase: string | null, };
