//! Grants, codes and tokens of one environment, and every step they can take. Pure: the time comes in, new
//! credentials come in, and only their digests stay.

mod chosen;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use chosen::Chosen;

use crate::opaque::{Opaque, digest, same_digest};
use crate::scope::{Scope, ScopeSet};

/// How long a code can be redeemed, in milliseconds.
const CODE_LIFE_MS: u64 = 60_000;
/// How long a code is remembered after that, so that its replay is noticed.
const CODE_MEMORY_MS: u64 = 600_000;
/// How long an expired access token is remembered, so that the API can say "expired" and not "unknown".
const EXPIRED_MEMORY_MS: u64 = 86_400_000;
/// How many used refresh tokens of one grant are remembered.
const RETIRED_MAX: usize = 256;

/// What one user allowed one client, or what a client holds for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    /// `None` for client credentials.
    pub(crate) user_id: Option<String>,
    pub(crate) scopes: ScopeSet,
    /// Digest of the refresh token that is good now.
    refresh: Option<String>,
    /// Digests of those it replaced, oldest first.
    retired: Vec<String>,
    /// When it was given, UTC milliseconds; 0 for one of an earlier version.
    #[serde(default)]
    pub(crate) granted_at: u64,
    /// How often it was refreshed.
    #[serde(default)]
    pub(crate) refreshes: u32,
}

impl Grant {
    /// Whether a refresh token is good for it.
    pub(crate) fn has_refresh_token(&self) -> bool {
        self.refresh.is_some()
    }
}

/// An access token, by its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    pub(crate) grant: String,
    pub(crate) scopes: ScopeSet,
    /// UTC milliseconds.
    pub(crate) expires_at: u64,
    /// When it was issued, UTC milliseconds; 0 for one of an earlier version.
    #[serde(default)]
    pub(crate) issued_at: u64,
}

/// A code that was sent to a client, by its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    /// The S256 challenge.
    pub(crate) challenge: String,
    pub(crate) user_id: String,
    pub(crate) scopes: ScopeSet,
    /// UTC milliseconds.
    pub(crate) issued_at: u64,
    /// The grant that it became.
    pub(crate) redeemed: Option<String>,
}

/// Credentials that are ready to be issued.
pub(crate) struct Minted {
    pub(crate) grant: String,
    pub(crate) access: Opaque,
    pub(crate) refresh: Opaque,
}

/// What was issued, to be sent to the client.
pub(crate) struct Issued {
    pub(crate) access: Opaque,
    pub(crate) refresh: Option<Opaque>,
    pub(crate) scopes: ScopeSet,
}

/// Why nothing was issued, as RFC 6749 §5.2 names it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    InvalidGrant(&'static str),
    InvalidScope,
}

/// What a client presents to redeem a code.
pub(crate) struct Redemption<'a> {
    pub(crate) code: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) redirect_uri: &'a str,
    pub(crate) verifier: &'a str,
}

/// Everything that one environment has handed out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Grants {
    by_id: BTreeMap<String, Grant>,
    codes: BTreeMap<String, Code>,
    access_tokens: BTreeMap<String, AccessToken>,
}

impl Grants {
    /// Keeps a code that is about to be sent.
    pub(crate) fn add_code(&mut self, code: &Opaque, issued: Code) {
        self.codes.insert(code.digest(), issued);
    }

    /// Turns a code into a grant (RFC 6749 §4.1.3, RFC 7636 §4.6). A code that was redeemed before ends the grant
    /// that it became (RFC 6749 §4.1.2); any other failure uses the code up.
    pub(crate) fn redeem(
        &mut self,
        redemption: &Redemption<'_>,
        minted: Minted,
        ttl_s: u64,
        now: u64,
    ) -> Result<Issued, Refusal> {
        let key = digest(redemption.code);
        let Some(code) = self.codes.get(&key).cloned() else {
            return Err(Refusal::InvalidGrant("The code is unknown, or it expired."));
        };
        if code.client_id != redemption.client_id {
            return Err(Refusal::InvalidGrant("The code was issued to another client."));
        }
        if let Some(grant) = &code.redeemed {
            self.revoke_grant(grant);
            return Err(Refusal::InvalidGrant(
                "The code was used before; the grant it gave is revoked.",
            ));
        }
        let fault = if now >= code.issued_at.saturating_add(CODE_LIFE_MS) {
            Some("The code expired after 60 seconds.")
        } else if code.redirect_uri != redemption.redirect_uri {
            Some("redirect_uri is not the one of the authorization request.")
        } else if !same_digest(&digest(redemption.verifier), &code.challenge) {
            Some("code_verifier does not match the code_challenge.")
        } else {
            None
        };
        if let Some(fault) = fault {
            self.codes.remove(&key);
            return Err(Refusal::InvalidGrant(fault));
        }
        if let Some(kept) = self.codes.get_mut(&key) {
            kept.redeemed = Some(minted.grant.clone());
        }
        let refresh = code
            .scopes
            .contains(Scope::OfflineAccess)
            .then_some(minted.refresh);
        let grant = Grant {
            client_id: code.client_id,
            user_id: Some(code.user_id),
            scopes: code.scopes.clone(),
            refresh: refresh.as_ref().map(Opaque::digest),
            retired: Vec::new(),
            granted_at: now,
            refreshes: 0,
        };
        self.by_id.insert(minted.grant.clone(), grant);
        self.add_access(&minted.grant, &minted.access, &code.scopes, ttl_s, now);
        Ok(Issued {
            access: minted.access,
            refresh,
            scopes: code.scopes,
        })
    }

