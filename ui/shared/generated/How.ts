
export type How = "window" | "cli" | "sdk" | "form";
