//! Errors on the wire, in the contract's form: `{"type","key","message","data"}`. Words only: no path, token or stack.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::request_log::Refused;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) kind: &'static str,
    pub(crate) key: &'static str,
    pub(crate) message: String,
    /// What a program can read of it: the parameter it is about, each problem.
    pub(crate) data: Option<Value>,
    /// In how many seconds it is worth another try.
    pub(crate) retry_after: Option<u64>,
}

impl Problem {
    /// A request that cannot be answered.
    pub(crate) fn bad_request(status: StatusCode, key: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            kind: "bad_request",
            key,
            message: message.into(),
            data: None,
            retry_after: None,
        }
    }

    /// A request that this caller may not make.
    pub(crate) fn forbidden(key: &'static str, message: impl Into<String>) -> Self {
        Self::bad_request(StatusCode::FORBIDDEN, key, message)
    }

    /// Nothing is at this address.
    pub(crate) fn not_found() -> Self {
        Self::bad_request(
            StatusCode::NOT_FOUND,
            "not_found",
            "Nothing is at this address. GET /health says whether Patchbay answers.",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({ "type": self.kind, "key": self.key, "message": self.message, "data": self.data });
        let mut response = (self.status, axum::Json(body)).into_response();
        response.extensions_mut().insert(Refused {
            reason: self.message,
            remedy: None,
        });
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
