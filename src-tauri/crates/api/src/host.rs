//! The `Host` check: a name that an attacker's DNS points at loopback never reaches a route (security A6.1).

use http::header::HOST;
use http::{HeaderMap, Uri};

/// Why a request's `Host` was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HostProblem {
    /// There is no `Host` header, or one that is no text.
    Absent,
    /// There are several.
    Repeated,
    /// The request line holds a whole URL or an authority (RFC 9112 §3.2.2, §3.2.3), as sent to a proxy.
    NotOriginForm,
    /// It names something else than this listener.
    Unknown,
}

/// The three names of a loopback listener.
#[derive(Debug, Clone)]
pub(crate) struct Hosts([String; 3]);

impl Hosts {
    /// The names of the listener at `port`.
    pub(crate) fn new(port: u16) -> Self {
        Self([
            format!("127.0.0.1:{port}"),
            format!("[::1]:{port}"),
            format!("localhost:{port}"),
        ])
    }

    /// The host that the request was sent to, where it is one of ours, byte for byte.
    pub(crate) fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<&str, HostProblem> {
        if uri.scheme().is_some() || uri.authority().is_some() {
            return Err(HostProblem::NotOriginForm);
        }
        let mut hosts = headers.get_all(HOST).iter();
        let sent = hosts
            .next()
            .and_then(|value| value.to_str().ok())
            .ok_or(HostProblem::Absent)?;
        if hosts.next().is_some() {
            return Err(HostProblem::Repeated);
        }
        self.0
            .iter()
            .find(|ours| *ours == sent)
            .map(String::as_str)
            .ok_or(HostProblem::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn check(uri: &str, hosts: &[&str]) -> Result<String, HostProblem> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(HOST, HeaderValue::from_str(host).unwrap());
        }
        Hosts::new(7282)
            .check(&uri.parse().unwrap(), &headers)
            .map(str::to_owned)
    }

    #[test]
    fn the_three_names_of_the_listener_pass() {
        for host in ["127.0.0.1:7282", "[::1]:7282", "localhost:7282"] {
            assert_eq!(check("/health", &[host]), Ok(host.to_owned()));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for host in [
            "",
            "127.0.0.1",
            "localhost",
            "127.0.0.1:7283",
            "127.0.0.1:07282",
            "127.0.0.1.:7282",
            "localhost.:7282",
            "LOCALHOST:7282",
            "user@127.0.0.1:7282",
            "127.1:7282",
            "0x7f.1:7282",
            "2130706433:7282",
            "0.0.0.0:7282",
            "::1:7282",
            "[0:0:0:0:0:0:0:1]:7282",
            "[::ffff:127.0.0.1]:7282",
            "evil.example:7282",
            "127.0.0.1:7282.evil.example",
            "127.0.0.1:7282, 127.0.0.1:7282",
            "foo.localhost:7282",
        ] {
            assert_eq!(check("/health", &[host]), Err(HostProblem::Unknown), "{host}");
        }
    }

    /// Every name of ours with one byte changed, added or gone.
    #[test]
    fn a_name_with_one_byte_changed_is_refused() {
        let ours = ["127.0.0.1:7282", "[::1]:7282", "localhost:7282"];
        let refused = |text: &str| {
            let known = ours.contains(&text);
            assert_eq!(check("/health", &[text]).is_ok(), known, "{text}");
        };
        for name in ours {
            for at in 0..=name.len() {
                for byte in 0x20..0x7f_u8 {
                    let mut added = name.to_owned();
                    added.insert(at, char::from(byte));
                    refused(&added);
                    if at < name.len() {
                        let mut changed = name.to_owned();
                        changed.replace_range(at..=at, char::from(byte).encode_utf8(&mut [0; 4]));
                        refused(&changed);
                    }
                }
                if at < name.len() {
                    let mut gone = name.to_owned();
                    gone.remove(at);
                    refused(&gone);
                }
            }
        }
    }

    #[test]
    fn absent_repeated_and_proxy_forms_are_refused() {
        assert_eq!(check("/health", &[]), Err(HostProblem::Absent));
        assert_eq!(
            check("/health", &["127.0.0.1:7282", "127.0.0.1:7282"]),
            Err(HostProblem::Repeated)
        );
        assert_eq!(
            check("http://127.0.0.1:7282/health", &["127.0.0.1:7282"]),
            Err(HostProblem::NotOriginForm)
        );
        assert_eq!(
            check("127.0.0.1:7282", &["127.0.0.1:7282"]),
            Err(HostProblem::NotOriginForm)
        );
    }
}
