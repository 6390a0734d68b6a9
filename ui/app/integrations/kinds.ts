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

/** The same as what happens. */
export const KIND_SENTENCES: Record<AuthKind, string> = {
  oauth2: "OAuth 2: the user approves at the provider, and comes back with a code that is exchanged for tokens.",
  client_credentials: "OAuth 2 with client credentials: the integration's own client gets tokens, and no user is sent anywhere.",
  oauth1: "OAuth 1: the user approves at the provider, and every call is signed.",
  key: "An API key, which the user types. It is sent with every call.",
  basic: "A user name and a password, which the user types. They are sent with every call.",
  exchange: "What the user types is exchanged for a token, again whenever it is over.",
  jwt: "A JWT that Patchbay signs is exchanged for a token, or sent as it is. No user is sent anywhere.",
  none: "Nothing: calls go out without a credential.",
};
