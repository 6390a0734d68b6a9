
export type WebviewRule = "allowed" | "refused";
