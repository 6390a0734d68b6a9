//! The engine's errors as the wire shows them (contract 1.4): the SDK picks a class by `type`, programs branch on `key`.

use http::StatusCode;
use patchbay_engine::{Code, Error, ErrorView, Who};
use patchbay_store::StoreError;
use serde_json::json;

use crate::problem::Problem;

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (status, kind, key) = place(error.code);
        let message = match &error.next {
            Some(next) => format!("{} {next}", error.message),
            None => error.message.clone(),
        };
        let data = (error.path.is_some() || !error.problems.is_empty())
            .then(|| json!({ "path": error.path, "problems": error.problems }));
        Self {
            status,
            kind,
            key,
            message,
            data,
            retry_after: (error.code == Code::RefreshDelayed).then_some(RETRY_AFTER_S),
        }
    }
}

/// How long a client is asked to wait where the error does not say it: refreshes are never closer than 10 s after a
/// failed one (design section 5).
const RETRY_AFTER_S: u64 = 10;

/// Status, type and key of a code.
const fn place(code: Code) -> (StatusCode, &'static str, &'static str) {
    const BAD: &str = "bad_request";
    const CONNECTION: &str = "connection";
    match code {
        Code::NotFound => (StatusCode::NOT_FOUND, BAD, "not_found"),
        Code::InvalidRequest => (StatusCode::BAD_REQUEST, BAD, "invalid_request"),
        Code::InvalidParameters => (StatusCode::BAD_REQUEST, BAD, "invalid_parameters"),
        Code::UnresolvedTemplate => (StatusCode::BAD_REQUEST, BAD, "unresolved_template"),
        Code::AddressRefused => (StatusCode::BAD_REQUEST, BAD, "address_refused"),
        Code::RedirectMismatch => (StatusCode::BAD_REQUEST, BAD, "redirect_mismatch"),
        Code::AttemptEnded => (StatusCode::BAD_REQUEST, BAD, "attempt_ended"),
        Code::Unsupported => (StatusCode::BAD_REQUEST, BAD, "unsupported"),
        Code::NotAuthenticated => (StatusCode::UNAUTHORIZED, BAD, "not_authenticated"),
        Code::Forbidden => (StatusCode::FORBIDDEN, BAD, "access_denied"),
        Code::AlreadyExists => (StatusCode::BAD_REQUEST, BAD, "already_exists"),
        Code::VaultUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "internal", "vault_unavailable"),
        Code::BindingChanged => (StatusCode::BAD_REQUEST, CONNECTION, "binding_changed"),
        Code::NeedsReconnect => (StatusCode::BAD_REQUEST, CONNECTION, "access_token_expired"),
        Code::Misconfigured => (StatusCode::BAD_REQUEST, "configuration", "misconfigured"),
        Code::RefreshDelayed => (StatusCode::SERVICE_UNAVAILABLE, CONNECTION, "rate_limit_exceeded"),
        Code::ProviderError => (StatusCode::BAD_REQUEST, CONNECTION, "provider_error"),
        Code::AccessDenied => (StatusCode::BAD_REQUEST, CONNECTION, "access_denied"),
        Code::ProviderUnreachable => (StatusCode::BAD_GATEWAY, CONNECTION, "provider_unreachable"),
        // The last two are of a start, which no request can be in.
        Code::Internal | Code::FolderHeld | Code::PortTaken => {
            (StatusCode::INTERNAL_SERVER_ERROR, "internal", "internal")
        }
    }
}

/// What the token's holder may not do.
pub(crate) fn admins_only(what: &str) -> Problem {
    refused(format!(
        "Only a workspace manager's token may {what}. Mint one with `patchbay token --admin`."
    ))
}

/// Refuses a tenant's token what only a workspace manager's may.
pub(crate) fn only_admin(who: &Who, what: &str) -> Result<(), Problem> {
    match who {
        Who::Tenant(_) => Err(admins_only(what)),
        Who::Admin | Who::Developer => Ok(()),
    }
}

/// This token's holder may not do that.
pub(crate) fn refused(message: impl Into<String>) -> Problem {
    Problem::bad_request(StatusCode::FORBIDDEN, "access_denied", message)
}

/// The key is taken.
pub(crate) fn already_exists(what: &'static str, key: &str) -> Problem {
    let key = key.to_owned();
    Problem::from(Error::from(StoreError::Exists { what, key }))
}

impl From<ErrorView> for Problem {
    fn from(view: ErrorView) -> Self {
        Self::from(Error::from(view))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_and_what_to_do() {
        let problem = Problem::from(Error::not_found("connection", "x"));
        assert_eq!(
            (problem.status, problem.kind, problem.key),
            (StatusCode::NOT_FOUND, "bad_request", "not_found")
        );
        assert!(
            problem.message.contains("“x”") && problem.message.contains("key or id"),
            "{}",
            problem.message
        );
        assert_eq!(problem.data, None);
    }

    #[test]
    fn what_is_wrong_with_parameters_travels_as_data() {
        let problem = Problem::from(Error::new(Code::InvalidRequest, "No.").at("connectorParameters.scope"));
        assert_eq!(problem.data.unwrap()["path"], "connectorParameters.scope");
    }

    #[test]
    fn a_delayed_refresh_says_when_to_come_back() {
        let problem = Problem::from(Error::new(Code::RefreshDelayed, "Wait."));
        assert_eq!(problem.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(problem.retry_after, Some(RETRY_AFTER_S));
    }
}
