//! Which redirects are awaited, in memory, so that a navigation hook can ask without touching the disk.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use sha2::{Digest as _, Sha256};
use url::Url;

/// Pending attempts by the hash of their state.
#[derive(Default)]
pub(crate) struct PendingIndex(RwLock<HashMap<[u8; 32], Pending>>);

struct Pending {
    attempt: String,
    arrivals: Vec<Url>,
}

/// The hash under which a state is stored and found.
pub(crate) fn state_hash(state: &str) -> [u8; 32] {
    Sha256::digest(state.as_bytes()).into()
}

/// The hash under which an OAuth 1 flow is stored and found: by the identifier of its temporary credentials
/// (RFC 5849 §2.2). Never that of a state: one may not stand for the other.
pub(crate) fn oauth_token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(format!("oauth_token:{token}").as_bytes()).into()
}

/// The hashes under which the attempt of a redirect may be found, likeliest first. A name that occurs twice counts for
/// nothing (RFC 6749 §3.1). `denied` is what some OAuth 1 providers call the identifier when the user said no.
pub(crate) fn hashes_of(url: &Url) -> Vec<[u8; 32]> {
    let one = |name: &str| single(url, name).ok().flatten().filter(|value| !value.is_empty());
    let state = one("state").map(|state| state_hash(&state));
    let tokens = ["oauth_token", "denied"].into_iter().filter_map(one);
    state
        .into_iter()
        .chain(tokens.map(|token| oauth_token_hash(&token)))
        .collect()
}

impl PendingIndex {
    pub(crate) fn insert(&self, state_hash: [u8; 32], attempt: &str, arrivals: &[Url]) {
        let pending = Pending {
            attempt: attempt.to_owned(),
            arrivals: arrivals.to_vec(),
        };
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(state_hash, pending);
    }

    pub(crate) fn remove(&self, attempt: &str) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|_, pending| pending.attempt != attempt);
    }

    /// Whether this URL is the awaited redirect of a pending attempt: the exact URI and its state.
    pub(crate) fn expects(&self, url: &Url) -> bool {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        hashes_of(url)
            .iter()
            .filter_map(|hash| all.get(hash))
            .any(|pending| pending.arrivals.iter().any(|uri| arrives_at(url, uri)))
    }
}

/// Whether `url` is `registered` with a query added: scheme, host, port and path equal (desktop-notes R3). A trailing
/// slash makes no difference: some servers add one to a custom scheme's URI.
pub(crate) fn arrives_at(url: &Url, registered: &Url) -> bool {
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    url.scheme() == registered.scheme()
        && url.host_str() == registered.host_str()
        && url.port_or_known_default() == registered.port_or_known_default()
        && path(url) == path(registered)
        && url.username().is_empty()
        && url.password().is_none()
}

/// The parameter named so, if it occurs once; an error if it occurs more often (RFC 6749 §3.1).
pub(crate) fn single(url: &Url, name: &str) -> Result<Option<String>, ()> {
    let mut all = url
        .query_pairs()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned());
    let first = all.next();
    if all.next().is_some() { Err(()) } else { Ok(first) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn only_the_exact_uri_arrives() {
        let registered = url("http://127.0.0.1:7282/oauth-callback/acme");
        assert!(arrives_at(
            &url("http://127.0.0.1:7282/oauth-callback/acme?code=1&state=2"),
            &registered
        ));
        for other in [
            "http://127.0.0.1:7282/oauth-callback/acme2?state=2",
            "http://127.0.0.1:7282/oauth-callback?state=2",
            "http://127.0.0.1:7283/oauth-callback/acme?state=2",
            "http://localhost:7282/oauth-callback/acme?state=2",
            "https://127.0.0.1:7282/oauth-callback/acme?state=2",
            "http://me@127.0.0.1:7282/oauth-callback/acme?state=2",
        ] {
            assert!(!arrives_at(&url(other), &registered), "{other}");
        }
        let link = url("patchbay://oauth/callback/acme");
        assert!(arrives_at(&url("patchbay://oauth/callback/acme/?state=2"), &link));
        assert!(!arrives_at(
            &url("patchbay://oauth/callback/other?state=2"),
            &link
        ));
        assert!(!arrives_at(&url("patchbay://evil/callback/acme?state=2"), &link));
    }

    #[test]
    fn a_doubled_parameter_is_an_error() {
        assert_eq!(
            single(&url("http://a/?state=1"), "state"),
            Ok(Some("1".to_owned()))
        );
        assert_eq!(single(&url("http://a/"), "state"), Ok(None));
        assert_eq!(single(&url("http://a/?state=1&state=1"), "state"), Err(()));
    }

    #[test]
    fn a_state_does_not_stand_for_an_oauth_token() {
        let index = PendingIndex::default();
        let back = url("http://127.0.0.1:1/cb/x");
        index.insert(oauth_token_hash("t1"), "a1", std::slice::from_ref(&back));
        assert!(index.expects(&url("http://127.0.0.1:1/cb/x?oauth_token=t1&oauth_verifier=v")));
        assert!(index.expects(&url("http://127.0.0.1:1/cb/x?denied=t1")));
        assert!(!index.expects(&url("http://127.0.0.1:1/cb/x?state=t1&code=v")));
        assert!(!index.expects(&url("http://127.0.0.1:1/cb/x?oauth_token=t1&oauth_token=t1")));
    }

    #[test]
    fn an_index_answers_for_its_own_only() {
        let index = PendingIndex::default();
        index.insert(state_hash("s1"), "a1", &[url("http://127.0.0.1:1/cb/x")]);
        assert!(index.expects(&url("http://127.0.0.1:1/cb/x?state=s1&code=2")));
        assert!(!index.expects(&url("http://127.0.0.1:1/cb/x?state=s2&code=2")));
        assert!(!index.expects(&url("http://127.0.0.1:1/cb/y?state=s1&code=2")));
        index.remove("a1");
        assert!(!index.expects(&url("http://127.0.0.1:1/cb/x?state=s1&code=2")));
    }
}
