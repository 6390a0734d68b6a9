//! The API that an application talks to: where it is, who may come, what came in, and what waits for an answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// The API's address and everything that decides who may use it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ApiView {
    /// Its address (`apiUri`), whether it listens or not.
    pub url: String,
    /// Why it does not listen, and what to do; none while it does.
    pub off: Option<String>,
    /// The workspace's key; none until the vault was ready for the first time.
    pub workspace_key: Option<String>,
    /// Origins that are allowed without being listed.
    pub builtin_origins: Vec<String>,
    /// Further origins whose pages may call the API and embed its screens.
    pub origins: Vec<String>,
    /// URIs that a connect may send its result to.
    pub redirect_uris: Vec<String>,
    /// Whether a form without a token is taken from an allowed origin, after a confirmation in the window.
    pub tokenless_forms: bool,
    /// Keys whose holders may sign tokens, besides the workspace's secret.
    pub public_keys: Vec<PublicKeyView>,
    /// Where events are told to.
    pub webhook: WebhookView,
}

/// A public key registered on the workspace.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PublicKeyView {
    /// Its id here.
    pub id: String,
    /// The kind of key, as `RSA` or `EC P-256`.
    pub algorithm: String,
    /// SHA-256 of the key, in hex.
    pub fingerprint: String,
}

/// Where events are told to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WebhookView {
    /// The target; none where nothing is sent.
    pub url: Option<String>,
    /// Hosts besides loopback that a target may name.
    pub hosts: Vec<String>,
}

/// A change of who may use the API. Absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct ApiAccessSetRequest {
    /// Origins to list: scheme, host and port.
    pub add_origins: Option<Vec<String>>,
    /// Origins to take off the list.
    pub remove_origins: Option<Vec<String>>,
    /// Redirect URIs to register: scheme, host, port and path are matched exactly, but for a loopback's port.
    pub add_redirect_uris: Option<Vec<String>>,
    /// Redirect URIs to take off the list.
    pub remove_redirect_uris: Option<Vec<String>>,
    /// Whether forms without a token are taken.
    pub tokenless_forms: Option<bool>,
    /// A public key to register, as PEM.
    pub add_public_key: Option<String>,
    /// Id of a public key to remove.
    pub remove_public_key: Option<String>,
}

/// A request that came to the API, without its headers and its body.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ApiRequestView {
    /// Its id in this run.
    pub id: String,
    /// When it came.
    #[ts(type = "number")]
    pub at: i64,
    /// HTTP method.
    pub method: String,
    /// Path and query; tokens and codes in it left out.
    pub path: String,
    /// The page's origin, where a browser named one.
    pub origin: Option<String>,
    /// Who the token says it is: a tenant's key, or `admin`; none without a valid token.
    pub who: Option<String>,
    /// The status it was answered with.
    pub status: u16,
    /// Why it was refused; none where it was not.
    pub reason: Option<String>,
    /// What would let it through next time, where one setting does.
    pub remedy: Option<RemedyView>,
    /// Milliseconds until the answer's head was sent.
    pub duration_ms: u32,
}

/// A setting that lets a refused request through.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RemedyView {
    /// Which list it belongs on.
    pub kind: RemedyKind,
    /// What to put there.
    pub value: String,
}

/// A list that decides who may use the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum RemedyKind {
    /// The allowed origins.
    Origin,
    /// The registered redirect URIs.
    RedirectUri,
}

/// A tenant: the developer's customer or user.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TenantView {
    /// The developer's own id for it.
    pub key: String,
    /// Name shown.
    pub name: String,
    /// When it was first seen.
    #[ts(type = "number")]
    pub created_at: i64,
    /// Number of its connections that are not archived.
    pub connections: u32,
}

/// A tenant to make, or to give another name.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct TenantSetRequest {
    /// The developer's own id for it; made where there is none.
    pub key: String,
    /// Name shown; the key where it is absent.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
}

/// Names a tenant.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct TenantRef {
    /// The developer's own id for it.
    pub key: String,
}

/// A form without a token that waits for the developer's answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FormAskView {
    /// Its id in this run.
    pub id: String,
    /// When it came.
    #[ts(type = "number")]
    pub at: i64,
    /// The page that posted it.
    pub origin: String,
    /// Name of the integration.
    pub integration_name: String,
    /// Name of the connection that it asks for.
    pub name: Option<String>,
    /// The override it brings; secret leaves masked.
    pub overrides: Value,
    /// Where the user is sent with the result.
    pub redirect_uri: Option<String>,
}

/// The developer's answer to a form without a token.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct FormAskAnswerRequest {
    /// The form's id.
    pub id: String,
    /// Whether it may connect, as the tenant `test`.
    pub allow: bool,
}
