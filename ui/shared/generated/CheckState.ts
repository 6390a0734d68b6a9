
export type CheckState = "ok" | "warn" | "fail";
