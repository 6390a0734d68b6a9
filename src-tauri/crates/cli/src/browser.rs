//! Opening a sign-in link in the system browser: one argument to the platform's opener, never through a shell, and only
//! after the link was looked at (security A1.10).

use url::{Host, Url};

/// The longest link that is opened, in bytes.
const LONGEST: usize = 8 * 1024;

/// Opens the link; false where it may not or cannot be opened, so that the person can be told to do it.
pub(crate) fn open(link: &str) -> bool {
    may_be_opened(link) && open::that_detached(link).is_ok()
}

/// `https`, or `http` on loopback; a host; no user name, no control characters; at most 8 KiB.
fn may_be_opened(link: &str) -> bool {
    let Ok(url) = Url::parse(link) else { return false };
    let on_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => return false,
    };
    let scheme = url.scheme() == "https" || (url.scheme() == "http" && on_loopback);
    scheme
        && url.username().is_empty()
        && url.password().is_none()
        && link.len() <= LONGEST
        && !link.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_links_are_opened() {
        for link in [
            "https://login.example/authorize?a=b",
            "http://127.0.0.1:7283/authorize",
            "http://localhost:1/",
        ] {
            assert!(may_be_opened(link), "{link}");
        }
        for link in [
            "http://login.example/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "ms-settings:",
            "https://user@login.example/",
            "https://user:secret@login.example/",
            "https://login.example/\n--flag",
            "-a Calculator",
            "",
        ] {
            assert!(!may_be_opened(link), "{link}");
        }
        assert!(!may_be_opened(&format!(
            "https://login.example/{}",
            "a".repeat(LONGEST)
        )));
    }
}
