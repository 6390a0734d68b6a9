//! The built-in provider: what it holds, and what it can be told to do wrong.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The built-in provider as a whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxView {
    /// Why it does not run, and what to do; none while it runs.
    pub off: Option<String>,
    /// What it does wrong.
    pub faults: SandboxFaults,
    /// Production and sandbox.
    pub environments: Vec<SandboxEnvironment>,
}

/// One environment of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxEnvironment {
    /// `production` or `sandbox`.
    pub name: String,
    /// Its origin.
    pub url: String,
    /// Who can sign in.
    pub users: Vec<SandboxUser>,
    /// The programs that may ask for grants.
    pub clients: Vec<SandboxClientView>,
    /// What was granted, newest first.
    pub grants: Vec<SandboxGrant>,
}

/// A made-up user.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxUser {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub email: String,
}

/// A registered program.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxClientView {
    /// Its client id.
    pub id: String,
    /// Where its users may be sent; one that ends in `*` is a prefix.
    pub redirect_uris: Vec<String>,
}

/// What one user allowed one client.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxGrant {
    /// Its id.
    pub id: String,
    /// Name of the user; none where a client holds it for itself.
    pub user: Option<String>,
    /// The client.
    pub client: String,
    /// Granted scopes.
    pub scopes: Vec<String>,
    /// Whether a refresh token is good for it.
    pub has_refresh_token: bool,
    /// How often it was refreshed.
    pub refreshes: u32,
    /// Its access tokens, the newest first.
    pub tokens: Vec<SandboxToken>,
}

/// An access token. The provider itself keeps no more than its digest.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxToken {
    /// The first 16 hex digits of its digest.
    pub id: String,
    /// Its scopes.
    pub scopes: Vec<String>,
    /// When it expires.
    #[ts(type = "number")]
    pub expires_at: i64,
}

/// What the built-in provider does wrong. The default is nothing. Held in memory: a restart mends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export)]
pub struct SandboxFaults {
    /// Whatever the user presses, the answer is `access_denied`.
    pub deny: bool,
    /// The token endpoint waits so many milliseconds first.
    pub slow_ms: u32,
    /// The token endpoint answers with this status (200 to 599) and does nothing.
    pub token_status: Option<u16>,
    /// `Retry-After` in seconds on forced answers.
    pub retry_after_s: Option<u32>,
    /// A refresh is carried out, and the connection then closed without an answer.
    pub drop_after_rotation: bool,
    /// Token answers have no `expires_in`.
    pub omit_expires_in: bool,
    /// `expires_in` is this text instead of a number.
    pub odd_expires_in: Option<String>,
    /// Lifetime of new access tokens in seconds, instead of 3600.
    pub access_ttl_s: Option<u32>,
    /// Token answers are form-encoded.
    pub form_encoded: bool,
    /// The token endpoint refuses with status 200.
    pub error_200: bool,
    /// The last of several scopes is not granted.
    pub grant_fewer: bool,
    /// A refresh is refused with `invalid_grant`.
    pub revoked_refresh: bool,
    /// The API answers with this status (200 to 599).
    pub api_status: Option<u16>,
    /// The API waits so many milliseconds first.
    pub api_delay_ms: u32,
}

/// What to revoke or to let expire: all that matches.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct SandboxSelection {
    /// `production` or `sandbox`; both where it is absent.
    pub environment: Option<String>,
    /// One grant.
    pub grant: Option<String>,
    /// One access token, by its id.
    pub token: Option<String>,
}
