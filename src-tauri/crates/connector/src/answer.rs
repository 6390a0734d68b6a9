//! Reads token answers (RFC 6749 §5, security A2.1 to A2.7).

use crate::{Patch, Secret, TokenEndpoint};

/// A token answer that worked.
#[derive(Debug, Clone)]
pub struct TokenAnswer {
    /// The access token.
    pub access_token: Secret<String>,
    /// A new refresh token; `None` keeps the old one (RFC 6749 §6).
    pub refresh_token: Option<Secret<String>>,
    /// The token type as the provider wrote it, or the connector's default.
    pub token_type: String,
    /// The scopes granted; `None` means those asked for (RFC 6749 §5.1).
    pub scope: Option<Vec<String>>,
    /// How long the token lives, in milliseconds from now; `None` means unknown, or see `expires_at_ms` and
    /// `never_expires`.
    pub expires_in_ms: Option<i64>,
    /// When the token ends, in Unix milliseconds, where the provider says a time instead of a duration.
    pub expires_at_ms: Option<i64>,
    /// The connector says that the token does not expire.
    pub never_expires: bool,
    /// Discovered parameters that the answer held.
    pub captured: Patch,
}

/// A token answer that did not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenFailure {
    /// The provider said no (RFC 6749 §5.2), with whatever status.
    #[error("The provider answered \"{error}\"{}", description.as_deref().map(|text| format!(": {text}")).unwrap_or_default())]
    Provider {
        /// Its code.
        error: String,
        /// Its words: plain text, at most 500 characters.
        description: Option<String>,
        /// The HTTP status.
        status: u16,
    },
    /// Neither JSON nor a form, or too large or too deep.
    #[error("The provider's answer ({status}) could not be read as a token answer.")]
    Unparsable {
        /// The HTTP status.
        status: u16,
    },
    /// A good answer without a token.
    #[error("The provider answered without an access token.")]
    NoAccessToken,
    /// A token type that this connector does not know how to use (RFC 6749 §7.1); empty where none was sent.
    #[error("The provider sent a token of type \"{0}\", which this connector does not take. Nothing was stored.")]
    UnknownTokenType(String),
    /// 429 or 5xx: not an answer about the credential at all.
    #[error("The provider is not available at the moment ({status}).")]
    Unavailable {
        /// The HTTP status.
        status: u16,
    },
}

impl TokenFailure {
    /// Whether the grant itself is refused (RFC 6749 §5.2).
    pub fn is_invalid_grant(&self) -> bool {
        matches!(self, Self::Provider { error, .. } if error == "invalid_grant")
    }

    /// Whether the client is refused.
    pub fn is_invalid_client(&self) -> bool {
        matches!(self, Self::Provider { error, .. } if error == "invalid_client")
    }
}

impl TokenEndpoint {
    /// Reads an answer of this endpoint.
    ///
    /// # Errors
    /// See [`TokenFailure`].
    pub fn read(&self, status: u16, content_type: Option<&str>, body: &[u8]) -> Result<TokenAnswer, TokenFailure> {
        let _ = (content_type, body);
        Err(TokenFailure::Unparsable { status })
    }
}
