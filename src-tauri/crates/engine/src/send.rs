//! Sending what a connector's templates made: token, discovery, test and revocation requests.

use std::time::Duration;

use ::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use bytes::Bytes;
use patchbay_connector::{Connector, Effective, PlanBody, RequestPlan};
use serde_json::Value;
use url::Url;

use crate::{
    Code, Engine, Error,
    connect::Plan,
    http::{HttpError, OutBody, Outgoing, Reach},
    live::Live,
};

/// Who named the hosts: private and loopback addresses are dialled only where the connector file or the developer
/// named the host (design section 5), never where an end user's input or a provider's answer did.
pub(crate) struct Trust {
    named: Vec<String>,
}

impl Trust {
    pub(crate) fn of(plan: &Plan) -> Self {
        Self::new(&plan.connector, &plan.effective)
    }

    pub(crate) fn of_live(live: &Live) -> Self {
        Self::new(&live.connector, &live.effective)
    }

    pub(crate) fn new(connector: &Connector, effective: &Effective) -> Self {
        let mut named = vec![connector.text().to_ascii_lowercase()];
        named.extend(effective.leaves.iter().filter_map(|leaf| match &leaf.value {
            Value::String(text) => Some(text.to_ascii_lowercase()),
            _ => None,
        }));
        Self { named }
    }

    /// Which addresses a request to this URL may reach.
    pub(crate) fn reach(&self, url: &Url) -> Reach {
        let host = url.host_str().unwrap_or_default();
        let named = !host.is_empty() && self.named.iter().any(|text| names_host(text, host));
        if named { Reach::Private } else { Reach::Public }
    }
}

/// Whether a text holds a host as a whole: not as the end of a longer name.
fn names_host(text: &str, host: &str) -> bool {
    let part_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    text.match_indices(host).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(part_of_name)
            && !text[at + host.len()..].chars().next().is_some_and(part_of_name)
    })
}

impl Engine {
    /// Sends a planned request and reads the whole answer, at most `limit` bytes.
    pub(crate) async fn send_plan(
        &self,
        plan: &RequestPlan,
        trust: &Trust,
        limit: usize,
    ) -> Result<(u16, HeaderMap, Vec<u8>), Error> {
        let host = plan.url.host_str().unwrap_or_default().to_owned();
        self.try_plan(plan, trust, limit)
            .await
            .map_err(|error| unreachable_error(&host, &error))
    }

    pub(crate) async fn try_plan(
        &self,
        plan: &RequestPlan,
        trust: &Trust,
        limit: usize,
    ) -> Result<(u16, HeaderMap, Vec<u8>), HttpError> {
        let broken = |what: &str| HttpError::Connect(format!("the request's {what} is not valid"));
        let mut headers = HeaderMap::new();
        for (name, value) in &plan.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| broken("header name"))?;
            let mut value = HeaderValue::from_str(value.expose()).map_err(|_| broken("header value"))?;
            value.set_sensitive(true);
            headers.append(name, value);
        }
        if let Some(kind) = content_type_of(plan) {
            headers
                .entry(header::CONTENT_TYPE)
                .or_insert(HeaderValue::from_static(kind));
        }
        let body = body_of(plan);
        headers
            .entry(header::USER_AGENT)
            .or_insert(HeaderValue::from_static(USER_AGENT));
        let request = Outgoing {
            method: Method::from_bytes(plan.method.as_bytes()).map_err(|_| broken("method"))?,
            reach: trust.reach(&plan.url),
            url: plan.url.clone(),
            headers,
            body,
            timeout: Duration::from_secs(30),
        };
        // The body's time counts too: a provider that stops in the middle must not hold an attempt for ever.
        let whole = async { self.0.http.send(request).await?.collect(limit).await };
        tokio::time::timeout(Duration::from_secs(45), whole)
            .await
            .unwrap_or(Err(HttpError::Timeout(45)))
    }
}

/// The type of a planned body, where its kind says it.
pub(crate) fn content_type_of(plan: &RequestPlan) -> Option<&'static str> {
    match &plan.body {
        PlanBody::Form(_) => Some("application/x-www-form-urlencoded"),
        PlanBody::Json(_) => Some("application/json"),
        PlanBody::None | PlanBody::Bytes(_) => None,
    }
}

/// A planned body as it is sent.
pub(crate) fn body_of(plan: &RequestPlan) -> OutBody {
    let bytes = match &plan.body {
        PlanBody::None => return OutBody::Empty,
        PlanBody::Form(fields) => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            for (name, value) in fields {
                form.append_pair(name, value.expose());
            }
            Bytes::from(form.finish())
        }
        PlanBody::Json(text) => Bytes::from(text.expose().clone()),
        PlanBody::Bytes(bytes) => Bytes::from(bytes.clone()),
    };
    OutBody::Bytes(bytes)
}

/// What Patchbay calls itself in requests of its own.
pub(crate) const USER_AGENT: &str = concat!("Patchbay/", env!("CARGO_PKG_VERSION"));

/// No answer came.
pub(crate) fn unreachable_error(host: &str, error: &HttpError) -> Error {
    match error {
        HttpError::Refused { .. } => Error::new(Code::AddressRefused, format!("Nothing was sent: {error}."))
            .next("Set the host in the connector file, on the integration or in an override of your own, if it is meant."),
        _ => Error::new(Code::ProviderUnreachable, format!("{host} did not answer: {error}."))
            .next("Check the network and the address, then try again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_named_as_a_whole() {
        assert!(names_host(
            "url = \"https://${x}.example.com/\" base = \"http://127.0.0.1:7283\"",
            "127.0.0.1"
        ));
        assert!(names_host("localhost", "localhost"));
        assert!(!names_host("https://evil-localhost/", "localhost"));
        assert!(!names_host("https://localhost.example.com/", "localhost"));
        assert!(!names_host("https://api.example.com/", "example.com"));
    }
}
