//! The closed set of keys that a connector file may have: their types, defaults and meaning, in one table. The reader
//! checks files against it, and `docs/connector-format.md` is tested against it.

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    Text,
    /// A text with `${…}`.
    Template,
    /// A URL with `${…}`.
    Url,
    Bool,
    /// A whole number that is not negative.
    Whole,
    Choice(&'static [&'static str]),
    Texts,
    /// A list of URLs with `${…}`.
    Urls,
    /// A list of templates.
    Templates,
    Choices(&'static [&'static str]),
    Statuses,
    /// A table of texts.
    TextMap,
    /// A table of templates.
    TemplateMap,
    /// Anything; each text inside is a template.
    TemplateTree,
    /// Any value.
    Any,
    /// Any list of single values.
    Scalars,
    Table(&'static [Field]),
    /// A list of tables.
    Tables(&'static [Field]),
    /// Tables by a name of the author's.
    Named(&'static [Field]),
    /// `[auth]`, whose keys depend on its kind.
    Auth,
}

/// One key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// As TOML; empty where there is none.
    pub(crate) default: &'static str,
    pub(crate) note: &'static str,
}

pub(crate) const fn field(
    name: &'static str,
    shape: Shape,
    default: &'static str,
    note: &'static str,
) -> Field {
    Field {
        name,
        shape,
        default,
        note,
    }
}

use Shape::{
    Auth, Bool, Choice, Choices, Named, Scalars, Statuses, Table, Tables, Template, TemplateMap,
    TemplateTree, Text, TextMap, Texts, Url, Urls, Whole,
};

pub(crate) const ROOT: &[Field] = &[
    field("format", Whole, "", "Always 1. Required."),
    field(
        "key",
        Text,
        "",
        "`^[a-z0-9][a-z0-9-]{0,63}$`, not 24 hexadecimal digits. Required.",
    ),
    field("name", Text, "", "What people call the provider. Required."),
    field("version", Text, "", "`major.minor.patch`. Required."),
    field("docs", Text, "\"\"", "The provider's own documentation."),
    field(
        "verified_at",
        Text,
        "\"\"",
        "Date of the last live check; empty = from public documentation only.",
    ),
    field(
        "variant",
        Text,
        "\"\"",
        "The variant used when nothing chooses one.",
    ),
    field(
        "additional_params",
        Bool,
        "false",
        "Whether overrides may set parameters that are not declared.",
    ),
    field("params", Named(PARAM), "{}", "The parameters."),
    field(
        "redirect",
        Table(REDIRECT),
        "",
        "What the provider accepts as a redirect URI.",
    ),
    field("auth", Auth, "", "How to sign in. Required."),
    field("http", Table(HTTP), "", "How calls are made."),
    field(
        "discover",
        Tables(DISCOVER),
        "[]",
        "Requests after connecting that fill discovered parameters.",
    ),
    field(
        "variants",
        Named(VARIANT),
        "{}",
        "Other environments, each a patch of this document.",
    ),
    field("options", Named(OPTION), "{}", "Other ways to sign in."),
];

pub(crate) const PARAM: &[Field] = &[
    field(
        "source",
        Choice(&["developer", "user", "discovered"]),
        "\"developer\"",
        "Who supplies it.",
    ),
    field(
        "type",
        Choice(&["string", "integer", "number", "boolean", "strings"]),
        "\"string\"",
        "Its type. `strings` is a list; in a template joined with commas.",
    ),
    field(
        "format",
        Choice(&["hostname", "url", "uuid", "email", "date"]),
        "",
        "What a text must be besides text.",
    ),
    field(
        "default",
        Shape::Any,
        "",
        "The value where no layer gives one. A literal, never a template.",
    ),
    field("title", Text, "\"\"", "What a form calls it."),
    field("description", Text, "\"\"", "What a form says about it."),
    field(
        "placeholder",
        Text,
        "\"\"",
        "What a form shows while it is empty.",
    ),
    field(
        "pattern",
        Text,
        "\"\"",
        "A regular expression that a text must match; anchor it with ^ and $.",
    ),
    field("enum", Scalars, "[]", "The only values it may have."),
    field("required", Bool, "false", "Whether connecting needs a value."),
    field(
        "secret",
        Bool,
        "false",
        "Whether it is masked wherever it is shown.",
    ),
    field(
        "prefix",
        Text,
        "\"\"",
        "Shown before the field; no part of the value.",
    ),
    field(
        "suffix",
        Text,
        "\"\"",
        "Shown after the field; no part of the value.",
    ),
    field(
        "from",
        Text,
        "\"\"",
        "Discovered: the parameter, or `accessToken`, that it is taken from.",
    ),
    field(
        "match",
        Text,
        "\"\"",
        "With `from`: a regular expression whose only group is the value.",
    ),
];

pub(crate) const REDIRECT: &[Field] = &[
    field(
        "strategies",
        Choices(&["loopback", "deep-link", "relay", "paste"]),
        "[\"loopback\", \"deep-link\"]",
        "The strategies that work, the preferred one first.",
    ),
    field(
        "webview",
        Choice(&["allowed", "refused"]),
        "\"allowed\"",
        "Whether users can sign in inside a webview.",
    ),
    field("note", Text, "\"\"", "Shown beside the redirect URI."),
    field(
        "send",
        Template,
        "",
        "What is sent as `redirect_uri`, where the provider wants a name for it.",
    ),
];

pub(crate) const HTTP: &[Field] = &[
    field(
        "base_url",
        Url,
        "",
        "Where calls go (`http.baseUrl`). Required unless the connector only signs in.",
    ),
    field(
        "headers",
        TemplateMap,
        "{}",
        "Headers of every call (`http.headers`).",
    ),
    field(
        "query",
        TemplateMap,
        "{}",
        "Query parameters of every call (`http.query`).",
    ),
    field(
        "timeout_ms",
        Whole,
        "30000",
        "Milliseconds until a call is given up (`http.timeoutMs`).",
    ),
    field(
        "retry",
        Table(RETRY),
        "",
        "Which answers are worth another try (`http.retry`).",
    ),
    field(
        "test",
        Table(TEST),
        "",
        "The request that tells whether a credential works.",
    ),
    field("sign", Table(HTTP_SIGN), "", "A named signer."),
    field(
        "origins",
        Urls,
        "[]",
        "Further origins that calls may go to, as URLs.",
    ),
    field(
        "expired",
        Table(EXPIRED),
        "",
        "Which answers mean that the token is no longer good.",
    ),
];
pub(crate) const EXPIRED: &[Field] = &[
    field("statuses", Statuses, "[401]", "HTTP status codes."),
    field(
        "when",
        Text,
        "\"\"",
        "A condition on a JSON answer, as `auth.response.ok`; several with `||`.",
    ),
];
pub(crate) const RETRY: &[Field] = &[
    field("statuses", Statuses, "[429, 502, 503, 504]", "HTTP status codes."),
    field(
        "after",
        Texts,
        "[\"retry-after\"]",
        "Headers that say how long to wait.",
    ),
    field("at", Texts, "[]", "Headers that say until when, in Unix seconds."),
];
pub(crate) const REQUEST: &[Field] = &[
    field("method", Text, "\"GET\"", "The method."),
    field(
        "url",
        Url,
        "",
        "The URL; one that begins with `/` is joined to `http.base_url`. Required.",
    ),
    field("headers", TemplateMap, "{}", "Headers."),
    field("query", TemplateMap, "{}", "Query parameters."),
    field("form", TemplateMap, "{}", "A form body."),
    field("json", TemplateTree, "", "A JSON body."),
];
pub(crate) const TEST: &[Field] = &[
    field("method", Text, "\"GET\"", "The method."),
    field(
        "url",
        Url,
        "",
        "The URL; one that begins with `/` is joined to `http.base_url`. Required.",
    ),
    field(
        "headers",
        TemplateMap,
        "{}",
        "Headers, besides those of every call to that origin.",
    ),
    field("query", TemplateMap, "{}", "Query parameters."),
    field("form", TemplateMap, "{}", "A form body."),
    field("json", TemplateTree, "", "A JSON body."),
    field("expect", Statuses, "[200]", "Statuses that mean it works."),
    field(
        "bad_credential",
        Statuses,
        "[401]",
        "Statuses that mean the credential is wrong.",
    ),
    field("label", Text, "", "Dotted path of a name for the account."),
    field("ok", Text, "\"\"", "As `auth.response.ok`."),
];
pub(crate) const HTTP_SIGN: &[Field] = &[
    field("kind", Choice(&["sigv4"]), "\"sigv4\"", "The signer."),
    field("region", Template, "", "The region."),
    field("service", Template, "", "The service."),
    field("access_key", Template, "", "The access key's id."),
    field("secret_key", Template, "", "The secret."),
    field("session_token", Template, "", "The session token."),
];
pub(crate) const DISCOVER: &[Field] = &[
    field("request", Table(REQUEST), "", "The request. Required."),
    field(
        "choose",
        Table(CHOOSE),
        "",
        "Which of several; asked where there is more than one.",
    ),
    field(
        "capture",
        TextMap,
        "{}",
        "Discovered parameter = dotted path; with `choose`, `value` or `label`.",
    ),
];
pub(crate) const CHOOSE: &[Field] = &[
    field(
        "from",
        Text,
        "\"\"",
        "Dotted path of the list, with `*` for every element of a list on the way; empty = the whole answer.",
    ),
    field("value", Text, "", "Dotted path in an item. Required."),
    field("label", Text, "", "Dotted path of what the person reads."),
];
pub(crate) const VARIANT: &[Field] = &[
    field("title", Text, "\"\"", "What it is called."),
    field("params", Named(PARAM), "{}", "Patch of `params`."),
    field("auth", Auth, "", "Patch of the connector's own `[auth]`."),
    field("redirect", Table(REDIRECT), "", "Patch of `redirect`."),
    field("http", Table(HTTP), "", "Patch of `http`."),
    field("discover", Tables(DISCOVER), "", "Replaces `discover`."),
    field("unset", Texts, "[]", "Paths to remove, since TOML has no null."),
];
pub(crate) const OPTION: &[Field] = &[
    field("title", Text, "\"\"", "What it is called."),
    field("params", Named(PARAM), "{}", "Patch of `params`."),
    field("redirect", Table(REDIRECT), "", "Patch of `redirect`."),
    field("auth", Auth, "", "Replaces `[auth]` whole."),
    field("http", Table(HTTP), "", "Patch of `http`."),
    field("discover", Tables(DISCOVER), "", "Replaces `discover`."),
    field("unset", Texts, "[]", "Paths to remove."),
    field(
        "variants",
        Named(OPTION_VARIANT),
        "{}",
        "What a variant changes under this option.",
    ),
];
pub(crate) const OPTION_VARIANT: &[Field] = &[
    field("auth", Auth, "", "Patch of this option's `auth`."),
    field("params", Named(PARAM), "{}", "Patch of `params`."),
    field("http", Table(HTTP), "", "Patch of `http`."),
    field("unset", Texts, "[]", "Paths to remove."),
];
