//! The part of the table of keys that is below `[auth]`, where the kind decides which keys there are.

use super::shape::{
    Field, REQUEST,
    Shape::{
        Bool, Choice, Table, Tables, Template, TemplateMap, TemplateTree, Templates, Text, TextMap, Texts,
        Url, Whole,
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
    Templates,
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
const SIGN_F: Field = field(
    "sign",
    Table(SIGN),
    "",
    "A JWT signed by the client: the credential itself, `${assertion}`, or with `private_key_jwt` how the client shows who it is.",
);
const REGISTRATION_F: Field = field(
    "registration",
    Bool,
    "false",
    "With `discovery`: register a client where none is set (RFC 7591).",
);
const RESOURCE_F: Field = field(
    "resource_metadata",
    Bool,
    "false",
    "`discovery` is a protected resource whose metadata names the issuer (RFC 9728); `resource` is sent along (RFC 8707).",
);
const PAR_F: Field = field(
    "par",
    Choice(&["auto", "always", "off"]),
    "\"auto\"",
    "Pushed authorization requests (RFC 9126). `auto`: where the metadata requires them.",
);
const PAR_URL_F: Field = field(
    "par_url",
    Url,
    "",
    "Where requests are pushed, if the metadata does not say.",
);
const DPOP_F: Field = field(
    "dpop",
    Choice(&["auto", "always", "off"]),
    "\"auto\"",
    "Tokens bound to a key (RFC 9449). `auto`: where the token endpoint asks for it.",
);

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
    SIGN_F,
    REGISTRATION_F,
    RESOURCE_F,
    PAR_F,
    PAR_URL_F,
    DPOP_F,
];
pub(crate) const CLIENT_CREDENTIALS: &[Field] = &[
    KIND,
    SCOPES,
    DISCOVERY_F,
    SIGN_F,
    RESOURCE_F,
    DPOP_F,
    field("authorize", Table(SEPARATOR), "", "Only the separator of scopes."),
    TOKEN_F,
    REFRESH_F,
    REVOKE_F,
    RESPONSE_F,
];
pub(crate) const OAUTH1: &[Field] = &[
    KIND,
    field(
        "request",
        Table(TEMPORARY),
        "",
        "Where temporary credentials are.",
    ),
    field("authorize", Table(AUTHORIZE), "", "Where users authorise."),
    field("token", Table(TOKEN), "", "Where token credentials are."),
    field(
        "signature",
        Choice(&["HMAC-SHA1", "HMAC-SHA256", "RSA-SHA1", "PLAINTEXT"]),
        "\"HMAC-SHA1\"",
        "RFC 5849 §3.4. `RSA-SHA1` signs with `auth.sign.key`.",
    ),
    field("realm", Template, "", "RFC 5849 §3.5.1."),
    SIGN_F,
    RESPONSE_F,
];
pub(crate) const EXCHANGE: &[Field] = &[KIND, SCOPES, SIGN_F, STEPS_F, REFRESH_F, REVOKE_F, RESPONSE_F];
pub(crate) const JWT: &[Field] = &[
    KIND, SCOPES, SIGN_F, TOKEN_F, STEPS_F, REFRESH_F, REVOKE_F, RESPONSE_F,
];
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
pub(crate) const TEMPORARY: &[Field] = &[
    field("url", Url, "", "The URL."),
    field("params", TemplateMap, "{}", "More parameters."),
];
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
        "code",
        Text,
        "\"code\"",
        "The name of the code in the callback's query.",
    ),
    field(
        "granted",
        Text,
        "\"\"",
        "The name of the granted scopes in the callback's query.",
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
    field(
        "request",
        Table(REQUEST),
        "",
        "A request of the provider's own in place of the standard one; answered as `auth.response` says.",
    ),
    field(
        "needs_refresh_token",
        Bool,
        "true",
        "`false`: a refresh works with the access token alone.",
    ),
    field(
        "after_s",
        Whole,
        "0",
        "Not sooner than this after the token was obtained.",
    ),
];
pub(crate) const REVOKE: &[Field] = &[field(
    "request",
    Table(REQUEST),
    "",
    "The request. Its host may come from no credential.",
)];
pub(crate) const RESPONSE: &[Field] = &[
    field(
        "access_token",
        Text,
        "\"access_token\"",
        "Dotted path, or several as `a ?? b`: the first that is there.",
    ),
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
    field(
        "capture",
        TextMap,
        "{}",
        "Discovered parameter, `accessToken`, `refreshToken`, `expiresIn` (seconds) or `expiresAt` = dotted path.",
    ),
    field("ok", Text, "\"\"", "As `auth.response.ok`."),
];
pub(crate) const SIGN: &[Field] = &[
    field(
        "alg",
        Choice(&["RS256", "ES256", "EdDSA", "HS256"]),
        "\"RS256\"",
        "The algorithm.",
    ),
    field("key", Template, "", "The key. Required."),
    field(
        "key_encoding",
        Choice(&["text", "hex", "base64"]),
        "\"text\"",
        "How the key of HS256 is written.",
    ),
    field("header", TemplateTree, "{}", "More header fields."),
    field(
        "payload",
        TemplateTree,
        "{}",
        "The claims. `iat` and `exp` are added; an empty text leaves one out.",
    ),
    field("ttl_s", Whole, "300", "How long it is valid."),
];
