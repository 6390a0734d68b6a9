//! The state of the engine as a whole.

use patchbay_store::{KeySource, Surface, VaultState};
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

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum ThemeChoice {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the developer likes; nothing that changes what is sent to a provider.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct Preferences {
    /// Light, dark, or as the system has it.
    pub theme: ThemeChoice,
    /// Where users authorise in integrations made from now on; the connector's rule goes before it.
    pub surface: Option<Surface>,
    /// Whether the desktop is notified when a connection needs a reconnect.
    pub notify: bool,
    /// Names of hints that were put away.
    pub seen: Vec<String>,
}

/// A change of what the developer likes; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct PreferencesChange {
    /// Another theme.
    pub theme: Option<ThemeChoice>,
    /// Another surface for new integrations.
    pub surface: Option<Surface>,
    /// Whether the desktop is notified.
    pub notify: Option<bool>,
    /// A hint that is put away.
    pub seen: Option<String>,
}

/// One finding of `doctor`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Check {
    /// What was looked at.
    pub name: String,
    /// How it is.
    pub state: CheckState,
    /// What was found and, where it is not well, what to do.
    pub words: String,
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum CheckState {
    /// Well.
    Ok,
    /// Works, with a restriction.
    Warn,
    /// Does not work.
    Fail,
}
