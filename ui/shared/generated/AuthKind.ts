
export type AuthKind = "oauth2" | "client_credentials" | "oauth1" | "key" | "basic" | "exchange" | "jwt" | "none";
