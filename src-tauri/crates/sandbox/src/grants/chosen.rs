//! Looking at grants and tokens, and doing something to some of them.

use super::{AccessToken, Grant, Grants};
use crate::opaque::token_id;

/// Which of the grants and tokens are meant: all that match.
pub(crate) struct Chosen<'a> {
    pub(crate) grant: Option<&'a str>,
    /// As [`token_id`] names it.
    pub(crate) token: Option<&'a str>,
}

impl Chosen<'_> {
    fn has_grant(&self, id: &str) -> bool {
        self.grant.is_none_or(|grant| grant == id)
    }
}

impl Grants {
    /// Revokes what is chosen: an access token alone, or a grant with all of its tokens. False where there is none.
    pub(crate) fn revoke_chosen(&mut self, chosen: &Chosen<'_>) -> bool {
        let tokens = self.chosen_tokens(chosen);
        if chosen.token.is_some() {
            for key in &tokens {
                self.access_tokens.remove(key);
            }
            return !tokens.is_empty();
        }
        if chosen.grant.is_none() {
            // Codes that wait to be redeemed go too.
            let any = !self.by_id.is_empty();
            self.revoke_all();
            return any;
        }
        let grants: Vec<String> = self
            .by_id
            .keys()
            .filter(|id| chosen.has_grant(id))
            .cloned()
            .collect();
        for id in &grants {
            self.revoke_grant(id);
        }
        !grants.is_empty()
    }

    /// Lets the access tokens that are chosen expire at `now`. False where there are none.
    pub(crate) fn expire_chosen(&mut self, chosen: &Chosen<'_>, now: u64) -> bool {
        let tokens = self.chosen_tokens(chosen);
        for key in &tokens {
            if let Some(access) = self.access_tokens.get_mut(key) {
                access.expires_at = access.expires_at.min(now);
            }
        }
        !tokens.is_empty()
    }

    fn chosen_tokens(&self, chosen: &Chosen<'_>) -> Vec<String> {
        self.access_tokens
            .iter()
            .filter(|(key, access)| {
                chosen.has_grant(&access.grant) && chosen.token.is_none_or(|id| token_id(key) == id)
            })
            .map(|(key, _)| key.clone())
            .collect()
    }

    /// The grants, newest first.
    pub(crate) fn listed(&self) -> Vec<(&String, &Grant)> {
        let mut all: Vec<_> = self.by_id.iter().collect();
        all.sort_by_key(|(_, grant)| std::cmp::Reverse(grant.granted_at));
        all
    }

    /// The access tokens of a grant with their ids, newest first.
    pub(crate) fn tokens_of(&self, grant: &str) -> Vec<(String, &AccessToken)> {
        let mut all: Vec<_> = self
            .access_tokens
            .iter()
            .filter(|(_, token)| token.grant == grant)
            .map(|(key, token)| (token_id(key), token))
            .collect();
        all.sort_by_key(|(_, token)| std::cmp::Reverse((token.issued_at, token.expires_at)));
        all
    }
}
