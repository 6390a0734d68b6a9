//! The `Origin` check: a page that the developer did not list reads and changes nothing (security A6.2).

use http::HeaderMap;
use http::header::ORIGIN;
use url::{Host, Url};

/// What a request says about the page that sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sender {
    /// No page: a program, or a plain navigation.
    NoPage,
    /// A page of a listed origin.
    Listed,
    /// A page that is not listed, `null`, several origins, or something unreadable.
    Stranger(String),
}

/// Judges the request's `Origin`.
pub(crate) fn sender(headers: &HeaderMap) -> Sender {
    let mut origins = headers.get_all(ORIGIN).iter();
    let Some(first) = origins.next() else {
        return Sender::NoPage;
    };
    let text = first.to_str().unwrap_or("unreadable");
    if origins.next().is_none() && is_listed(text) {
        Sender::Listed
    } else {
        Sender::Stranger(text.chars().filter(|c| !c.is_control()).take(200).collect())
    }
}

/// Whether the origin is listed from the start: `http://localhost:*` and `http://127.0.0.1:*`.
fn is_listed(origin: &str) -> bool {
    let Ok(url) = Url::parse(origin) else { return false };
    let host_is_ours = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address == std::net::Ipv4Addr::LOCALHOST,
        _ => false,
    };
    // A serialised origin is exactly what the parser gives back (RFC 6454 §6.2): anything more was not sent by a browser.
    url.scheme() == "http" && host_is_ours && url.origin().ascii_serialization() == origin
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn judged(origins: &[&str]) -> Sender {
        let mut headers = HeaderMap::new();
        for origin in origins {
            headers.append(ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        sender(&headers)
    }

    #[test]
    fn loopback_pages_are_listed_from_the_start() {
        assert_eq!(judged(&[]), Sender::NoPage);
        for origin in [
            "http://localhost:3000",
            "http://127.0.0.1:5173",
            "http://localhost",
        ] {
            assert_eq!(judged(&[origin]), Sender::Listed, "{origin}");
        }
    }

    #[test]
    fn everything_else_is_a_stranger() {
        for origin in [
            "null",
            "",
            "https://evil.example",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example:80",
            "https://localhost:3000",
            "http://localhost:3000/",
            "http://user@localhost:3000",
            "http://LOCALHOST:3000",
            "http://127.1:3000",
            "http://[::1]:3000",
            "tauri://localhost",
        ] {
            assert!(matches!(judged(&[origin]), Sender::Stranger(_)), "{origin}");
        }
        assert!(matches!(
            judged(&["http://localhost:3000", "http://localhost:3000"]),
            Sender::Stranger(_)
        ));
    }
}
