//! What a refresh asks, and where: with what an earlier answer gave, or made anew from the effective parameters.
//!
//! A refresh uses the grant's own values, or changed ones while the client is the same (design section 5). What is
//! refused as the client's is asked once more with the grant's.

use patchbay_connector::{AuthKind, Endpoints, Secret, TokenAnswer, TokenEndpoint};
use patchbay_store::Credentials;

use super::words::{delayed, inside, needs_reconnect};
use crate::{
    Engine, Error,
    live::Live,
    mint::{Proof, Walk, name_tokens},
    observe::Hearer,
    send::Trust,
    sign::dpop::Key,
    token::TokenTrouble,
};

/// Values that a client shows itself with.
struct Shown {
    secret: Option<Secret<String>>,
    params: Vec<(String, String)>,
}

/// A refresh with what an earlier answer gave.
pub(super) struct Renewal {
    endpoint: TokenEndpoint,
    client_id: String,
    refresh_token: Option<Secret<String>>,
    /// As the grant has them.
    own: Shown,
    /// The effective ones, where they differ and the client is the same: tried first.
    changed: Option<Shown>,
}

/// How new tokens are had.
pub(super) enum Asking {
    /// With what an earlier answer gave.
    Renew(Box<Renewal>),
    /// From the effective parameters.
    Mint(Box<Endpoints>),
}

/// A token answer, and whether the effective values were accepted in place of the grant's.
type Answered = (TokenAnswer, bool);

impl Engine {
    /// How new tokens are had now. Origins must be inside the binding (design section 2).
    pub(super) async fn asking(&self, live: &Live, stored: Option<&Credentials>) -> Result<Asking, Error> {
        let minted = live.kind().is_minted();
        match self.renewal(live, stored) {
            Ok(renewal) => return Ok(Asking::Renew(Box::new(renewal))),
            Err(error) if !minted => return Err(error),
            Err(_) => {}
        }
        let names = live.names(None);
        let endpoints = self
            .endpoints(&live.effective, &names, &Trust::of_live(live))
            .await?;
        Ok(Asking::Mint(Box::new(endpoints)))
    }

    fn renewal(&self, live: &Live, stored: Option<&Credentials>) -> Result<Renewal, Error> {
        let endpoint = live
            .grant
            .endpoint
            .clone()
            .filter(|endpoint| endpoint.refresh_enabled && may_renew(live.kind(), endpoint));
        let (Some(endpoint), Some(stored)) = (endpoint, stored) else {
            return Err(needs_reconnect("expired"));
        };
        if endpoint.needs_refresh_token && stored.refresh_token.is_none() {
            return Err(needs_reconnect("expired"));
        }
        let until = stored.obtained_at.saturating_add(milliseconds(endpoint.after_s));
        if self.now() < until {
            return Err(delayed(until, "the provider renews no token that is so new"));
        }
        let client_id = live.grant.client_id.clone().unwrap_or_default();
        let own = Shown {
            secret: live.grant.client_secret.clone(),
            params: live
                .grant
                .token_params
                .iter()
                .map(|(name, value)| (name.clone(), value.expose().clone()))
                .collect(),
        };
        // While the client is still the grant's, a changed secret is the rotated one (design section 5).
        let same_client = live.effective.client_id().unwrap_or_default() == client_id;
        let effective = Shown {
            secret: live.effective.client_secret(),
            params: live.effective.token_params(),
        };
        let differs = effective.secret != own.secret || effective.params != own.params;
        Ok(Renewal {
            endpoint,
            client_id,
            refresh_token: stored.refresh_token.clone(),
            own,
            changed: (same_client && differs).then_some(effective),
        })
    }

    /// Asks; once more with the same token where nobody knows what happened, and with the grant's own secret where the
    /// effective one is refused.
    pub(super) async fn ask_twice(
        &self,
        live: &Live,
        stored: Option<&Credentials>,
        asking: &Asking,
    ) -> Result<Answered, TokenTrouble> {
        let renewal = match asking {
            Asking::Mint(endpoints) => return self.mint_twice(live, endpoints).await,
            Asking::Renew(renewal) => renewal,
        };
        let shown = renewal.changed.as_ref().unwrap_or(&renewal.own);
        let mut result = self.renew(live, stored, renewal, shown).await;
        if let Err(TokenTrouble::Ambiguous(_)) = result {
            result = self.renew(live, stored, renewal, shown).await;
        }
        match result {
            Ok(answer) => Ok((answer, renewal.changed.is_some())),
            Err(TokenTrouble::Refused(failure))
                if renewal.changed.is_some() && failure.is_invalid_client() =>
            {
                tracing::info!(
                    client = renewal.client_id,
                    "the changed client secret was refused; the grant's is tried"
                );
                let answer = self.renew(live, stored, renewal, &renewal.own).await?;
                Ok((answer, false))
            }
            Err(TokenTrouble::Refused(failure)) if live.kind().is_minted() => {
                tracing::info!(%failure, "a renewal was refused; the token is made anew");
                let endpoints = self
                    .endpoints(&live.effective, &live.names(None), &Trust::of_live(live))
                    .await?;
                self.mint_twice(live, &endpoints).await
            }
            Err(trouble) => Err(trouble),
        }
    }

