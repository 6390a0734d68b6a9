//! Connect flows.

use patchbay_engine::ErrorView;
use patchbay_store::{AttemptStatus, Surface};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// Starts a connect flow.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectStartRequest {
    /// Key of the integration; not needed with `connection` or `draft`. What is absent here is the draft's.
    #[serde(default)]
    #[ts(optional)]
    pub integration: Option<String>,
    /// Reconnects this connection (id or key).
    #[serde(default)]
    #[ts(optional)]
    pub connection: Option<String>,
    /// The draft this comes from; it goes when the connect ends well.
    #[serde(default)]
    #[ts(optional)]
    pub draft: Option<String>,
    /// Key of the tenant; `test` where it is absent.
    #[serde(default)]
    #[ts(optional)]
    pub tenant: Option<String>,
    /// Name of the connection.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
    /// Sign-in option.
    #[serde(default)]
    #[ts(optional)]
    pub option: Option<String>,
    /// What the end user typed.
    #[serde(default)]
    #[ts(optional)]
    pub input: Option<Value>,
    /// The override as an object; absent keeps the stored one of a reconnect.
    #[serde(default)]
    #[ts(optional)]
    pub overrides: Option<Value>,
    /// Id or name of the preset that the override began as: masked leaves keep the values from there.
    #[serde(default)]
    #[ts(optional)]
    pub preset: Option<String>,
    /// Whether a new connection is made even where the tenant has one of this integration.
    #[serde(default)]
    pub multiple: bool,
    /// Where the user authorises; the integration's where it is absent.
    #[serde(default)]
    #[ts(optional)]
    pub surface: Option<Surface>,
}

/// One line of what happened, redacted.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AttemptLine {
    /// When.
    #[ts(type = "number")]
    pub at: i64,
    /// A short name of the step: `opened`, `redirect`, `token`, `discover`, `test`, `stored`, `failed` …
    pub step: String,
    /// What happened.
    pub text: String,
}

/// A code that the user types on a page of the provider's (RFC 8628 §3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DeviceView {
    /// What to type.
    pub user_code: String,
    /// Where to type it.
    pub verification_uri: String,
    /// The same with the code filled in, where the provider has it.
    pub verification_uri_complete: Option<String>,
    /// When the code ends.
    #[ts(type = "number")]
    pub expires_at: i64,
}

/// One of several that were found, such as a site of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChoiceView {
    /// What chooses it.
    pub value: String,
    /// What the provider calls it.
    pub label: String,
}

/// Answers what an attempt asks.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct AttemptChooseRequest {
    /// 24 hex.
    pub attempt: String,
    /// A choice's value, or what it is called.
    pub value: String,
}

/// One run of a connect flow.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AttemptView {
    /// 24 hex.
    pub id: String,
    /// Where it is.
    pub state: AttemptStatus,
    /// Key of the integration.
    pub integration_key: String,
    /// Name of the integration.
    pub integration_name: String,
    /// Where the user authorises.
    pub surface: Surface,
    /// Whether the provider refused the app's window: offer the browser for the same attempt.
    #[serde(default)]
    pub webview_refused: bool,
    /// The sign-in link; none for kinds with no browser step, and once it was used.
    pub authorize_url: Option<String>,
    /// The code that the user types on the provider's page; none for other ways to sign in, and once it was used.
    pub device: Option<DeviceView>,
    /// What the person has to choose among before it goes on; none where nothing is asked.
    pub choices: Option<Vec<ChoiceView>>,
    /// Where the provider sends the user back; empty where nobody is sent back.
    pub redirect_uri: String,
    /// When it began.
    #[ts(type = "number")]
    pub created_at: i64,
    /// When it ends by itself.
    #[ts(type = "number")]
    pub expires_at: i64,
    /// What happened so far.
    pub lines: Vec<AttemptLine>,
    /// The connection it made or renewed.
    pub connection_id: Option<String>,
    /// A remark on a success: what could not be verified.
    pub warning: Option<String>,
    /// Why it failed.
    pub error: Option<ErrorView>,
}

/// Names an attempt.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct AttemptRef {
    /// 24 hex.
    pub attempt: String,
}

/// Opens the sign-in link of a pending attempt again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectOpenRequest {
    /// 24 hex.
    pub attempt: String,
    /// Another surface than before.
    #[serde(default)]
    #[ts(optional)]
    pub surface: Option<Surface>,
}

/// A redirected URL, pasted or handed on by another process.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct RedirectedRequest {
    /// The URL, whole.
    pub url: String,
}

/// What became of a redirected URL.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RedirectedAnswer {
    /// The attempt it belongs to; none where it belongs to none of this folder, and was ignored.
    pub attempt: Option<AttemptView>,
}
