
export type BodyEncoding = "text" | "base64";
