//! `[auth]`: the kind and what each kind is made of. Which parts a kind may have is in `shape`.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::http::RequestTemplate;
use crate::templates::{Template, UrlTemplate};

/// How a connector signs in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum AuthKind {
    /// A user's grant by authorization code or device code (RFC 6749 §4.1, RFC 8628).
    Oauth2,
    /// RFC 6749 §4.4.
    ClientCredentials,
    /// RFC 5849.
    Oauth1,
    /// A key that the user types in.
    Key,
    /// A user name and password (RFC 7617).
    Basic,
    /// Requests of the provider's own that end in an access token.
    Exchange,
    /// A signed assertion, used itself or exchanged (RFC 7523).
    Jwt,
    /// No credential.
    #[default]
    None,
}

impl AuthKind {
    /// Whether a user grants access in a browser, so that a change waits for the user.
    pub fn has_grant(self) -> bool {
        matches!(self, Self::Oauth2 | Self::Oauth1)
    }

    /// Whether a token is minted from the effective parameters whenever one is needed.
    pub fn is_minted(self) -> bool {
        matches!(self, Self::ClientCredentials | Self::Jwt | Self::Exchange)
    }
}

/// `[auth]`, the parts of all kinds.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Auth {
    pub(crate) kind: AuthKind,
    pub(crate) default_scopes: Vec<Template>,
    pub(crate) discovery: Option<UrlTemplate>,
    pub(crate) authorize: Authorize,
    pub(crate) device: Option<Endpoint>,
    pub(crate) token: Token,
    pub(crate) refresh: Refresh,
    pub(crate) revoke: Option<Revoke>,
    pub(crate) response: Response,
    pub(crate) steps: Vec<ExchangeStep>,
    pub(crate) sign: Option<Sign>,
    pub(crate) registration: bool,
    pub(crate) resource_metadata: bool,
    pub(crate) par: Use,
    pub(crate) par_url: Option<UrlTemplate>,
    pub(crate) dpop: Use,
    pub(crate) request: Option<Temporary>,
    pub(crate) signature: Signature,
    pub(crate) realm: Option<Template>,
}

/// A URL and nothing more; none where metadata gives it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Endpoint {
    pub(crate) url: Option<UrlTemplate>,
}

/// Whether something of the protocol is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Where the server asks for it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Off,
}

/// `auth.request`: where temporary credentials are (RFC 5849 §2.1).
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Temporary {
    pub(crate) url: UrlTemplate,
    pub(crate) params: IndexMap<String, Template>,
}

/// `[auth.authorize]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Authorize {
    pub(crate) url: Option<UrlTemplate>,
    pub(crate) params: IndexMap<String, Template>,
    pub(crate) scope_separator: String,
    pub(crate) pkce: Pkce,
    pub(crate) capture: IndexMap<String, String>,
    pub(crate) rename: IndexMap<String, String>,
    pub(crate) code: String,
    pub(crate) granted: String,
}

impl Default for Authorize {
    fn default() -> Self {
        Self {
            url: None,
            params: IndexMap::new(),
            scope_separator: " ".to_owned(),
            pkce: Pkce::S256,
            capture: IndexMap::new(),
            rename: IndexMap::new(),
            code: "code".to_owned(),
            granted: String::new(),
        }
    }
}

/// The form of proof key that the provider takes (RFC 7636 §4.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum Pkce {
    /// SHA-256, base64url.
    #[default]
    S256,
    /// SHA-256 in hexadecimal, sent as `S256` (TikTok).
    #[serde(rename = "S256-hex")]
    S256Hex,
    /// The verifier itself.
    #[serde(rename = "plain")]
    Plain,
    /// None; the provider refuses it.
    #[serde(rename = "off")]
    Off,
}

/// `[auth.token]`
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Token {
    pub(crate) url: Option<UrlTemplate>,
    pub(crate) client_auth: Option<ClientAuth>,
    pub(crate) body: BodyKind,
    pub(crate) params: IndexMap<String, Template>,
    pub(crate) headers: IndexMap<String, Template>,
    pub(crate) rename: IndexMap<String, String>,
}

