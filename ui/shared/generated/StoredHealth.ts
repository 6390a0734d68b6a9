
export type StoredHealth = { state: "working", } | { state: "needs_reconnect", cause: string, } | { state: "misconfigured", path: string, } | { state: "refresh_delayed", until: number, cause: string, };