    async fn mint_twice(&self, live: &Live, endpoints: &Endpoints) -> Result<Answered, TokenTrouble> {
        let once = async || {
            let trust = Trust::of_live(live);
            let mut discovered = live.grant.discovered.clone();
            self.mint(
                &walk(live, &trust),
                endpoints,
                &mut live.names(None),
                &mut discovered,
            )
            .await
        };
        let mut result = once().await;
        if let Err(TokenTrouble::Ambiguous(_)) = result {
            result = once().await;
        }
        result.map(|answer| (answer, false))
    }

    /// One refresh request, and the connector's steps after it.
    async fn renew(
        &self,
        live: &Live,
        stored: Option<&Credentials>,
        renewal: &Renewal,
        shown: &Shown,
    ) -> Result<TokenAnswer, TokenTrouble> {
        let trust = Trust::of_live(live);
        let endpoint = &renewal.endpoint;
        let mut names = live.names(stored);
        self.stamp(&mut names)?;
        let proof = Proof {
            effective: &live.effective,
            names: &names,
            endpoint,
            issuer: live.grant.issuer.as_deref(),
        };
        let client = self.client(&renewal.client_id, shown.secret.as_ref(), &proof)?;
        let request = endpoint.refresh_request(
            &client.as_ref(),
            renewal.refresh_token.as_ref(),
            &shown.params,
            &names,
        )?;
        inside(live, &request.url)?;
        let hearer = Hearer::Connection(&live.connection.id);
        let answer = match &live.grant.dpop_key {
            // The refresh token of a public client is bound too (RFC 9449 §5).
            Some(key) => {
                let mut key = Some(Key::from_secret(key)?);
                self.ask_for_bound_token(hearer, endpoint, request, &trust, &mut key)
                    .await?
            }
            None => self.ask_for_token(hearer, endpoint, request, &trust).await?,
        };
        // A refresh of the provider's own gives the token that the steps gave before.
        let done = endpoint.has_own_refresh() || live.effective.steps().is_empty();
        if done || live.kind() != AuthKind::Oauth2 {
            return Ok(answer);
        }
        let mut discovered = live.grant.discovered.clone();
        for (path, value) in answer.captured.leaves() {
            let _ = discovered.set(&path, value.clone());
        }
        name_tokens(&mut names, &answer);
        let rotated = answer.refresh_token.clone();
        let stepped = self
            .take_steps(&walk(live, &trust), &mut names, &mut discovered, answer)
            .await;
        match (stepped, rotated, stored) {
            (Err(trouble), Some(token), Some(stored)) => {
                self.keep_rotated(live, stored, token).await?;
                Err(match trouble {
                    // The used token is not sent again.
                    TokenTrouble::Ambiguous(cause) => TokenTrouble::Later { cause, after: None },
                    other => other,
                })
            }
            (stepped, ..) => stepped,
        }
    }

    /// Keeps a rotated refresh token whose access token could not be finished: the provider takes the old one no more.
    async fn keep_rotated(
        &self,
        live: &Live,
        stored: &Credentials,
        token: Secret<String>,
    ) -> Result<(), Error> {
        let mut credentials = Credentials {
            refresh_token: Some(token),
            ..stored.clone()
        };
        let (id, now, to_write) = (live.connection.id.clone(), self.now(), credentials.clone());
        credentials.epoch = self
            .with_store(move |store| store.refresh_commit(&id, &to_write, None, now))
            .await?;
        live.set_credentials(credentials);
        Ok(())
    }
}

/// An exchange may have a refresh of its own; the other minted kinds are made anew.
pub(super) fn may_renew(kind: AuthKind, endpoint: &TokenEndpoint) -> bool {
    match kind {
        AuthKind::Oauth2 => true,
        AuthKind::Exchange => endpoint.has_own_refresh(),
        _ => false,
    }
}

fn walk<'a>(live: &'a Live, trust: &'a Trust) -> Walk<'a> {
    Walk {
        effective: &live.effective,
        input: &live.secrets.input,
        trust,
        hearer: Hearer::Connection(&live.connection.id),
        binding: Some(&live.binding),
    }
}

fn milliseconds(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000)
}