/// How the client shows who it is at the token endpoint (RFC 6749 §2.3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuth {
    /// `client_id` and `client_secret` in the body.
    #[default]
    Post,
    /// HTTP Basic, both form-encoded first.
    Basic,
    /// `client_id` alone in the body.
    None,
    /// A signed assertion (RFC 7523 §2.2).
    PrivateKeyJwt,
}

/// How the parameters of a token request travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// `application/x-www-form-urlencoded`.
    #[default]
    Form,
    /// A JSON object.
    Json,
    /// In the URL's query, with no body.
    Query,
}

/// `[auth.refresh]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Refresh {
    pub(crate) enabled: bool,
    pub(crate) buffer_s: u64,
    pub(crate) url: Option<UrlTemplate>,
    pub(crate) params: IndexMap<String, Template>,
    pub(crate) request: Option<RequestTemplate>,
    pub(crate) needs_refresh_token: bool,
    pub(crate) after_s: u64,
}

impl Default for Refresh {
    fn default() -> Self {
        Self {
            enabled: true,
            buffer_s: 300,
            url: None,
            params: IndexMap::new(),
            request: None,
            needs_refresh_token: true,
            after_s: 0,
        }
    }
}

/// `[auth.revoke]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Revoke {
    pub(crate) request: RequestTemplate,
}

/// `[auth.response]`: where a token answer has what. Paths are dotted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Response {
    pub(crate) access_token: String,
    pub(crate) refresh_token: String,
    pub(crate) token_type: String,
    pub(crate) token_types: Vec<String>,
    pub(crate) default_token_type: String,
    pub(crate) scope: String,
    pub(crate) scope_separator: String,
    pub(crate) expires: Expires,
    pub(crate) default_ttl_s: Option<u64>,
    pub(crate) error: String,
    pub(crate) error_description: String,
    pub(crate) ok: String,
    pub(crate) capture: IndexMap<String, String>,
}

impl Default for Response {
    fn default() -> Self {
        let text = str::to_owned;
        Self {
            access_token: text("access_token"),
            refresh_token: text("refresh_token"),
            token_type: text("token_type"),
            token_types: vec![text("Bearer")],
            default_token_type: String::new(),
            scope: text("scope"),
            scope_separator: String::new(),
            expires: Expires::default(),
            default_ttl_s: None,
            error: text("error"),
            error_description: text("error_description"),
            ok: String::new(),
            capture: IndexMap::new(),
        }
    }
}

/// Where and how an answer says when the token ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Expires {
    pub(crate) path: String,
    pub(crate) kind: ExpiresKind,
    pub(crate) unit: ExpiresUnit,
}

impl Default for Expires {
    fn default() -> Self {
        Self {
            path: "expires_in".to_owned(),
            kind: ExpiresKind::In,
            unit: ExpiresUnit::S,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExpiresKind {
    In,
    At,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExpiresUnit {
    S,
    Ms,
    Iso,
}

/// One step of `exchange`, or one after the code exchange.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ExchangeStep {
    pub(crate) request: RequestTemplate,
    #[serde(default)]
    pub(crate) capture: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) ok: String,
}

/// `auth.sign` of `jwt`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Sign {
    pub(crate) alg: String,
    pub(crate) key: Template,
    pub(crate) key_encoding: KeyEncoding,
    pub(crate) header: IndexMap<String, Value>,
    pub(crate) payload: IndexMap<String, Value>,
    pub(crate) ttl_s: u64,
}

impl Default for Sign {
    fn default() -> Self {
        Self {
            alg: "RS256".to_owned(),
            key: Template::default(),
            key_encoding: KeyEncoding::Text,
            header: IndexMap::new(),
            payload: IndexMap::new(),
            ttl_s: 300,
        }
    }
}

/// How the key of HS256 is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyEncoding {
    #[default]
    Text,
    Hex,
    Base64,
}

/// The OAuth 1 signature method (RFC 5849 §3.4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signature {
    /// §3.4.2.
    #[default]
    #[serde(rename = "HMAC-SHA1")]
    HmacSha1,
    /// As §3.4.2 with SHA-256.
    #[serde(rename = "HMAC-SHA256")]
    HmacSha256,
    /// §3.4.3.
    #[serde(rename = "RSA-SHA1")]
    RsaSha1,
    /// §3.4.4; over https only.
    #[serde(rename = "PLAINTEXT")]
    Plaintext,
}
