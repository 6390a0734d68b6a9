
export type VaultState = "unchosen" | "waiting" | "ready" | "locked" | "unavailable" | "key-missing" | "key-wrong";
