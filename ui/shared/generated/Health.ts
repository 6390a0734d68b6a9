
export type Health = { state: "working", } | { state: "pending_change", paths: Array<string>, } | { state: "binding_changed", origin: string, } | { state: "needs_reconnect", cause: string, } | { state: "misconfigured", path: string, } | { state: "refresh_delayed", until: number, cause: string, } | { state: "vault_unavailable", };
