
export type BodyKind = "form" | "json" | "query";
