//! The record of a call: written off the hot path, redacted before it leaves this file.

use std::{sync::Arc, time::Instant};

use patchbay_store::{CallRecord, new_id};
use url::Url;

use super::{Call, answer_size, course::Course};
use crate::{
    ChangedWhat, Engine, Error,
    http::{Incoming, OutBody},
    live::Live,
};

/// What stands in a record where the caller left before the answer.
const LEFT: &str = "caller_left";

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

/// A call that is under way. It is recorded when it ends, and also when its caller leaves before.
pub(super) struct Recording {
    engine: Engine,
    live: Arc<Live>,
    begun: Instant,
    record: Option<CallRecord>,
}

impl Recording {
    pub(super) fn new(engine: &Engine, live: &Arc<Live>, call: &Call) -> Result<Self, Error> {
        let request_bytes = match &call.body {
            OutBody::Bytes(bytes) => i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            OutBody::Stream { length, .. } => {
                length.map_or(0, |length| i64::try_from(length).unwrap_or(i64::MAX))
            }
            OutBody::Empty => 0,
        };
        let path = call.path.split(['?', '#']).next().unwrap_or_default().to_owned();
        let record = CallRecord {
            id: new_id()?,
            connection_id: live.connection.id.clone(),
            at: engine.now(),
            method: call.method.to_string(),
            url: path,
            status: None,
            error_code: Some(LEFT.to_owned()),
            duration_ms: 0,
            attempts: 0,
            request_bytes,
            response_bytes: None,
            override_hash: Some(live.override_hash.clone()),
            integration_id: live.integration.id.clone(),
            tenant_id: live.connection.tenant_id.clone(),
        };
        Ok(Self {
            engine: engine.clone(),
            live: Arc::clone(live),
            begun: Instant::now(),
            record: Some(record),
        })
    }

    /// The record's id.
    pub(super) fn id(&self) -> &str {
        self.record.as_ref().map_or("", |record| &record.id)
    }

    /// Writes down how it ended. The answer comes back: where its length is not known yet, it is counted as it is read.
    pub(super) fn end(mut self, result: Result<Incoming, Error>, course: &Course) -> Result<Incoming, Error> {
        let Some(record) = &mut self.record else {
            return result;
        };
        record.attempts = course.attempts;
        if let Some(url) = &course.url {
            record.url.clone_from(&url.0);
        }
        match result {
            Ok(answer) => {
                record.status = Some(answer.status);
                record.error_code = None;
                record.response_bytes = answer_size::told(&record.method, &answer);
                Ok(match record.response_bytes {
                    Some(_) => answer,
                    None => answer_size::counted(answer, &self.engine, &record.connection_id, &record.id),
                })
            }
            Err(error) => {
                let code = serde_json::to_value(error.code).ok();
                record.error_code = code.and_then(|code| code.as_str().map(str::to_owned));
                Err(error)
            }
        }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let Some(mut record) = self.record.take() else {
            return;
        };
        record.duration_ms = i64::try_from(self.begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.engine.store().call_record(record);
        self.engine
            .tell(ChangedWhat::Calls, Some(&self.live.connection.id));
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
