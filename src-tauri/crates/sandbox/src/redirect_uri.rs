//! Redirect URIs: which may be used, and how an answer is put on one.

use url::{Host, Url};

/// The URI, if the client registered it and it is one that a user can safely be sent to. A registered entry that
/// ends in `*` is a prefix, every other one must be equal character by character (RFC 9700 §2.1).
pub(crate) fn accept(uri: &str, registered: &[String]) -> Option<Url> {
    let matches = registered.iter().any(|entry| match entry.strip_suffix('*') {
        Some(prefix) => uri.starts_with(prefix),
        None => uri == entry,
    });
    let url = Url::parse(uri).ok().filter(|_| matches)?;
    // User information could make a URI begin like a registered one and lead elsewhere.
    if url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let safe = match url.scheme() {
        "http" => loopback,
        "javascript" | "data" | "blob" | "file" | "about" | "ftp" | "ws" | "wss" => false,
        _ => true,
    };
    safe.then_some(url)
}

/// The URI with the answer added to whatever query it has.
pub(crate) fn with_answer(uri: &Url, answer: &[(&str, &str)]) -> String {
    let mut uri = uri.clone();
    uri.query_pairs_mut().extend_pairs(answer);
    uri.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(uri: &str, registered: &str) -> bool {
        accept(uri, &[registered.to_owned()]).is_some()
    }

    #[test]
    fn exact_entries_and_prefixes() {
        let exact = "http://127.0.0.1:7282/oauth-callback/sandbox";
        assert!(accepted(exact, exact));
        assert!(!accepted("http://127.0.0.1:7282/oauth-callback/sandbox/", exact));
        assert!(accepted(
            "patchbay://oauth/callback/a",
            "patchbay://oauth/callback/*"
        ));
        assert!(!accepted(
            "patchbay-dev://oauth/callback/a",
            "patchbay://oauth/callback/*"
        ));
        assert!(accepted("http://[::1]:7/x", "http://[::1]:7/x"));
    }

    #[test]
    fn what_a_prefix_must_not_let_through() {
        assert!(!accepted("http://127.0.0.1:@example.com/", "http://127.0.0.1:*"));
        assert!(!accepted("http://example.com/", "http://*"));
        assert!(!accepted("javascript:alert(1)", "*"));
        assert!(!accepted("http://127.0.0.1:1/#x", "http://127.0.0.1:1/*"));
    }

    #[test]
    fn an_existing_query_is_kept() {
        let uri = Url::parse("patchbay://oauth/callback/x?keep=1%202").unwrap();
        assert_eq!(
            with_answer(&uri, &[("state", "a b&c")]),
            "patchbay://oauth/callback/x?keep=1%202&state=a+b%26c"
        );
    }
}
