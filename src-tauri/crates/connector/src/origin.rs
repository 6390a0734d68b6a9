//! Origins, and sets of origins: where credentials and client secrets may go (design section 2).

use std::{collections::BTreeSet, fmt};

use serde::{Serialize, Serializer};
use url::{Host, Url};

/// The ASCII origin of an http or https URL, port always written: `https://api.example.com:443` (RFC 6454 §6.2).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

impl Origin {
    /// The origin of a URL; `None` unless it is http or https with a host.
    pub fn of(url: &Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let (host, port) = (url.host_str()?, url.port_or_known_default()?);
        (!host.is_empty()).then(|| Self(format!("{}://{host}:{port}", url.scheme())))
    }

    /// An origin as [`Origin::as_str`] wrote it, or any http or https URL's.
    pub fn parse(text: &str) -> Option<Self> {
        Self::of(&Url::parse(text).ok()?)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// The origins that a tenant's override may move things to: exact ones, and every host under a literal suffix.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowedOrigins {
    exact: BTreeSet<Origin>,
    /// (what stands before the host, what the host and port end with): `("https://", ".zendesk.com:443")`.
    suffixes: BTreeSet<(String, String)>,
}

impl AllowedOrigins {
    /// Whether an origin is in the set.
    pub fn contains(&self, origin: &Origin) -> bool {
        self.exact.contains(origin)
            || self.suffixes.iter().any(|(before, after)| {
                let host = origin
                    .0
                    .strip_prefix(before.as_str())
                    .and_then(|rest| rest.strip_suffix(after.as_str()));
                host.is_some_and(|host| !host.is_empty())
            })
    }

    /// The exact origins, and the suffixes as `https://*.zendesk.com:443`.
    pub fn list(&self) -> Vec<String> {
        let suffixes = self
            .suffixes
            .iter()
            .map(|(before, after)| format!("{before}*{after}"));
        self.exact
            .iter()
            .map(ToString::to_string)
            .chain(suffixes)
            .collect()
    }

    /// What is here and in none of the others, in words: exact origins, and suffixes as `https://*.example.com:443`.
    pub fn outside(&self, others: &[&Self]) -> Vec<String> {
        let exact = self
            .exact
            .iter()
            .filter(|origin| !others.iter().any(|other| other.contains(origin)))
            .map(ToString::to_string);
        let suffixes = self
            .suffixes
            .iter()
            .filter(|suffix| !others.iter().any(|other| other.suffixes.contains(*suffix)))
            .map(|(before, after)| format!("{before}*{after}"));
        exact.chain(suffixes).collect()
    }

    pub(crate) fn add(&mut self, origin: Origin) {
        self.exact.insert(origin);
    }

    pub(crate) fn add_suffix(&mut self, scheme: &str, suffix: &str, port: u16) {
        self.suffixes.insert((
            format!("{scheme}://"),
            format!("{}:{port}", suffix.to_ascii_lowercase()),
        ));
    }
}

/// Whether a URL is on this machine: a loopback address (RFC 5735 §3, RFC 4291 §2.5.3) or `localhost`. Only there may
/// http stand in for https.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::of(&Url::parse(text).unwrap()).unwrap()
    }

    #[test]
    fn is_written_in_full() {
        assert_eq!(
            origin("https://API.Example.com/x?y").as_str(),
            "https://api.example.com:443"
        );
        assert_eq!(origin("http://127.0.0.1:7283").as_str(), "http://127.0.0.1:7283");
        assert_eq!(Origin::of(&Url::parse("data:text/plain,x").unwrap()), None);
    }

    #[test]
    fn suffixes_stop_at_their_dot() {
        let mut allowed = AllowedOrigins::default();
        allowed.add_suffix("https", ".zendesk.com", 443);
        assert!(allowed.contains(&origin("https://acme.zendesk.com")));
        for other in [
            "https://evil-zendesk.com",
            "https://zendesk.com",
            "http://acme.zendesk.com",
            "https://acme.zendesk.com:8443",
        ] {
            assert!(!allowed.contains(&origin(other)), "{other}");
        }
    }
}
