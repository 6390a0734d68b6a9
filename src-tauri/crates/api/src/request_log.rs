//! The log of requests that the window's API page shows: what came, from whom, and why it was refused.
//!
//! What is written here holds no secret: values of the query are masked by name and look, and absolute addresses given
//! to the proxy are redacted as those of calls are. Deliberately not here: keeping and telling (the engine's `WireLog`).

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::response::Response;
use http::header::ORIGIN;
use http::request;
use patchbay_connector::MASK;
use patchbay_engine::{Engine, Redacted, Remedy, Who, WireRequest};
use patchbay_store::new_id;
use url::Url;

use crate::cors;
use crate::guard::{Kind, kind};

/// The most of a path that is kept, in characters.
const LONGEST_PATH: usize = 500;
/// Names in our own queries whose values are, or may hold, secrets. Others are judged by their look as well.
const SECRET_NAMES: [&str; 10] = [
    "token",
    "code",
    "state",
    "payload",
    "input",
    "parameters",
    "connectionParameters",
    "connectorParameters",
    "credentials",
    "oauth_verifier",
];

/// Who asks, as soon as a token has been checked. In every request's extensions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asker(Arc<OnceLock<String>>);

impl Asker {
    /// Says who it is. The first word counts.
    pub(crate) fn is(&self, who: &Who) {
        self.0.get_or_init(|| who.label().to_owned());
    }
}

/// Why a request was refused; in the extensions of an answer.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    /// In words.
    pub(crate) reason: String,
    /// What would let it in.
    pub(crate) remedy: Option<Remedy>,
}

/// A request that is being answered.
pub(crate) struct Watched {
    asker: Asker,
    begun: Instant,
    entry: Option<WireRequest>,
    preflight: bool,
}

impl Watched {
    /// From here on its time counts.
    pub(crate) fn begin(engine: &Engine, head: &request::Parts) -> Self {
        let path = head.uri.path();
        // What is asked again every second, and what a screen consists of, would only hide the rest.
        let quiet = path == "/health"
            || path.starts_with("/screens/assets/")
            || path.starts_with("/connect/forms/")
            || kind(path) == Kind::Control;
        let entry = new_id().ok().filter(|_| !quiet).map(|id| WireRequest {
            id,
            at: engine.now(),
            method: head.method.as_str().to_owned(),
            path: shown(path, head.uri.query()),
            origin: head
                .headers
                .get(ORIGIN)
                .map(|origin| capped(&String::from_utf8_lossy(origin.as_bytes()), 200)),
            who: None,
            status: 0,
            reason: None,
            remedy: None,
            duration_ms: 0,
        });
        Self {
            asker: Asker::default(),
            begun: Instant::now(),
            entry,
            preflight: cors::is_preflight(head),
        }
    }

    /// What a handler tells who asks.
    pub(crate) fn asker(&self) -> Asker {
        self.asker.clone()
    }

    /// Writes it down. A preflight that was allowed is nobody's request.
    pub(crate) fn end(self, engine: &Engine, response: &mut Response) {
        let refused = response.extensions_mut().remove::<Refused>();
        let Some(mut entry) = self.entry else { return };
        if self.preflight && response.status().is_success() {
            return;
        }
        entry.who = self.asker.0.get().cloned();
        entry.status = response.status().as_u16();
        entry.duration_ms = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        if let Some(refused) = refused {
            entry.reason = Some(refused.reason);
            entry.remedy = refused.remedy;
        }
        engine.wire_log().push(entry);
    }
}

/// A path and query without secrets, on one line.
fn shown(path: &str, query: Option<&str>) -> String {
    let text = match absolute(path, query) {
        Some((before, url)) => format!("{before}{}", Redacted::of(&url).as_str()),
        None => match query {
            None | Some("") => path.to_owned(),
            Some(query) => format!("{path}?{}", redacted(query)),
        },
    };
    capped(&text, LONGEST_PATH)
}

/// An absolute address behind `/proxy/`, with what stands before it.
fn absolute<'a>(path: &'a str, query: Option<&str>) -> Option<(&'a str, Url)> {
    let (_, rest) = crate::wire::proxy::target(path)?;
    let address = rest.trim_start_matches('/');
    let (scheme, tail) = address.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let mut url = Url::parse(&format!("{scheme}://{}", tail.trim_start_matches('/'))).ok()?;
    url.set_query(query.filter(|query| !query.is_empty()));
    Some((path.get(..path.len() - address.len())?, url))
}

/// A query with the values of secrets masked.
fn redacted(query: &str) -> String {
    let pairs: Vec<String> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| {
            let secret = SECRET_NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
                || patchbay_connector::looks_secret(&name, &value);
            let value = if secret && !value.is_empty() {
                Cow::Borrowed(MASK)
            } else {
                value
            };
            format!("{name}={value}")
        })
        .collect();
    pairs.join("&")
}

/// Printable, and not endless.
fn capped(text: &str, longest: usize) -> String {
    if text.len() <= longest && !text.chars().any(char::is_control) {
        return text.to_owned();
    }
    let mut plain: String = text.chars().filter(|c| !c.is_control()).take(longest).collect();
    if text.chars().count() > longest {
        plain.push('…');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_a_query_are_masked() {
        for name in SECRET_NAMES {
            let text = shown("/connect", Some(&format!("name=N&{name}=s3cr%7Bt&hash=-1")));
            assert_eq!(text, format!("/connect?name=N&{name}={MASK}&hash=-1"));
        }
        assert_eq!(shown("/sse/x", Some("TOKEN=abc")), format!("/sse/x?TOKEN={MASK}"));
        assert_eq!(
            shown("/connections", Some("api_key=abcdef0123456789abcdef")),
            format!("/connections?api_key={MASK}")
        );
        assert_eq!(shown("/connections", None), "/connections");
    }

    #[test]
    fn addresses_given_to_the_proxy_are_redacted() {
        let shown = shown(
            "/connections/acme/proxy/https://me:pw@api.example.com/v1",
            Some("page=2&access_token=abc"),
        );
        assert_eq!(
            shown,
            format!("/connections/acme/proxy/https://api.example.com/v1?page=2&access_token={MASK}")
        );
    }

    #[test]
    fn a_line_is_one_line_and_ends() {
        assert_eq!(shown("/a", Some("b=%0D%0Ac")), "/a?b=c");
        assert_eq!(shown(&"/a".repeat(2000), None).chars().count(), LONGEST_PATH + 1);
    }
}
