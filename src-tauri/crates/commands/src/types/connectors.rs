//! The catalogue.

use patchbay_connector::{AuthKind, FileProblem, RedirectStrategy};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A named alternative of a connector: a variant or an option.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Named {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
}

/// A connector in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectorSummary {
    /// The connector's key.
    pub key: String,
    /// The provider's name.
    pub name: String,
    /// The connector's version.
    pub version: String,
    /// How it signs in.
    pub kind: AuthKind,
    /// Other ways to sign in.
    pub options: Vec<Named>,
    /// Other environments.
    pub variants: Vec<Named>,
    /// Whether it is a file of the developer's own.
    pub own: bool,
    /// The provider's documentation.
    pub docs: String,
}

/// Which connectors to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectorsRequest {
    /// What a person typed; then the best come first. All of them, by name, where it is absent or empty.
    #[serde(default)]
    #[ts(optional)]
    pub search: Option<String>,
}

/// Names one connector.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectorShowRequest {
    /// The connector's key.
    pub key: String,
    /// A version; the newest where it is absent.
    #[serde(default)]
    pub version: Option<String>,
}

/// One connector, whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectorDetail {
    /// What the list shows.
    pub summary: ConnectorSummary,
    /// The file's text.
    pub text: String,
    /// JSON Schema of what the developer sets.
    pub parameters_schema: serde_json::Value,
    /// JSON Schema of what the end user is asked.
    pub input_schema: serde_json::Value,
    /// Whether the provider accepts a webview.
    pub webview_allowed: bool,
    /// The provider's rules about the redirect URI.
    pub redirect_note: String,
    /// How a redirect can come back from this provider, the preferred way first.
    pub redirect_strategies: Vec<RedirectStrategy>,
}

/// A connector to copy into a file of one's own.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectorCopyRequest {
    /// The connector's key.
    pub key: String,
    /// Key of the copy; the first free of `my-<key>`, `my-<key>-2` … where it is absent.
    #[serde(default)]
    #[ts(optional)]
    pub new_key: Option<String>,
}

/// Where a copy is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectorCopyAnswer {
    /// Key of the copy.
    pub key: String,
    /// The file, to be opened in an editor.
    pub file: String,
}

/// A connector file's text to check.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectorCheckRequest {
    /// The TOML text.
    pub text: String,
}

/// What a connector file's check found; no error means that it loads.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectorCheckAnswer {
    /// Errors and warnings.
    pub problems: Vec<FileProblem>,
}

/// A Membrane connector export to make a connector file of.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectorImportRequest {
    /// Its files: one JSON or YAML document, or those of its folder.
    pub files: Vec<TextFile>,
}

/// A file's relative name and text.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct TextFile {
    /// Its name, with folders.
    pub name: String,
    /// Its text.
    pub text: String,
}
