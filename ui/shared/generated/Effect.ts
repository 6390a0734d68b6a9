
export type Effect = "none" | "live" | "refresh" | "reconnect";
