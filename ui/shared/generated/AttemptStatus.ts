
export type AttemptStatus = "pending" | "redeeming" | "succeeded" | "failed" | "cancelled" | "expired";
