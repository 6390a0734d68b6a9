//! Tokens that need no user: client credentials, signed JWTs, exchanges of typed-in credentials (design section 5).
//!
//! They are made from the effective parameters, when connecting and again whenever one is needed. On a re-mint every
//! request's origin must be inside the binding; when connecting there is none yet. What is *not* here: a refresh with
//! what an earlier answer gave, which is in `refresh`.

mod client;
mod steps;

use patchbay_connector::{AuthKind, Endpoints, Names, Patch, Secret, TokenAnswer, TokenEndpoint};
use patchbay_store::new_id;

pub(crate) use self::{
    client::Proof,
    steps::{Walk, name_tokens},
};
use crate::{Code, Engine, Error, sign, token::TokenTrouble};

/// The type of a token that no answer named one for.
const BEARER: &str = "Bearer";

impl Engine {
    /// Mints a token. `names` and `discovered` get what the steps on the way capture.
    pub(crate) async fn mint(
        &self,
        walk: &Walk<'_>,
        endpoints: &Endpoints,
        names: &mut Names,
        discovered: &mut Patch,
    ) -> Result<TokenAnswer, TokenTrouble> {
        self.stamp(names)?;
        match walk.effective.auth_kind() {
            AuthKind::ClientCredentials => {
                let endpoint = token_endpoint(endpoints)?;
                walk.inside(&endpoint.url)?;
                let client = self.effective_client(walk, endpoint, endpoints.issuer.as_deref(), names)?;
                let request = endpoint.client_credentials_request(
                    &client.as_ref(),
                    &walk.effective.asked_scopes(names)?,
                    &walk.effective.token_params(),
                );
                let answer = self
                    .ask_for_token(walk.hearer, endpoint, request, walk.trust)
                    .await?;
                Ok(kept(answer, discovered))
            }
            AuthKind::Jwt => self.mint_jwt(walk, endpoints, names, discovered).await,
            AuthKind::Exchange => {
                if let Some(spec) = walk.effective.sign_spec(names)? {
                    names.set_secret("assertion", sign::jwt::sign(&spec, self.now())?);
                }
                self.take_steps(walk, names, discovered, nothing_yet()).await
            }
            other => Err(Error::internal(format!("nothing is minted for {other:?}")).into()),
        }
    }

    /// A signed JWT: exchanged in steps or by RFC 7523 §2.1 where the connector says so, else itself the token.
    async fn mint_jwt(
        &self,
        walk: &Walk<'_>,
        endpoints: &Endpoints,
        names: &mut Names,
        discovered: &mut Patch,
    ) -> Result<TokenAnswer, TokenTrouble> {
        let spec = walk.effective.sign_spec(names)?.ok_or_else(|| {
            Error::new(
                Code::Misconfigured,
                "The connector does not say how its JWT is signed.",
            )
            .next("Add auth.sign to it.")
        })?;
        let assertion = sign::jwt::sign(&spec, self.now())?;
        names.set_secret("assertion", assertion.clone());
        if !walk.effective.steps().is_empty() {
            return self.take_steps(walk, names, discovered, nothing_yet()).await;
        }
        let Some(endpoint) = &endpoints.token else {
            let life = i64::try_from(spec.ttl_s).unwrap_or(i64::MAX).saturating_mul(1000);
            return Ok(TokenAnswer {
                access_token: assertion,
                expires_in_ms: Some(life),
                ..nothing_yet()
            });
        };
        walk.inside(&endpoint.url)?;
        let client = self.effective_client(walk, endpoint, endpoints.issuer.as_deref(), names)?;
        let request = endpoint.jwt_bearer_request(
            &client.as_ref(),
            &assertion,
            &walk.effective.asked_scopes(names)?,
            &walk.effective.token_params(),
        );
        let answer = self
            .ask_for_token(walk.hearer, endpoint, request, walk.trust)
            .await?;
        Ok(kept(answer, discovered))
    }

    /// Gives templates their `now()` and `uuid()`: fresh for each request.
    pub(crate) fn stamp(&self, names: &mut Names) -> Result<(), Error> {
        names.set_now_and_uuid(self.now(), new_id()?);
        Ok(())
    }
}

fn token_endpoint(endpoints: &Endpoints) -> Result<&TokenEndpoint, Error> {
    endpoints.token.as_ref().ok_or_else(|| {
        Error::new(Code::Misconfigured, "The connector names no token endpoint.")
            .next("Add auth.token.url to it, or a server whose metadata has one.")
    })
}

/// Adds what an answer captured to what is known.
fn kept(answer: TokenAnswer, discovered: &mut Patch) -> TokenAnswer {
    for (path, value) in answer.captured.leaves() {
        // A name of one segment can always be set.
        let _ = discovered.set(&path, value.clone());
    }
    answer
}

/// What is known before the first step.
fn nothing_yet() -> TokenAnswer {
    TokenAnswer {
        access_token: Secret::new(String::new()),
        refresh_token: None,
        token_type: BEARER.to_owned(),
        scope: None,
        expires_in_ms: None,
        expires_at_ms: None,
        never_expires: false,
        captured: Patch::default(),
    }
}
