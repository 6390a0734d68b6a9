//! Errors of the token and revocation endpoints (RFC 6749 §5.2).

use axum::http::StatusCode;

/// An error answer: a code of RFC 6749 §5.2 with a sentence for the developer.
#[derive(Debug)]
pub(crate) struct OAuthError {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) description: String,
}

impl OAuthError {
    fn bad_request(code: &'static str, description: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code,
            description: description.into(),
        }
    }

    pub(crate) fn invalid_request(description: impl Into<String>) -> Self {
        Self::bad_request("invalid_request", description)
    }

    pub(crate) fn invalid_grant(description: impl Into<String>) -> Self {
        Self::bad_request("invalid_grant", description)
    }

    pub(crate) fn invalid_scope(description: impl Into<String>) -> Self {
        Self::bad_request("invalid_scope", description)
    }

    pub(crate) fn unsupported_grant_type() -> Self {
        let known = "grant_type must be authorization_code, refresh_token or client_credentials.";
        Self::bad_request("unsupported_grant_type", known)
    }

    pub(crate) fn invalid_client(description: impl Into<String>) -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code: "invalid_client",
            description: description.into(),
        }
    }

    /// The provider itself failed: no randomness, or its state could not be written.
    pub(crate) fn server_error() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: "server_error",
            description: "The sandbox could not carry this out; its log says why.".to_owned(),
        }
    }

    /// An answer with this status, forced by a fault.
    pub(crate) fn forced(status: u16) -> Self {
        let status = forced_status(status);
        let code = match status.as_u16() {
            401 => "invalid_client",
            400..=428 => "invalid_request",
            429 | 503 => "temporarily_unavailable",
            _ => "server_error",
        };
        let description = format!("The fault token_status forces status {}.", status.as_u16());
        Self {
            status,
            code,
            description,
        }
    }
}

/// The status that a fault asks for; 500 where it is none that a final answer can have.
pub(crate) fn forced_status(status: u16) -> StatusCode {
    StatusCode::from_u16(status)
        .ok()
        .filter(|status| (200..600).contains(&status.as_u16()))
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
