
export type ParamType = "string" | "integer" | "number" | "boolean" | "strings";
