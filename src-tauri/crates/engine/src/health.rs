//! How a connection is doing (design section 7's table).

use patchbay_store::StoredHealth;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a connection is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", tag = "state")]
#[ts(export)]
pub enum Health {
    /// Calls go through.
    Working,
    /// Calls go through; the effective parameters differ from what was granted until the next connect.
    PendingChange {
        /// Dotted paths that differ.
        paths: Vec<String>,
    },
    /// Calls are refused: their origin is outside the binding.
    BindingChanged {
        /// The origin that calls would go to.
        origin: String,
    },
    /// The provider no longer accepts the credentials.
    NeedsReconnect {
        /// A short stable cause: `revoked`, `rejected`, `expired`, `key_lost`.
        cause: String,
    },
    /// The developer's own settings are wrong.
    Misconfigured {
        /// The parameter.
        path: String,
    },
    /// The token endpoint fails or asked to wait.
    RefreshDelayed {
        /// UTC milliseconds of the next try.
        #[ts(type = "number")]
        until: i64,
        /// What it said.
        cause: String,
    },
    /// Secrets cannot be read.
    VaultUnavailable,
}

impl Health {
    /// What it is, in a short sentence.
    pub fn words(&self) -> String {
        match self {
            Self::Working => "Working".to_owned(),
            Self::PendingChange { paths } => {
                format!(
                    "Working with what was granted; {} {} for a reconnect",
                    listed(paths),
                    if paths.len() > 1 { "wait" } else { "waits" }
                )
            }
            Self::BindingChanged { origin } => {
                format!(
                    "Calls are refused: they would go to {origin}, which this connection was not connected for"
                )
            }
            Self::NeedsReconnect { cause } => match cause.as_str() {
                "revoked" => "The provider no longer accepts the grant".to_owned(),
                "rejected" => "The provider rejected the credentials".to_owned(),
                "expired" => "The access token expired and there is no refresh token".to_owned(),
                "key_lost" => "The stored credentials cannot be read with the vault's present key".to_owned(),
                other => format!("The provider ended the grant ({other})"),
            },
            Self::Misconfigured { path } => format!("The parameter {path} is wrong or missing"),
            Self::RefreshDelayed { cause, .. } => format!("The token could not be refreshed yet: {cause}"),
            Self::VaultUnavailable => "Secrets cannot be read until the vault is unlocked".to_owned(),
        }
    }

    /// What to do; none when nothing has to be done.
    pub fn next(&self) -> Option<String> {
        match self {
            Self::Working => None,
            Self::PendingChange { .. } => Some("Reconnect to use the new values.".to_owned()),
            Self::BindingChanged { .. } => {
                Some("Undo the change, or reconnect to allow the new origin.".to_owned())
            }
            Self::NeedsReconnect { .. } => Some("Reconnect; name, override and history stay.".to_owned()),
            Self::Misconfigured { .. } => {
                Some("Correct it on the integration or in the override.".to_owned())
            }
            Self::RefreshDelayed { .. } => Some("It is tried again by itself; nothing was lost.".to_owned()),
            Self::VaultUnavailable => Some("Unlock the vault.".to_owned()),
        }
    }
}

impl From<StoredHealth> for Health {
    fn from(stored: StoredHealth) -> Self {
        match stored {
            StoredHealth::Working => Self::Working,
            StoredHealth::NeedsReconnect { cause } => Self::NeedsReconnect { cause },
            StoredHealth::Misconfigured { path } => Self::Misconfigured { path },
            StoredHealth::RefreshDelayed { until, cause } => Self::RefreshDelayed { until, cause },
        }
    }
}

fn listed(paths: &[String]) -> String {
    match paths {
        [] => "a change".to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
    }
}
