//! Integrations, presets and overrides as files for a repository: written stably, read strictly, taken over by a plan.
//!
//! Secrets are masked in them, and a mask keeps what is stored. What a file is about is said in it, so files may be renamed.
//! Nothing is ever removed because its file is gone, and connections are never made: they need somebody to connect.

mod apply;
mod diff;
mod name;
mod plan;
mod plan_connection;
mod plan_integration;
mod plan_preset;
mod pull;
mod read;

use patchbay_connector::Effect;
use serde_json::Value;

use crate::Error;

/// A file by its relative name, with `/` between folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceFile {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What taking files over does, or did.
#[derive(Debug, Clone, Default)]
pub struct FilesPlan {
    /// The changes, in the order of files.
    pub changes: Vec<FileChange>,
    /// What keeps it from being carried out.
    pub problems: Vec<FileTrouble>,
    /// What is left aside, and does not keep the rest from being carried out.
    pub skipped: Vec<FileTrouble>,
    /// Whether it was carried out.
    pub applied: bool,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct FileChange {
    /// The file.
    pub file: String,
    /// What it is about, as `integration sandbox`.
    pub about: String,
    /// Dotted path; empty where the thing as a whole is made.
    pub path: String,
    /// Before, masked.
    pub before: Option<Value>,
    /// After, masked.
    pub after: Option<Value>,
    /// When it takes effect.
    pub effect: Effect,
}

/// What is wrong with a file, or why it is left aside.
#[derive(Debug, Clone)]
pub struct FileTrouble {
    /// The file.
    pub file: String,
    /// What, and what to do.
    pub error: Error,
}
