
export type Pkce = "S256" | "S256Hex" | "Plain" | "Off";
