//! How origins and redirect URIs are spelled: what may be listed, and what is the same.

use patchbay_connector::is_loopback;
use url::{Host, Url};

use crate::{Code, Error};

/// `http://localhost:*` and `http://127.0.0.1:*`, which are listed from the start.
pub(super) fn is_loopback_origin(origin: &str) -> bool {
    let Ok(url) = Url::parse(origin) else { return false };
    let ours = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address == std::net::Ipv4Addr::LOCALHOST,
        _ => false,
    };
    // A serialised origin is exactly what the parser gives back (RFC 6454 §6.2): no browser sends anything more.
    url.scheme() == "http" && ours && url.origin().ascii_serialization() == origin
}

pub(super) fn checked_origin(text: &str) -> Result<String, Error> {
    let wrong = || {
        Error::new(
            Code::InvalidRequest,
            format!("“{}” is no origin.", crate::connect::plain(text, 100)),
        )
        .at("origins")
        .next("Write scheme, host and port only, such as https://app.example.com or http://dev.local:3000.")
    };
    let url = Url::parse(text.trim()).map_err(|_| wrong())?;
    let plain = matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && url
            .host_str()
            .is_some_and(|host| !host.is_empty() && !host.contains('*'));
    if !plain {
        return Err(wrong());
    }
    match url.scheme() {
        "http" | "https" => Ok(url.origin().ascii_serialization()),
        "file" | "data" | "blob" | "javascript" => Err(wrong()),
        // Extensions and desktop shells have origins of their own, which browsers write as they stand.
        scheme => Ok(format!(
            "{scheme}://{}",
            &url[url::Position::BeforeHost..url::Position::AfterPort]
        )),
    }
}

pub(super) fn checked_redirect(text: &str) -> Result<String, Error> {
    let text = text.trim();
    let parsed = Url::parse(text)
        .ok()
        .filter(|url| url.query().is_none() && !text.contains(odd));
    parsed
        .and_then(|url| redirect_uri(url.as_str()))
        .filter(|url| url.scheme() == "https" || is_loopback(url))
        .map(String::from)
        .ok_or_else(|| {
            Error::new(
                Code::InvalidRequest,
                format!("“{}” cannot be registered as a redirect URI.", crate::connect::plain(text, 200)),
            )
            .at("redirectUris")
            .next("Write an https URL (http on this machine) with its path, without query, fragment or user name, such as http://localhost:3000/connected.")
        })
}

/// A redirect URI in its one spelling, or nothing.
pub(super) fn redirect_uri(text: &str) -> Option<Url> {
    if text.contains(odd) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let bare = url.path() == "/" && url.query().is_none() && url.as_str().strip_suffix('/') == Some(text);
    let plain = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none()
        && url.host_str().is_some_and(|host| !host.is_empty());
    (plain && (url.as_str() == text || bare)).then_some(url)
}

/// What a URL parser drops or turns into something else than was written.
fn odd(c: char) -> bool {
    c.is_control() || c.is_whitespace() || c == '\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_is_an_origin() {
        assert_eq!(
            checked_origin(" https://App.example.com:443/ ").unwrap(),
            "https://app.example.com"
        );
        assert_eq!(
            checked_origin("chrome-extension://abcdef").unwrap(),
            "chrome-extension://abcdef"
        );
        for bad in [
            "*",
            "https://*.example.com",
            "https://a.example/x",
            "null",
            "javascript:1",
            "file:///x",
            "a.example",
        ] {
            assert!(checked_origin(bad).is_err(), "{bad}");
        }
    }
}