    /// Replaces a refresh token (RFC 6749 §6). One that was replaced before ends the grant, because then either its
    /// sender or its owner stole it (RFC 9700 §4.14.2). `scopes` narrows the access token only.
    pub(crate) fn refresh(
        &mut self,
        token: &str,
        client_id: &str,
        scopes: Option<ScopeSet>,
        minted: Minted,
        ttl_s: u64,
        now: u64,
    ) -> Result<Issued, Refusal> {
        let key = digest(token);
        let Some((id, used)) = self.find_refresh(&key) else {
            return Err(Refusal::InvalidGrant("The refresh token is unknown or revoked."));
        };
        let Some(grant) = self
            .by_id
            .get_mut(&id)
            .filter(|grant| grant.client_id == client_id)
        else {
            return Err(Refusal::InvalidGrant(
                "The refresh token was issued to another client.",
            ));
        };
        if used {
            self.revoke_grant(&id);
            return Err(Refusal::InvalidGrant(
                "The refresh token was used before; its grant is revoked.",
            ));
        }
        let scopes = scopes.unwrap_or_else(|| grant.scopes.clone());
        if !scopes.is_subset_of(&grant.scopes) {
            return Err(Refusal::InvalidScope);
        }
        grant.retired.push(key);
        if grant.retired.len() > RETIRED_MAX {
            grant.retired.remove(0);
        }
        grant.refresh = Some(minted.refresh.digest());
        grant.refreshes = grant.refreshes.saturating_add(1);
        self.add_access(&id, &minted.access, &scopes, ttl_s, now);
        Ok(Issued {
            access: minted.access,
            refresh: Some(minted.refresh),
            scopes,
        })
    }

    /// An access token for the client itself, without a refresh token (RFC 6749 §4.4.3).
    pub(crate) fn client_credentials(
        &mut self,
        client_id: &str,
        scopes: ScopeSet,
        minted: Minted,
        ttl_s: u64,
        now: u64,
    ) -> Issued {
        let grant = Grant {
            client_id: client_id.to_owned(),
            user_id: None,
            scopes: scopes.clone(),
            refresh: None,
            retired: Vec::new(),
            granted_at: now,
            refreshes: 0,
        };
        self.by_id.insert(minted.grant.clone(), grant);
        self.add_access(&minted.grant, &minted.access, &scopes, ttl_s, now);
        Issued {
            access: minted.access,
            refresh: None,
            scopes,
        }
    }

    /// The access token and its grant, expired or not.
    pub(crate) fn find_access(&self, token: &str) -> Option<(&AccessToken, &Grant)> {
        let access = self.access_tokens.get(&digest(token))?;
        Some((access, self.by_id.get(&access.grant)?))
    }

    /// Revokes a token (RFC 7009 §2.1): an access token alone, a refresh token with its whole grant. An unknown one
    /// is as good as revoked. `Err` where it belongs to another client.
    pub(crate) fn revoke_token(&mut self, token: &str, client_id: &str) -> Result<(), ()> {
        let key = digest(token);
        let owner = |id: &str| self.by_id.get(id).map(|grant| grant.client_id.clone());
        if let Some(access) = self.access_tokens.get(&key) {
            if owner(&access.grant).is_some_and(|owner| owner != client_id) {
                return Err(());
            }
            self.access_tokens.remove(&key);
        } else if let Some((id, _)) = self.find_refresh(&key) {
            if owner(&id).is_some_and(|owner| owner != client_id) {
                return Err(());
            }
            self.revoke_grant(&id);
        }
        Ok(())
    }

    /// Revokes everything.
    pub(crate) fn revoke_all(&mut self) {
        *self = Self::default();
    }

    /// Lets every access token expire at `now`.
    pub(crate) fn expire_all(&mut self, now: u64) {
        for access in self.access_tokens.values_mut() {
            access.expires_at = access.expires_at.min(now);
        }
    }

    /// Whether `client_id` still has a grant here.
    pub(crate) fn has_client(&self, client_id: &str) -> bool {
        self.by_id.values().any(|grant| grant.client_id == client_id)
    }

