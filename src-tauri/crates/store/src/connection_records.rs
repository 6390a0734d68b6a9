//! The records that a connection consists of: its plain row, its sealed values, its health, and one commit of a connect.

use std::collections::BTreeSet;

use patchbay_connector::{Patch, Secret};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The health that is stored. `pending_change`, `binding_changed` and `vault_unavailable` are computed, never stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "state", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum StoredHealth {
    /// Calls go through.
    #[default]
    Working,
    /// Only the user can mend it.
    NeedsReconnect {
        /// Why: `rejected`, `key_lost`, the provider's error …
        cause: String,
    },
    /// A parameter must be set first.
    Misconfigured {
        /// The parameter's path.
        path: String,
    },
    /// A refresh failed for now.
    RefreshDelayed {
        /// When the next one may start, UTC milliseconds.
        #[ts(type = "number")]
        until: i64,
        /// Why the last one failed.
        cause: String,
    },
}

/// A connection's plain columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Its id.
    pub id: String,
    /// The developer's own key for it; unique among one tenant's connections that are not archived.
    pub key: Option<String>,
    /// A name for people.
    pub name: String,
    /// The integration it goes through.
    pub integration_id: String,
    /// The tenant whose account it is.
    pub tenant_id: String,
    /// The option it was connected with.
    pub option: Option<String>,
    /// How many leaves its override sets.
    pub override_count: i64,
    /// The variant in effect when it was last connected or saved.
    pub variant: Option<String>,
    /// Its stored health.
    pub health: StoredHealth,
    /// What the developer notes about it: a JSON object. Plain, so never a secret.
    pub meta: serde_json::Value,
    /// When it was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// When it was last connected.
    pub connected_at: i64,
    /// When the last call went through it; written in batches, so it may lag by some seconds.
    pub last_call_at: Option<i64>,
    /// When its access token expires, where that is known.
    pub expires_at: Option<i64>,
    /// When it was archived, if it was.
    pub archived_at: Option<i64>,
    /// Goes up by one with each change of override, input, option, name or health.
    pub revision: i64,
}

/// A connection as the list shows it, with the names of what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionRow {
    /// The connection.
    pub connection: Connection,
    /// Its integration's key.
    pub integration_key: String,
    /// Its integration's name.
    pub integration_name: String,
    /// The connector's key.
    pub connector_key: String,
    /// Its tenant's key.
    pub tenant_key: String,
    /// Its tenant's name.
    pub tenant_name: String,
}

/// Which connections a page shows. Newest first.
#[derive(Debug, Clone, Default)]
pub struct ConnectionFilter {
    /// Text that name, key, variant, integration or tenant contains, without regard to case.
    pub search: Option<String>,
    /// Only those of one integration.
    pub integration_id: Option<String>,
    /// Only those of one tenant.
    pub tenant_id: Option<String>,
    /// Only those whose integration uses this connector.
    pub connector_key: Option<String>,
    /// Only those whose stored health is (`false`) or is not (`true`) `needs_reconnect`.
    pub connected: Option<bool>,
    /// Archived ones too.
    pub include_archived: bool,
    /// How many at most; 0 means 50.
    pub limit: u32,
    /// The id of the last row of the page before.
    pub after: Option<String>,
}

/// A connection's own secrets that are not credentials.
#[derive(Debug, Clone, Default)]
pub struct ConnectionSecrets {
    /// Its override.
    pub overrides: Patch,
    /// Its input.
    pub input: Patch,
    /// They are there, but their key is gone; `overrides` and `input` are empty.
    pub unreadable: bool,
}

/// The origins that a connection's credentials may be sent to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Binding {
    /// ASCII origins, `https://host:port`.
    pub origins: BTreeSet<String>,
}

impl Binding {
    /// SHA-256 over the sorted origins, each followed by a newline (which no origin holds). Part of the associated
    /// data of what the binding protects.
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        for origin in &self.origins {
            hasher.update(origin.as_bytes());
            hasher.update(b"\n");
        }
        hasher.finalize().into()
    }
}

/// What is attached to a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Credentials {
    /// The access token.
    pub access_token: Secret<String>,
    /// The refresh token, where there is one.
    pub refresh_token: Option<Secret<String>>,
    /// The token's type, as it is written into the header.
    pub token_type: String,
    /// When the access token expires; `None` is unknown or never.
    pub expires_at: Option<i64>,
    /// When it was obtained.
    pub obtained_at: i64,
    /// The granted scopes, where the provider says them.
    pub scopes: Option<Vec<String>>,
    /// Counts the token sets of this connection, from 1. Set by the store; what the caller writes here is ignored.
    pub epoch: i64,
}

/// From where an override came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum How {
    /// The app's window.
    Window,
    /// The command line.
    Cli,
    /// A token's bearer, by the SDK or the API.
    Sdk,
    /// The form without a token.
    Form,
}

impl How {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Cli => "cli",
            Self::Sdk => "sdk",
            Self::Form => "form",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Window, Self::Cli, Self::Sdk, Self::Form]
            .into_iter()
            .find(|how| how.as_str() == text)
    }
}

/// One saved state of an override.
#[derive(Debug, Clone)]
pub struct HistoryEntry {
    /// Its id.
    pub id: String,
    /// When it was saved.
    pub at: i64,
    /// From where.
    pub how: How,
    /// The override as saved. Empty where `unreadable`.
    pub overrides: Patch,
    /// It is there, but its key is gone.
    pub unreadable: bool,
}

/// Which connection a commit writes.
#[derive(Debug, Clone)]
pub enum NewOrExisting {
    /// A new one.
    New {
        /// Its id, made by the caller: that of the attempt it comes from, so that whoever waits knows it beforehand.
        id: String,
        /// The developer's own key for it.
        key: Option<String>,
        /// A name for people.
        name: String,
        /// The integration it goes through.
        integration_id: String,
        /// The tenant whose account it is.
        tenant_id: String,
    },
    /// A reconnect of this one.
    Existing {
        /// Its id.
        id: String,
    },
}

/// Everything that one finished connect writes, in one transaction (design 4.7).
#[derive(Debug, Clone)]
pub struct ConnectCommit {
    /// Which connection.
    pub connection: NewOrExisting,
    /// The option it was connected with.
    pub option: Option<String>,
    /// The variant in effect.
    pub variant: Option<String>,
    /// The override that was used; replaces the stored one and goes into the history where it differs.
    pub overrides: Patch,
    /// The input that was used; replaces the stored one.
    pub input: Patch,
    /// Where the credentials may go.
    pub binding: Binding,
    /// The engine's JSON of the grant, for kinds that have one; `None` removes an earlier one.
    pub grant: Option<Secret<Vec<u8>>>,
    /// The credentials, for kinds that have them; `None` removes earlier ones.
    pub credentials: Option<Credentials>,
    /// From where the override came.
    pub history: How,
    /// The attempt that this ends. One that is over already makes the commit fail, with nothing written.
    pub attempt_id: Option<String>,
    /// How that attempt ended: the engine's JSON, without secrets.
    pub outcome: serde_json::Value,
}
