//! The part of the table of keys that is below `[auth]`, where the kind decides which keys there are.

use super::shape::{
    Field, REQUEST,
    Shape::{
        Bool, Choice, Table, Tables, Template, TemplateMap, TemplateTree, Text, TextMap, Texts, Url, Whole,
    },
    field,
};

pub(crate) const KINDS: &[&str] = &[
    "oauth2",
    "client_credentials",
    "oauth1",
    "key",
    "basic",
    "exchange",
    "jwt",
    "none",
];

const KIND: Field = field("kind", Choice(KINDS), "", "How to sign in. Required.");
const SCOPES: Field = field(
    "default_scopes",
    Texts,
    "[]",
    "The scopes asked for where no layer says others (`scopes`).",
);
const TOKEN_F: Field = field("token", Table(TOKEN), "", "The token endpoint.");
const RESPONSE_F: Field = field("response", Table(RESPONSE), "", "Where an answer has what.");
const REFRESH_F: Field = field("refresh", Table(REFRESH), "", "How a token is kept fresh.");
const REVOKE_F: Field = field("revoke", Table(REVOKE), "", "How a grant is given back.");
const DISCOVERY_F: Field = field(
    "discovery",
    Url,
    "",
    "The issuer whose metadata gives the endpoints that the file leaves out.",
);
const STEPS_F: Field = field(
    "steps",
    Tables(STEP),
    "[]",
    "Requests that end in `accessToken`; with oauth2, after the code exchange.",
);
const SIGN_F: Field = field("sign", Table(SIGN), "", "The assertion.");

pub(crate) const OAUTH2: &[Field] = &[
    KIND,
    SCOPES,
    DISCOVERY_F,
    field("authorize", Table(AUTHORIZE), "", "Where users authorise."),
    field(
        "device",
        Table(ENDPOINT),
        "",
        "Where a device asks for its code (RFC 8628).",
    ),
    TOKEN_F,
    REFRESH_F,
    REVOKE_F,
    RESPONSE_F,
    STEPS_F,
];
pub(crate) const CLIENT_CREDENTIALS: &[Field] = &[
    KIND,
    SCOPES,
    DISCOVERY_F,
    field("authorize", Table(SEPARATOR), "", "Only the separator of scopes."),
    TOKEN_F,
    REFRESH_F,
    REVOKE_F,
    RESPONSE_F,
];
pub(crate) const OAUTH1: &[Field] = &[
    KIND,
    field("request", Table(ENDPOINT), "", "Where temporary credentials are."),
    field("authorize", Table(AUTHORIZE), "", "Where users authorise."),
    field("token", Table(TOKEN), "", "Where token credentials are."),
    field(
        "signature",
        Choice(&["HMAC-SHA1", "HMAC-SHA256", "PLAINTEXT"]),
        "\"HMAC-SHA1\"",
        "RFC 5849 §3.4.",
    ),
    field("realm", Template, "", "RFC 5849 §3.5.1."),
    RESPONSE_F,
];
pub(crate) const EXCHANGE: &[Field] = &[KIND, SCOPES, STEPS_F, REFRESH_F, REVOKE_F, RESPONSE_F];
pub(crate) const JWT: &[Field] = &[KIND, SCOPES, SIGN_F, TOKEN_F, REFRESH_F, REVOKE_F, RESPONSE_F];
pub(crate) const TYPED: &[Field] = &[KIND];

/// The keys of `[auth]` for a kind.
pub(crate) fn auth(kind: &str) -> &'static [Field] {
    match kind {
        "oauth2" => OAUTH2,
        "client_credentials" => CLIENT_CREDENTIALS,
        "oauth1" => OAUTH1,
        "exchange" => EXCHANGE,
        "jwt" => JWT,
        _ => TYPED,
    }
}

