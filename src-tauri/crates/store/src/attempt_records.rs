//! The records of attempts (runs of a connect flow) and of calls.

use patchbay_connector::Secret;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum AttemptStatus {
    /// Waits for the redirect.
    Pending,
    /// The redirect came; its code is being redeemed. Never goes back to pending.
    Redeeming,
    /// The connection is written.
    Succeeded,
    /// It failed; the outcome says why.
    Failed,
    /// The user gave up.
    Cancelled,
    /// Its ten minutes are over.
    Expired,
}

impl AttemptStatus {
    const ALL: [Self; 6] = [
        Self::Pending,
        Self::Redeeming,
        Self::Succeeded,
        Self::Failed,
        Self::Cancelled,
        Self::Expired,
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Redeeming => "redeeming",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether it is over.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Pending | Self::Redeeming)
    }
}

/// One run of a connect flow.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Its id, made by the caller.
    pub id: String,
    /// SHA-256 of `state` (OAuth1: of `oauth_token`); unique.
    pub state_hash: [u8; 32],
    /// The engine's JSON: verifier, client, endpoints, override, input. Empty once the attempt is over.
    pub sealed: Secret<Vec<u8>>,
    /// The integration it connects.
    pub integration_id: String,
    /// The connection: that of a reconnect from the start, a new one's once it succeeded.
    pub connection_id: Option<String>,
    /// Where it stands.
    pub status: AttemptStatus,
    /// The redirect URI that was sent.
    pub redirect_uri: String,
    /// When it was made.
    pub created_at: i64,
    /// When it ends by itself.
    pub expires_at: i64,
    /// How it ended: the engine's JSON, without secrets.
    pub finished: Option<Value>,
    /// The tenant whose account it connects. Attempts of an older version do not say.
    pub tenant_id: Option<String>,
    /// The option that was chosen.
    pub option: Option<String>,
    /// The connector's key and version.
    pub connector: Option<(String, String)>,
    /// What its asker needs to be answered: JSON of the rooms above, without secrets.
    pub reply: Option<Value>,
}

/// An attempt's plain columns: readable while the vault is locked.
#[derive(Debug, Clone, PartialEq)]
pub struct AttemptRow {
    /// Its id.
    pub id: String,
    /// The integration it connects.
    pub integration_id: String,
    /// The connection, as in [`Attempt::connection_id`].
    pub connection_id: Option<String>,
    /// Where it stands.
    pub status: AttemptStatus,
    /// The redirect URI that was sent.
    pub redirect_uri: String,
    /// When it was made.
    pub created_at: i64,
    /// When it ends by itself.
    pub expires_at: i64,
    /// How it ended.
    pub finished: Option<Value>,
    /// The tenant, as in [`Attempt::tenant_id`].
    pub tenant_id: Option<String>,
    /// The option that was chosen.
    pub option: Option<String>,
    /// The connector's key and version.
    pub connector: Option<(String, String)>,
    /// What its asker needs to be answered.
    pub reply: Option<Value>,
}

/// Which ended attempts a page shows. Newest first.
#[derive(Debug, Clone, Default)]
pub struct AttemptFilter {
    /// Only those of one tenant.
    pub tenant_id: Option<String>,
    /// Only those of one integration.
    pub integration_id: Option<String>,
    /// Only those of one connection.
    pub connection_id: Option<String>,
    /// Only those that succeeded, or only those that did not.
    pub succeeded: Option<bool>,
    /// How many at most; 0 means 50.
    pub limit: u32,
    /// The id of the last row of the page before.
    pub after: Option<String>,
}

/// One line of an attempt's timeline. The text is redacted by who writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptLine {
    /// When.
    pub at: i64,
    /// Which step: `resolve`, `authorize`, `redirect`, `redeem`, `discover`, `test`, `commit`.
    pub step: String,
    /// What happened, in words.
    pub text: String,
}

/// The record of one call. Redacted by who writes it; no body, no header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    /// Its id, made by the caller.
    pub id: String,
    /// The connection it went through.
    pub connection_id: String,
    /// That connection's integration; empty in a record of an older version.
    pub integration_id: String,
    /// That connection's tenant; empty in a record of an older version.
    pub tenant_id: String,
    /// When it began.
    pub at: i64,
    /// The HTTP method.
    pub method: String,
    /// The URL, redacted.
    pub url: String,
    /// The answer's status, where one came.
    pub status: Option<u16>,
    /// The code of our own failure, where none came.
    pub error_code: Option<String>,
    /// From the call's begin to the end of the answer's head, in milliseconds.
    pub duration_ms: i64,
    /// How many requests it took (1, or 2 after a refresh).
    pub attempts: u32,
    /// Bytes of the request's body.
    pub request_bytes: i64,
    /// Bytes of the answer's body, where it was read to its end.
    pub response_bytes: Option<i64>,
    /// Hash of the override in effect, hex.
    pub override_hash: Option<String>,
}

/// Which calls a page shows.
#[derive(Debug, Clone, Default)]
pub struct CallFilter {
    /// Only those of one connection.
    pub connection_id: Option<String>,
    /// Only those of one integration.
    pub integration_id: Option<String>,
    /// Only those of one tenant.
    pub tenant_id: Option<String>,
    /// Only those that failed: no answer, or a status of 400 and above.
    pub failed_only: bool,
    /// The same, both ways: only those that did not fail, or only those that did.
    pub succeeded: Option<bool>,
    /// Only those that began then or later, UTC milliseconds.
    pub from: Option<i64>,
    /// Only those that began then or earlier, UTC milliseconds.
    pub to: Option<i64>,
    /// Oldest first instead of newest first.
    pub oldest_first: bool,
    /// How many at most; 0 means 100.
    pub limit: u32,
    /// The id of the last row of the page before.
    pub after: Option<String>,
}
