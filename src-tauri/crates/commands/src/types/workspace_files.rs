//! Integrations, presets and overrides as files in the developer's repository.

use patchbay_connector::Effect;
use patchbay_engine::ErrorView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::TextFile;

/// The files as they are now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FilesAnswer {
    /// JSON files by relative name, stable to the byte, secrets masked.
    pub files: Vec<TextFile>,
}

/// Files to take over.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct FilesPushRequest {
    /// The files, by relative name.
    pub files: Vec<TextFile>,
    /// Carries the plan out; without it, it is only told.
    #[serde(default)]
    pub apply: bool,
}

/// What taking the files over does, or did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FilesPlan {
    /// The changes, in the order of files.
    pub changes: Vec<FileChange>,
    /// What keeps it from being carried out; nothing is changed while there is any.
    pub problems: Vec<FileTrouble>,
    /// What is left aside, and does not keep the rest from being carried out: connections that are not here, secrets that no
    /// file has.
    pub skipped: Vec<FileTrouble>,
    /// Whether it was carried out.
    pub applied: bool,
}

/// One change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileChange {
    /// The file.
    pub file: String,
    /// What it is about, as `integration sandbox` or `connection Acme Inc`.
    pub about: String,
    /// Dotted path; empty where the thing as a whole is made.
    pub path: String,
    /// Before, masked; none where it was not set.
    pub before: Option<serde_json::Value>,
    /// After, masked.
    pub after: Option<serde_json::Value>,
    /// When it takes effect.
    pub effect: Effect,
}

/// What is wrong with a file, or why something of it is left aside.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileTrouble {
    /// The file.
    pub file: String,
    /// What is wrong, and what to do.
    pub error: ErrorView,
}