pub(crate) const SEPARATOR: &[Field] = &[field(
    "scope_separator",
    Text,
    "\" \"",
    "What joins scopes, exactly.",
)];
pub(crate) const ENDPOINT: &[Field] = &[field("url", Url, "", "The URL.")];
pub(crate) const AUTHORIZE: &[Field] = &[
    field("url", Url, "", "The URL. Required unless `auth.discovery`."),
    field(
        "params",
        TemplateMap,
        "{}",
        "More query parameters (`authorizeParams`).",
    ),
    field("scope_separator", Text, "\" \"", "What joins scopes, exactly."),
    field(
        "pkce",
        Choice(&["S256", "S256-hex", "plain", "off"]),
        "\"S256\"",
        "The proof key form (RFC 7636).",
    ),
    field(
        "capture",
        TextMap,
        "{}",
        "Discovered parameter = name in the callback's query.",
    ),
    field(
        "rename",
        TextMap,
        "{}",
        "Standard name = the provider's; \"\" drops it.",
    ),
];
pub(crate) const TOKEN: &[Field] = &[
    field("url", Url, "", "The URL. Required unless `auth.discovery`."),
    field(
        "client_auth",
        Choice(&["post", "basic", "none", "private_key_jwt"]),
        "\"post\"",
        "How the client shows who it is. With `auth.discovery`: what the metadata says.",
    ),
    field(
        "body",
        Choice(&["form", "json", "query"]),
        "\"form\"",
        "How parameters travel.",
    ),
    field("params", TemplateMap, "{}", "More parameters (`tokenParams`)."),
    field("headers", TemplateMap, "{}", "More headers."),
    field(
        "rename",
        TextMap,
        "{}",
        "Standard name = the provider's; \"\" drops it.",
    ),
];
pub(crate) const REFRESH: &[Field] = &[
    field("enabled", Bool, "true", "`false`: tokens are never refreshed."),
    field(
        "buffer_s",
        Whole,
        "300",
        "How long before its end a token is refreshed: min(this, lifetime / 2).",
    ),
    field("url", Url, "", "Where, if not at `auth.token.url`."),
    field("params", TemplateMap, "{}", "More parameters of a refresh."),
];
pub(crate) const REVOKE: &[Field] = &[field(
    "request",
    Table(REQUEST),
    "",
    "The request. Its URL may use no credential.",
)];
pub(crate) const RESPONSE: &[Field] = &[
    field("access_token", Text, "\"access_token\"", "Dotted path."),
    field("refresh_token", Text, "\"refresh_token\"", "Dotted path."),
    field("token_type", Text, "\"token_type\"", "Dotted path."),
    field(
        "token_types",
        Texts,
        "[\"Bearer\"]",
        "The types that this connector takes, in any case.",
    ),
    field(
        "default_token_type",
        Text,
        "\"\"",
        "Taken where the answer has none; empty = such an answer is refused.",
    ),
    field(
        "scope",
        Text,
        "\"scope\"",
        "Dotted path of the granted scopes, a text or a list.",
    ),
    field(
        "scope_separator",
        Text,
        "\"\"",
        "What separates them; empty = as in the request.",
    ),
    field("expires", Table(EXPIRES), "", "When the token ends."),
    field(
        "default_ttl_s",
        Whole,
        "",
        "Taken where the answer has no end; 0 = does not expire.",
    ),
    field("error", Text, "\"error\"", "Dotted path of the error code."),
    field(
        "error_description",
        Text,
        "\"error_description\"",
        "Dotted path of its text.",
    ),
    field(
        "ok",
        Text,
        "\"\"",
        "For providers that answer 200 on errors: `ok == true`, `status != 'error'`, or a path that must be there.",
    ),
    field("capture", TextMap, "{}", "Discovered parameter = dotted path."),
];
pub(crate) const EXPIRES: &[Field] = &[
    field("path", Text, "\"expires_in\"", "Dotted path."),
    field("kind", Choice(&["in", "at"]), "\"in\"", "A duration or a time."),
    field(
        "unit",
        Choice(&["s", "ms", "iso"]),
        "\"s\"",
        "`iso` only with `at` (ISO 8601).",
    ),
];
pub(crate) const STEP: &[Field] = &[
    field("request", Table(REQUEST), "", "The request. Required."),
    field("capture", TextMap, "{}", "Name = dotted path."),
];
pub(crate) const SIGN: &[Field] = &[
    field(
        "alg",
        Choice(&["RS256", "ES256", "EdDSA", "HS256"]),
        "\"RS256\"",
        "The algorithm.",
    ),
    field("key", Template, "", "The key. Required."),
    field("header", TemplateTree, "{}", "More header fields."),
    field("payload", TemplateTree, "{}", "The claims."),
    field("ttl_s", Whole, "300", "How long it is valid."),
];
