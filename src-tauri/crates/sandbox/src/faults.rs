//! What the sandbox can be told to do wrong, so that a client's handling of it can be seen.
//!
//! Faults are held in memory only: a restart is always a healthy provider again.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::scope::ScopeSet;

/// The built-in provider's switches. The default is no fault at all. They hold for both environments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Whatever the user presses on the consent page, the answer is `access_denied` (RFC 6749 §4.1.2.1).
    pub deny: bool,
    /// The token endpoint waits this many milliseconds before it does anything.
    pub slow_ms: u64,
    /// The token endpoint answers with this HTTP status (200 to 599) and an OAuth error, and does nothing.
    pub token_status: Option<u16>,
    /// `Retry-After`, in seconds, on the answers that `token_status` and `api_status` force.
    pub retry_after_s: Option<u64>,
    /// A refresh is carried out and kept, and the connection is then closed with no answer: the client still
    /// holds the old refresh token, and using it again ends the grant.
    pub drop_after_rotation: bool,
    /// Token answers have no `expires_in` (RFC 6749 §5.1 only recommends it).
    pub omit_expires_in: bool,
    /// `expires_in` is this text instead of a number; the token lives as long as it does otherwise.
    pub odd_expires_in: Option<String>,
    /// Lifetime of new access tokens in seconds, instead of 3600.
    pub access_ttl_s: Option<u64>,
    /// Token answers are `application/x-www-form-urlencoded` instead of JSON.
    pub form_encoded: bool,
    /// The token endpoint refuses with status 200 and `{"error": …}`, and does nothing.
    pub error_200: bool,
    /// The last of several requested scopes is not granted (RFC 6749 §3.3 allows it).
    pub grant_fewer: bool,
    /// A refresh is refused with `invalid_grant`, as if the user had withdrawn the grant.
    pub revoked_refresh: bool,
    /// The API's routes answer with this HTTP status (200 to 599).
    pub api_status: Option<u16>,
    /// The API's routes wait this many milliseconds before they answer.
    pub api_delay_ms: u64,
}

impl Faults {
    /// How long an access token that is issued now lives, in seconds.
    pub(crate) fn access_ttl_s(&self) -> u64 {
        self.access_ttl_s.unwrap_or(3600)
    }

    /// What is granted of `requested`.
    pub(crate) fn narrow(&self, requested: ScopeSet) -> ScopeSet {
        if self.grant_fewer {
            requested.without_last()
        } else {
            requested
        }
    }

    /// Waits as `slow_ms` says.
    pub(crate) async fn delay_token(&self) {
        pause(self.slow_ms).await;
    }

    /// Waits as `api_delay_ms` says.
    pub(crate) async fn delay_api(&self) {
        pause(self.api_delay_ms).await;
    }
}

async fn pause(milliseconds: u64) {
    if milliseconds > 0 {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}
