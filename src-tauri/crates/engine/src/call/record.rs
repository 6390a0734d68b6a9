//! The record of a call: written off the hot path, redacted before it leaves this file.

use std::time::Duration;

use patchbay_store::{CallRecord, new_id};
use url::Url;

use super::{Call, Failure};
use crate::{
    ChangedWhat, Engine, Error,
    http::{Incoming, OutBody},
    live::Live,
};

/// A URL that may be shown: values of the query are kept only where their name is harmless, user info never.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted(String);

impl Redacted {
    /// Redacts a URL as the caller gave it (before the connection's own query is added).
    pub fn of(url: &Url) -> Self {
        let mut shown = url.clone();
        let _ = shown.set_username("");
        let _ = shown.set_password(None);
        let pairs: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, value)| {
                let secret = patchbay_connector::looks_secret(&name, &value) || is_credential(&name);
                let value = if secret {
                    patchbay_connector::MASK.to_owned()
                } else {
                    value.into_owned()
                };
                (name.into_owned(), value)
            })
            .collect();
        if !pairs.is_empty() {
            // Joined by hand: the mask should be read as a mask, not as percent signs.
            let query: Vec<String> = pairs
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            shown.set_query(None);
            return Self(format!("{shown}?{}", query.join("&")));
        }
        Self(shown.to_string())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_credential(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "code"
            | "state"
            | "access_token"
            | "refresh_token"
            | "client_secret"
            | "code_verifier"
            | "token"
            | "api_key"
            | "key"
    )
}

/// A call that is under way.
pub(super) struct Recording {
    pub(super) id: String,
    method: String,
    path: String,
    request_bytes: i64,
    at: i64,
}

impl Recording {
    pub(super) fn new(engine: &Engine, call: &Call) -> Result<Self, Error> {
        let request_bytes = match &call.body {
            OutBody::Bytes(bytes) => i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            _ => 0,
        };
        let path = call.path.split(['?', '#']).next().unwrap_or_default().to_owned();
        Ok(Self {
            id: new_id()?,
            method: call.method.to_string(),
            path,
            request_bytes,
            at: engine.now(),
        })
    }

    pub(super) fn end(
        &self,
        engine: &Engine,
        live: &Live,
        result: &Result<(Incoming, Redacted, u32), Failure>,
        duration: Duration,
    ) {
        let (status, error_code, url, attempts) = match result {
            Ok((answer, url, attempts)) => (Some(answer.status), None, Some(url.clone()), *attempts),
            Err(failure) => {
                let code = serde_json::to_value(failure.error.code).ok();
                let code = code.and_then(|code| code.as_str().map(str::to_owned));
                (None, code, failure.url.clone(), failure.attempts)
            }
        };
        engine.store().call_record(CallRecord {
            id: self.id.clone(),
            connection_id: live.connection.id.clone(),
            at: self.at,
            method: self.method.clone(),
            url: url.map_or_else(|| self.path.clone(), |url| url.0),
            status,
            error_code,
            duration_ms: i64::try_from(duration.as_millis()).unwrap_or(i64::MAX),
            attempts,
            request_bytes: self.request_bytes,
            response_bytes: None,
            override_hash: Some(live.override_hash.clone()),
            integration_id: live.integration.id.clone(),
            tenant_id: live.connection.tenant_id.clone(),
        });
        engine.store().touch_call(&live.connection.id, self.at);
        engine.tell(ChangedWhat::Calls, Some(&live.connection.id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_in_a_query_are_masked() {
        let url = Url::parse("https://me:pw@api.example.com/v1?page=2&api_key=abc&code=xyz").unwrap();
        let shown = Redacted::of(&url);
        assert_eq!(
            shown.as_str(),
            "https://api.example.com/v1?page=2&api_key=••••••••&code=••••••••"
        );
    }
}
