
export type KeySource = "keyring" | "passphrase" | "memory";
