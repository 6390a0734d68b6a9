
export type ClientAuth = "post" | "basic" | "none" | "private_key_jwt";
