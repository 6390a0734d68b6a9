
export type ParamSource = "developer" | "user" | "discovered";