    /// Forgets what cannot matter any more.
    pub(crate) fn prune(&mut self, now: u64) {
        self.codes
            .retain(|_, code| now < code.issued_at.saturating_add(CODE_LIFE_MS + CODE_MEMORY_MS));
        self.access_tokens
            .retain(|_, token| now < token.expires_at.saturating_add(EXPIRED_MEMORY_MS));
        let access = &self.access_tokens;
        self.by_id
            .retain(|id, grant| grant.refresh.is_some() || access.values().any(|token| &token.grant == id));
    }

    fn add_access(&mut self, grant: &str, token: &Opaque, scopes: &ScopeSet, ttl_s: u64, now: u64) {
        let access = AccessToken {
            grant: grant.to_owned(),
            scopes: scopes.clone(),
            expires_at: now.saturating_add(ttl_s.saturating_mul(1000)),
            issued_at: now,
        };
        self.access_tokens.insert(token.digest(), access);
    }

    /// The grant of a refresh token, and whether that token was replaced already.
    fn find_refresh(&self, key: &str) -> Option<(String, bool)> {
        self.by_id.iter().find_map(|(id, grant)| {
            if grant.refresh.as_deref() == Some(key) {
                Some((id.clone(), false))
            } else {
                grant
                    .retired
                    .iter()
                    .any(|retired| retired == key)
                    .then(|| (id.clone(), true))
            }
        })
    }

    fn revoke_grant(&mut self, id: &str) {
        self.by_id.remove(id);
        self.access_tokens.retain(|_, token| token.grant != id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    fn minted(grant: &str) -> Minted {
        Minted {
            grant: grant.into(),
            access: Opaque::mint().unwrap(),
            refresh: Opaque::mint().unwrap(),
        }
    }

    fn with_code() -> (Grants, Opaque) {
        let mut grants = Grants::default();
        let code = Opaque::mint().unwrap();
        let issued = Code {
            client_id: "c".into(),
            redirect_uri: "app://back".into(),
            challenge: digest(VERIFIER),
            user_id: "u".into(),
            scopes: ScopeSet::parse("contacts.read offline_access").unwrap(),
            issued_at: 0,
            redeemed: None,
        };
        grants.add_code(&code, issued);
        (grants, code)
    }

    fn redemption(code: &Opaque) -> Redemption<'_> {
        Redemption {
            code: code.expose(),
            client_id: "c",
            redirect_uri: "app://back",
            verifier: VERIFIER,
        }
    }

    #[test]
    fn a_code_lives_for_sixty_seconds() {
        let (mut grants, code) = with_code();
        assert!(
            grants
                .redeem(&redemption(&code), minted("g"), 3600, 59_999)
                .is_ok()
        );
        let (mut grants, code) = with_code();
        assert!(
            grants
                .redeem(&redemption(&code), minted("g"), 3600, 60_000)
                .is_err()
        );
    }

    #[test]
    fn a_failed_redemption_uses_the_code_up() {
        let (mut grants, code) = with_code();
        let wrong = Redemption {
            verifier: "wrong",
            ..redemption(&code)
        };
        assert!(grants.redeem(&wrong, minted("g"), 3600, 1).is_err());
        assert!(grants.redeem(&redemption(&code), minted("g"), 3600, 1).is_err());
    }

    #[test]
    fn pruning_keeps_what_can_still_be_refreshed() {
        let (mut grants, code) = with_code();
        let issued = grants
            .redeem(&redemption(&code), minted("g"), 1, 0)
            .unwrap_or_else(|_| panic!("refused"));
        grants.client_credentials("c", ScopeSet::fallback(), minted("own"), 1, 0);
        grants.prune(1000 + EXPIRED_MEMORY_MS);
        assert_eq!(grants.by_id.keys().collect::<Vec<_>>(), ["g"]);
        assert!(grants.access_tokens.is_empty() && grants.codes.is_empty());
        let refresh = issued.refresh.unwrap();
        assert!(
            grants
                .refresh(refresh.expose(), "c", None, minted("x"), 1, 0)
                .is_ok()
        );
    }

    #[test]
    fn another_client_can_neither_refresh_nor_revoke() {
        let (mut grants, code) = with_code();
        let issued = grants
            .redeem(&redemption(&code), minted("g"), 1, 0)
            .unwrap_or_else(|_| panic!("refused"));
        let refresh = issued.refresh.unwrap();
        assert!(
            grants
                .refresh(refresh.expose(), "other", None, minted("x"), 1, 0)
                .is_err()
        );
        assert!(grants.revoke_token(refresh.expose(), "other").is_err());
        assert!(grants.revoke_token(refresh.expose(), "c").is_ok());
        assert!(grants.find_access(issued.access.expose()).is_none());
    }
}
