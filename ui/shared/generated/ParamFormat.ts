
export type ParamFormat = "hostname" | "url" | "uuid" | "email" | "date";
