//! The workspace, its tokens, and the one way to a secret in the clear.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Mints a token for the API.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct TokenRequest {
    /// Key of the tenant; `test` where it is absent. Not with `admin`.
    pub tenant: Option<String>,
    /// A workspace manager's token.
    pub admin: Option<bool>,
    /// Seconds it is valid, up to 86,400; 3,600 where it is absent.
    pub ttl: Option<u32>,
}

/// A token for the API.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TokenAnswer {
    /// The signed JWT.
    pub token: String,
    /// When it expires.
    #[ts(type = "number")]
    pub expires_at: i64,
}

/// Asks what an application needs in its environment.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct EnvironmentRequest {
    /// The workspace's secret in the clear; the window asks so only on an explicit gesture.
    pub reveal: Option<bool>,
}

/// What an application needs in its environment, ready to paste.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EnvironmentAnswer {
    /// Name and value, in order. The workspace's secret is masked unless `reveal` was asked.
    pub variables: Vec<(String, String)>,
    /// The same as a `.env` file.
    pub dotenv: String,
    /// The same as a `membrane.config.yml`, which Membrane's command line and `@membranehq/sdk/config` read.
    pub membrane_config: String,
}

/// Whose secret to reveal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
#[ts(export)]
pub enum RevealSubject {
    /// A connection's override or input.
    Connection {
        /// Id or key.
        connection: String,
    },
    /// An integration's default parameters.
    Integration {
        /// Key.
        integration: String,
        /// The sign-in option whose own parameters are meant.
        #[serde(default)]
        #[ts(optional)]
        option: Option<String>,
    },
    /// The workspace: its path `secret` signs tokens.
    Workspace,
    /// The webhook: its path `secret` signs deliveries.
    Webhook,
}

/// Asks for one leaf in the clear; the window asks only on an explicit gesture.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct RevealRequest {
    /// Whose.
    pub subject: RevealSubject,
    /// The leaf's dotted path.
    pub path: String,
}

/// One leaf in the clear.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RevealAnswer {
    /// The value.
    pub value: serde_json::Value,
}
