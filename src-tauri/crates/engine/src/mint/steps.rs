//! The steps of an exchange, and those that follow a token answer: requests of the provider's own, each of which may
//! capture a token or what later ones need.

use std::collections::BTreeSet;

use patchbay_connector::{Effective, Names, Origin, Patch, Secret, TokenAnswer, TokenFailure};
use url::Url;

use crate::{Engine, Error, observe::Hearer, refresh::binding_changed, send::Trust, token::TokenTrouble};

/// Supplied by the engine, not by parameters: kept when the parameters' values are resolved again.
const SUPPLIED: [&str; 9] = [
    "dpopKey",
    "accessToken",
    "refreshToken",
    "tokenSecret",
    "tokenType",
    "assertion",
    "code",
    "state",
    "redirectUri",
];

/// What the requests of one sign-in have in common.
pub(crate) struct Walk<'a> {
    pub(crate) effective: &'a Effective,
    pub(crate) input: &'a Patch,
    pub(crate) trust: &'a Trust,
    /// Who hears of each request.
    pub(crate) hearer: Hearer<'a>,
    /// Where requests may go; none while connecting, when the binding is yet to be made.
    pub(crate) binding: Option<&'a BTreeSet<Origin>>,
}

impl Walk<'_> {
    /// Refuses an address outside the binding, before anything is sent.
    pub(crate) fn inside(&self, url: &Url) -> Result<(), Error> {
        let Some(binding) = self.binding else {
            return Ok(());
        };
        match Origin::of(url) {
            Some(origin) if binding.contains(&origin) => Ok(()),
            origin => Err(binding_changed(
                &origin.map(|origin| origin.to_string()).unwrap_or_default(),
            )),
        }
    }

    /// The names with what has been discovered since.
    pub(crate) fn renamed(&self, before: &Names, discovered: &Patch) -> Names {
        let mut names = self.effective.names(self.input, discovered);
        for name in SUPPLIED {
            if let Some(value) = before.get(name) {
                names.set_secret(name, value.to_owned().into());
            }
        }
        names.derive(self.effective);
        names
    }
}

impl Engine {
    /// Takes the connector's steps, from what is known so far to the token that calls are made with.
    pub(crate) async fn take_steps(
        &self,
        walk: &Walk<'_>,
        names: &mut Names,
        discovered: &mut Patch,
        mut answer: TokenAnswer,
    ) -> Result<TokenAnswer, TokenTrouble> {
        name_tokens(names, &answer);
        for step in walk.effective.steps() {
            *names = walk.renamed(names, discovered);
            self.stamp(names)?;
            let plan = walk.effective.step_request(step, names)?;
            walk.inside(&plan.url)?;
            let read = |status, kind: Option<&str>, body: &[u8]| step.read(status, kind, body);
            let captured = self.ask(walk.hearer, plan, walk.trust, read).await?;
            for (path, value) in captured.discovered.leaves() {
                // A name of one segment can always be set.
                let _ = discovered.set(&path, value.clone());
                let _ = answer.captured.set(&path, value.clone());
            }
            if let Some(token) = captured.access_token {
                // The life of the token before says nothing of this one's.
                let usual = walk.effective.default_ttl_s();
                answer.access_token = token;
                answer.expires_in_ms = usual.filter(|ttl| *ttl > 0).map(milliseconds);
                answer.expires_at_ms = None;
                answer.never_expires = usual == Some(0);
            }
            if captured.expires_in_ms.is_some() || captured.expires_at_ms.is_some() {
                answer.expires_in_ms = captured.expires_in_ms;
                answer.expires_at_ms = captured.expires_at_ms;
                answer.never_expires = false;
            }
            answer.refresh_token = captured.refresh_token.or(answer.refresh_token);
            name_tokens(names, &answer);
        }
        if answer.access_token.expose().is_empty() {
            return Err(TokenTrouble::Refused(TokenFailure::NoAccessToken));
        }
        *names = walk.renamed(names, discovered);
        Ok(answer)
    }
}

fn milliseconds(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000)
}

/// Makes the tokens of an answer known to templates.
pub(crate) fn name_tokens(names: &mut Names, answer: &TokenAnswer) {
    let mut known = |name: &str, value: &Secret<String>| {
        if !value.expose().is_empty() {
            names.set_secret(name, value.clone());
        }
    };
    known("accessToken", &answer.access_token);
    if let Some(token) = &answer.refresh_token {
        known("refreshToken", token);
    }
    names.set("tokenType", answer.token_type.clone());
}
