
export type HolderKind = "engine" | "command";
