//! What is known of a call while it is under way: its target, its sends, the headers that left.

use std::{sync::Arc, time::Instant};

use ::http::{HeaderMap, HeaderName, HeaderValue, header};
use patchbay_connector::{Leaf, MASK, looks_secret};

use super::Redacted;
use crate::{
    http::{OutBody, Outgoing},
    live::Live,
};

/// The course of one call.
pub(super) struct Course {
    /// Where it goes; none before that was found inside the binding.
    pub(super) url: Option<Redacted>,
    /// How often it was sent.
    pub(super) attempts: u32,
    /// When it was last sent; before that, when it began.
    pub(super) sent_at: Instant,
    /// The headers of the last send.
    pub(super) headers: HeaderMap,
}

impl Course {
    pub(super) fn new(began: Instant) -> Self {
        Self {
            url: None,
            attempts: 0,
            sent_at: began,
            headers: HeaderMap::new(),
        }
    }

    /// Notes a request that leaves now.
    pub(super) fn sends(&mut self, request: &Outgoing) {
        self.attempts += 1;
        // A copy of handles: the values themselves are shared.
        self.headers.clone_from(&request.headers);
        let host = request.url.host_str().unwrap_or_default();
        let host = match request.url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        if let Ok(host) = HeaderValue::try_from(host) {
            self.headers.insert(header::HOST, host);
        }
        let length = match &request.body {
            OutBody::Bytes(bytes) => Some(u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
            OutBody::Stream { length, .. } => *length,
            OutBody::Empty => None,
        };
        if let Some(length) = length {
            self.headers.insert(header::CONTENT_LENGTH, length.into());
        }
        self.sent_at = Instant::now();
    }
}

/// A request that was sent, and the connection as it was then. It may hold credentials: shown only masked, and no Debug.
pub struct Sent {
    headers: HeaderMap,
    live: Arc<Live>,
}

impl Sent {
    pub(super) fn new(headers: HeaderMap, live: Arc<Live>) -> Self {
        Self { headers, live }
    }

    /// Its headers in order, with the mask in place of what carries a credential or looks like one.
    pub fn headers(&self) -> Vec<(String, String)> {
        self.headers
            .iter()
            .map(|(name, value)| (name.to_string(), self.shown(name, value)))
            .collect()
    }

    /// Dotted paths that the override in force set.
    pub fn overridden(&self) -> Vec<String> {
        let leaves = self.live.secrets.overrides.leaves();
        leaves.into_iter().map(|(path, _)| path.to_string()).collect()
    }

    fn shown(&self, name: &HeaderName, value: &HeaderValue) -> String {
        let text = String::from_utf8_lossy(value.as_bytes());
        let hidden = self.set_by(name).map_or_else(
            || looks_secret(name.as_str(), &text),
            |leaf| leaf.secret || self.live.effective.hides(&leaf.path, name.as_str(), &text),
        );
        if hidden || self.carries_credential(name) || self.holds_secret(&text) {
            MASK.to_owned()
        } else {
            text.into_owned()
        }
    }

    /// The parameter that this header comes from, where it is one.
    fn set_by(&self, name: &HeaderName) -> Option<&Leaf> {
        self.live.effective.leaves.iter().find(|leaf| {
            matches!(leaf.path.segments(), [http, headers, last]
                if http == "http" && headers == "headers" && last.eq_ignore_ascii_case(name.as_str()))
        })
    }

    fn carries_credential(&self, name: &HeaderName) -> bool {
        matches!(name.as_str(), "authorization" | "cookie" | "dpop")
            || name.as_str().starts_with("proxy-")
            || self.live.effective.header_carries_secret(name.as_str())
    }

    /// Whether a value holds a secret of this connection, wherever a template put it.
    fn holds_secret(&self, text: &str) -> bool {
        let effective = &self.live.effective;
        let hidden = effective
            .leaves
            .iter()
            .filter(|leaf| leaf.is_masked(&effective.marks));
        let tokens = self.live.credentials();
        hidden
            .filter_map(|leaf| leaf.value.as_str())
            .chain(tokens.iter().map(|held| held.access_token.expose().as_str()))
            .any(|secret| secret.len() >= 4 && text.contains(secret))
    }
}
