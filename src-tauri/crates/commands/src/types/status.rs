//! The state of the engine as a whole.

use patchbay_engine::Check;
use patchbay_store::{KeySource, VaultState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request without fields.
#[derive(Debug, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct Nothing {}

/// The vault: whether secrets can be read and written, and where its key comes from.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct VaultStatus {
    /// The state now.
    pub state: VaultState,
    /// Where the master key comes from; none until one was chosen.
    pub source: Option<KeySource>,
    /// What the state means and what to do, in words.
    pub words: String,
}

/// A listener of ours: the API, or one of the sandbox's origins.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ListenerStatus {
    /// Whether it answers.
    pub listening: bool,
    /// Its URL, whether it listens or not.
    pub url: String,
    /// Why it does not listen, and what to do.
    pub reason: Option<String>,
}

/// Everything the window shows about the engine itself.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StatusAnswer {
    /// Patchbay's version.
    pub version: String,
    /// Whether this is the development profile, with a folder and a scheme of its own.
    pub development: bool,
    /// The data folder.
    pub data_dir: String,
    /// The vault.
    pub vault: VaultStatus,
    /// The loopback API and OAuth callbacks.
    pub api: ListenerStatus,
    /// The sandbox's production and sandbox origins; empty where the sandbox does not run.
    pub sandbox: Vec<ListenerStatus>,
    /// The scheme of deep links: `patchbay` or `patchbay-dev`.
    pub scheme: String,
    /// Whether the operating system hands deep links to this program, in words; none where there is no window.
    pub deep_link: Option<String>,
    /// Number of integrations that are not archived.
    pub integrations: u32,
    /// Number of connections that are not archived.
    pub connections: u32,
}

/// Chooses where the vault's master key comes from. Only before a first choice.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct VaultChooseRequest {
    /// The source.
    pub source: KeySource,
    /// The passphrase, for `passphrase` only.
    #[serde(default)]
    pub passphrase: Option<String>,
}

/// Unlocks a vault whose key comes from a passphrase, or asks the keyring again when there is none.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct VaultUnlockRequest {
    /// The passphrase.
    #[serde(default)]
    pub passphrase: Option<String>,
}

/// What `doctor` found, and the same as text to be passed on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DiagnosticsAnswer {
    /// The findings.
    pub checks: Vec<Check>,
    /// All of it as plain text, without secrets, and without the name of the user in paths.
    pub report: String,
}
