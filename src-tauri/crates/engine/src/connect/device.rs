//! Signing in on another device or page with a short code (RFC 8628): the attempt shows the code, and a task asks for
//! the token until the user has decided.
//!
//! Nothing comes back to Patchbay by itself, so there is no redirect and no `state`; the device code is the secret that
//! ties the token to this attempt, and it stays in the vault.

use serde::{Deserialize, Serialize};
use url::Url;

use super::AttemptBody;

/// A device authorization under way.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DeviceGrant {
    /// What will come of it, and where its token is asked for.
    pub(crate) body: AttemptBody,
    /// What the provider gave.
    pub(crate) code: DeviceCode,
}

/// The answer of a device authorization endpoint (RFC 8628 §3.2). No Debug: it holds a secret.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DeviceCode {
    /// What the token is asked for with; a secret.
    pub(crate) device_code: String,
    /// What the user types.
    pub(crate) user_code: String,
    /// Where the user types it.
    pub(crate) verification_uri: Url,
    /// The same with the code filled in, where the provider has it.
    pub(crate) verification_uri_complete: Option<Url>,
    /// Seconds between two requests.
    pub(crate) interval_s: u64,
    /// When the codes end, UTC milliseconds.
    pub(crate) expires_at: i64,
}

impl DeviceCode {
    /// The page to open: with the code filled in, where the provider has one.
    pub(crate) fn link(&self) -> &Url {
        self.verification_uri_complete
            .as_ref()
            .unwrap_or(&self.verification_uri)
    }
}
