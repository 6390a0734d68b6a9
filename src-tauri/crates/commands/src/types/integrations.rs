//! Integrations: a workspace's use of a connector.

use std::collections::BTreeMap;

use patchbay_connector::{AuthKind, LeafView, ParamProblem};
use patchbay_store::{RedirectStrategy, Surface};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// An integration in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct IntegrationSummary {
    /// 24 hex.
    pub id: String,
    /// Immutable key, part of the redirect URI.
    pub key: String,
    /// Name shown.
    pub name: String,
    /// The connector's key.
    pub connector_key: String,
    /// The provider's name.
    pub connector_name: String,
    /// The pinned version of the connector.
    pub connector_version: String,
    /// The version that it may go on to, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub upgrade: Option<String>,
    /// How it signs in.
    pub kind: AuthKind,
    /// Number of connections that are not archived.
    pub connections: u32,
    /// Required developer parameters that have no value yet.
    pub missing: Vec<ParamProblem>,
}

/// One integration, whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct IntegrationDetail {
    /// What the list shows.
    pub summary: IntegrationSummary,
    /// Its default parameters as stored, masked.
    pub parameters: Value,
    /// Its default parameters per option, masked.
    pub option_parameters: BTreeMap<String, Value>,
    /// The effective parameters of a connection without an override.
    pub leaves: Vec<LeafView>,
    /// JSON Schema of what the developer sets.
    pub parameters_schema: Value,
    /// JSON Schema of what the end user is asked.
    pub input_schema: Value,
    /// How a redirect comes back.
    pub redirect: RedirectStrategy,
    /// The URI to register with the provider.
    pub redirect_uri: String,
    /// The provider's rules about it.
    pub redirect_note: String,
    /// Where the user authorises.
    pub surface: Surface,
    /// Whether the provider accepts a webview.
    pub webview_allowed: bool,
}

/// Names an integration by key or id.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct IntegrationRef {
    /// Key or id.
    pub key: String,
    /// The sign-in option whose schemas and effective parameters are asked for.
    #[serde(default)]
    #[ts(optional)]
    pub option: Option<String>,
}

/// A new integration.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct IntegrationAddRequest {
    /// Its key: `^[a-z0-9][a-z0-9-]{0,63}$`, not id-shaped.
    pub key: String,
    /// The connector's key.
    pub connector: String,
    /// A version of it; the newest where it is absent.
    #[serde(default)]
    pub version: Option<String>,
    /// Name shown; the connector's where it is absent.
    #[serde(default)]
    pub name: Option<String>,
    /// Default parameters.
    #[serde(default)]
    #[ts(optional)]
    pub parameters: Option<Value>,
    /// How a redirect comes back; the connector's first where it is absent.
    #[serde(default)]
    pub redirect: Option<RedirectStrategy>,
    /// Where the user authorises.
    #[serde(default)]
    pub surface: Option<Surface>,
}

/// A change of an integration: absent fields stay.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct IntegrationSetRequest {
    /// Key or id.
    pub key: String,
    /// New name.
    #[serde(default)]
    pub name: Option<String>,
    /// The whole of the default parameters, in place of the stored ones; masked leaves keep their value.
    #[serde(default)]
    #[ts(optional)]
    pub parameters: Option<Value>,
    /// Single parameters by dotted path, applied after `parameters`.
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
    /// Parameters to remove, by dotted path.
    #[serde(default)]
    pub unset: Vec<String>,
    /// The option whose parameters `parameters`, `set` and `unset` mean; the integration's own where it is absent.
    #[serde(default)]
    pub option: Option<String>,
    /// How a redirect comes back.
    #[serde(default)]
    pub redirect: Option<RedirectStrategy>,
    /// Where the user authorises.
    #[serde(default)]
    pub surface: Option<Surface>,
}

/// Says of a leaf whether it is a secret, wherever it is shown.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct SecretMarkRequest {
    /// Key or id.
    pub integration: String,
    /// Dotted path of a leaf that no connector file declares.
    pub path: String,
    /// A secret, or none; absent leaves it to the leaf's looks.
    #[serde(default)]
    pub secret: Option<bool>,
}

/// What was said of that leaf before.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SecretMarkAnswer {
    /// A secret, or none; absent where it was left to its looks.
    pub before: Option<bool>,
}
