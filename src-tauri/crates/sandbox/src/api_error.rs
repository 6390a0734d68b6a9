//! Error answers of the API: one JSON form, and the challenges of RFC 6750 §3.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::WWW_AUTHENTICATE;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::environment::Environment;
use crate::scope::Scope;

/// Why a request to the API was refused.
#[derive(Debug)]
pub(crate) struct ApiError {
    environment: Environment,
    status: StatusCode,
    code: &'static str,
    message: String,
    scope: Option<Scope>,
    challenge: Option<String>,
}

impl ApiError {
    pub(crate) fn new(
        environment: Environment,
        status: StatusCode,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            environment,
            status,
            code,
            message: message.into(),
            scope: None,
            challenge: None,
        }
    }

    /// No bearer token at all: the challenge says only which realm wants one (RFC 6750 §3.1).
    pub(crate) fn no_token(environment: Environment) -> Self {
        let message = "This route needs an access token: Authorization: Bearer …";
        let challenge = Some(format!(r#"Bearer realm="{}""#, environment.name()));
        let error = Self::new(environment, StatusCode::UNAUTHORIZED, "missing_token", message);
        Self { challenge, ..error }
    }

    /// A token that is not good here.
    pub(crate) fn invalid_token(environment: Environment, message: impl Into<String>) -> Self {
        let message = message.into();
        let challenge = Some(format!(
            r#"Bearer error="invalid_token", error_description="{message}""#
        ));
        let error = Self::new(environment, StatusCode::UNAUTHORIZED, "invalid_token", message);
        Self { challenge, ..error }
    }

    /// A good token without the scope that this route needs.
    pub(crate) fn insufficient_scope(environment: Environment, scope: Scope) -> Self {
        let name = scope.name();
        let message = format!("This route needs the scope {name}, which the token does not have.");
        let challenge = Some(format!(r#"Bearer error="insufficient_scope", scope="{name}""#));
        let error = Self::new(environment, StatusCode::FORBIDDEN, "insufficient_scope", message);
        Self {
            scope: Some(scope),
            challenge,
            ..error
        }
    }

    /// A body that cannot be used.
    pub(crate) fn invalid_request(environment: Environment, message: impl Into<String>) -> Self {
        Self::new(environment, StatusCode::BAD_REQUEST, "invalid_request", message)
    }

    /// The provider itself failed.
    pub(crate) fn server_error(environment: Environment) -> Self {
        let message = "The sandbox could not carry this out; its log says why.";
        Self::new(
            environment,
            StatusCode::INTERNAL_SERVER_ERROR,
            "server_error",
            message,
        )
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut body = json!({"environment": self.environment, "error": self.code, "message": self.message});
        if let Some(scope) = self.scope {
            body["scope"] = json!(scope);
        }
        let mut response = (self.status, Json(body)).into_response();
        if let Some(challenge) = self.challenge.and_then(|challenge| challenge.parse().ok()) {
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        response
    }
}
