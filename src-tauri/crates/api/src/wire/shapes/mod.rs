//! The records of the contract as JSON (contract 3), each with its new and its older names (open question Q8).
//!
//! Absent values are left out, never null: the SDK's schemas say optional, not nullable. Nothing secret is in them but
//! for a manager who asks with `includeSecrets`.

pub(crate) mod connection;
pub(crate) mod connector;
pub(crate) mod customer;
pub(crate) mod integration;
pub(crate) mod log;

use jiff::Timestamp;
use patchbay_connector::AuthKind;
use patchbay_engine::Engine;
use serde_json::{Map, Value};

pub(crate) use self::connection::connection;
pub(crate) use self::integration::integration;

/// How much of a record is shown.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape {
    /// Secrets in clear: a manager asked for it with `includeSecrets`.
    pub(crate) secrets: bool,
    /// The records it belongs to inside it.
    pub(crate) embed: bool,
}

/// A point in time as JavaScript writes it: ISO 8601, UTC, three digits of a second.
pub(crate) fn iso(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(|_| String::new(), |at| format!("{at:.3}"))
}

/// Where the API answers, as the records name it.
pub(crate) fn api_url(engine: &Engine) -> String {
    format!("http://127.0.0.1:{}", engine.settings().port)
}

/// A connector's monogram.
pub(crate) fn logo(engine: &Engine, connector: &str) -> String {
    format!("{}/logos/{connector}.svg", api_url(engine))
}

/// A kind of sign-in in the contract's words: everything without a user's grant is `client-credentials`.
pub(crate) const fn auth_type(kind: AuthKind) -> &'static str {
    match kind {
        AuthKind::Oauth2 => "oauth2",
        AuthKind::Oauth1 => "oauth1",
        AuthKind::ClientCredentials
        | AuthKind::Key
        | AuthKind::Basic
        | AuthKind::Exchange
        | AuthKind::Jwt
        | AuthKind::None => "client-credentials",
    }
}

/// An object without what is null.
pub(crate) fn present(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept: Map<String, Value> = map.into_iter().filter(|(_, value)| !value.is_null()).collect();
            Value::Object(kept)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_written_as_javascript_does() {
        assert_eq!(iso(1_795_460_400_000), "2026-11-23T19:00:00.000Z");
        assert_eq!(iso(1_795_460_400_120), "2026-11-23T19:00:00.120Z");
    }

    #[test]
    fn what_is_absent_is_left_out() {
        assert_eq!(
            present(json!({"a": null, "b": {"c": null}})),
            json!({"b": {"c": null}})
        );
    }
}
