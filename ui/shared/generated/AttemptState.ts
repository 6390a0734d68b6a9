
export type AttemptState = "pending" | "redeeming" | "succeeded" | "failed" | "cancelled" | "expired";
