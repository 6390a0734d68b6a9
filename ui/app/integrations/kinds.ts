/** Ways to sign in, in words. */
import type { AuthKind } from "../../shared/generated/AuthKind";

export const KIND_WORDS: Record<AuthKind, string> = {
  oauth2: "OAuth 2, the user approves",
  client_credentials: "OAuth 2, client credentials",
  oauth1: "OAuth 1",
  key: "an API key",
  basic: "user name and password",
  exchange: "an exchanged token",
  jwt: "a signed JWT",
  none: "no credential",
};
