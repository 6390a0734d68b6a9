//! Where the authorization window may go. Pure, so that every case is a line in a test.

use patchbay_engine::http::is_loopback;
use url::Url;

/// What becomes of a navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The page may load.
    Allow,
    /// It may not; nothing is opened instead.
    Refuse,
}

/// Hosts by which a webview serves the application's own pages on Windows and Android: they would be *local* pages,
/// with the rights of ours.
const OUR_HOSTS: &[&str] = &[
    "tauri.localhost",
    "ipc.localhost",
    "asset.localhost",
    "isolation.localhost",
];

/// An allow-list: https anywhere, http on loopback (a provider under development), and the blank page that a webview
/// starts with or puts into a frame. Not `tauri:`, `file:`, `data:`, `blob:`, `javascript:`, nor any scheme that
/// another program would answer to.
pub(crate) fn judge(url: &Url) -> Verdict {
    let allowed = match url.scheme() {
        "https" => !is_ours(url),
        "http" => !is_ours(url) && is_loopback(url),
        "about" => matches!(url.path(), "blank" | "srcdoc"),
        _ => false,
    };
    if allowed { Verdict::Allow } else { Verdict::Refuse }
}

/// Whether a URL may be opened in the system's browser (security A1.10, CVE-2025-6514).
pub(crate) fn may_leave(url: &Url) -> bool {
    let secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url));
    secure
        && url.host().is_some()
        && url.username().is_empty()
        && url.password().is_none()
        && url.as_str().len() <= 8 * 1024
        && !url.as_str().contains(char::is_control)
}

fn is_ours(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let host = host.trim_end_matches('.');
        OUR_HOSTS.iter().any(|ours| host.eq_ignore_ascii_case(ours))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(url: &str) -> bool {
        judge(&Url::parse(url).unwrap()) == Verdict::Allow
    }

    #[test]
    fn pages_of_providers_load() {
        for url in [
            "https://login.example.com/authorize?x=1",
            "https://127.0.0.1:8443/",
            "http://127.0.0.1:7283/authorize",
            "http://localhost:3000/",
            "http://[::1]:7283/",
            "about:blank",
            "about:srcdoc",
        ] {
            assert!(allowed(url), "{url}");
        }
    }

    #[test]
    fn everything_else_does_not() {
        for url in [
            "http://login.example.com/",
            "http://127.0.0.1.example.com/",
            "http://foo.localhost/",
            "tauri://localhost/",
            "http://tauri.localhost/",
            "https://tauri.localhost/",
            "https://TAURI.localhost./",
            "http://ipc.localhost/rpc",
            "asset://localhost/etc/passwd",
            "ipc://localhost/rpc",
            "file:///etc/passwd",
            "data:text/html,x",
            "blob:https://example.com/x",
            "javascript:alert(1)",
            "mailto:a@example.com",
            "patchbay://oauth/callback/x?code=1",
            "about:config",
        ] {
            assert!(!allowed(url), "{url}");
        }
    }

    #[test]
    fn only_a_plain_web_address_leaves_for_the_browser() {
        let leaves = |url: &str| may_leave(&Url::parse(url).unwrap());
        assert!(leaves("https://login.example.com/authorize?scope=a%20b"));
        assert!(leaves("http://127.0.0.1:7283/authorize"));
        assert!(!leaves("http://login.example.com/"));
        assert!(!leaves("https://user@example.com/"));
        assert!(!leaves("https://user:password@example.com/"));
        assert!(!leaves("file:///bin/sh"));
        assert!(!leaves(&format!("https://example.com/{}", "a".repeat(9000))));
    }
}
