//! Starting a user's grant (RFC 6749 §4.1): by a redirect, whose request may be pushed first, or by a code on another
//! page.

use patchbay_connector::{AuthorizeInput, Endpoints, Names, Origin, Use, challenge};
use url::Url;

use super::{
    AttemptBody, Plan,
    attempt::{Callback, Wanted},
    pending::state_hash,
    start::{random_text, safe_to_open, scopes_in_words},
};
use crate::{Code, Engine, Error, send::Trust, sign::dpop::Key};

impl Engine {
    /// Decides everything that the code will be redeemed with, writes the attempt and shows the sign-in page.
    pub(super) async fn start_oauth2(&self, plan: Plan, names: Names) -> Result<String, Error> {
        let endpoints = self.endpoints(&plan.effective, &names, &Trust::of(&plan)).await?;
        let Endpoints {
            token: Some(mut endpoint),
            issuer,
            iss_required,
            by_capture,
            ..
        } = endpoints.clone()
        else {
            return Err(
                Error::new(Code::Misconfigured, "The connector names no token endpoint.")
                    .next("Add auth.token.url to the connector, or a server whose metadata has one."),
            );
        };
        let (redirect_uri, arrivals) = self.redirect_uri(&plan)?;
        let redirect_sent = plan.effective.redirect_send(&names)?;
        let sent = redirect_sent.as_ref().unwrap_or(&redirect_uri).clone();
        let client = self.own_client(&plan, &endpoints, &sent).await?;
        if let Some(auth) = client.auth {
            endpoint.client_auth = auth;
        }
        let key = match endpoint.dpop {
            Use::Always => Some(Key::generate()?.to_secret().expose().clone()),
            Use::Auto | Use::Off => None,
        };
        let state = random_text(32)?;
        let verifier = random_text(48)?;
        let challenge = challenge(plan.effective.pkce(), &verifier);
        let scopes = plan.effective.asked_scopes(&names)?;
        let mut body = AttemptBody {
            code_verifier: challenge.is_some().then_some(verifier),
            redirect_uri,
            arrivals,
            endpoint,
            issuer,
            iss_required,
            client_id: client.id,
            client_secret: client.secret,
            registered_for: client.registered_for,
            token_params: plan.effective.token_params(),
            scopes,
            dpop_key: key,
            callback: Callback {
                code_name: Some(plan.effective.code_name().to_owned()),
                redirect_sent,
                by_capture,
            },
            what: Wanted::of(&plan),
            authorize_url: nowhere()?,
        };
        if plan.effective.is_device_flow() {
            body.code_verifier = None;
            body.redirect_uri = String::new();
            body.arrivals = Vec::new();
            return self.start_device(&plan, &names, &endpoints, body).await;
        }
        let input = AuthorizeInput {
            client_id: &body.client_id,
            redirect_uri: &sent,
            state: &state,
            code_challenge: challenge.as_deref(),
            scopes: &body.scopes,
        };
        body.authorize_url = plan.effective.authorize_url(&names, &endpoints, &input)?;
        if endpoints.par_required {
            body.authorize_url = self.push(&plan, &names, &endpoints, &body).await?;
        }
        safe_to_open(&body.authorize_url)?;
        let id = self.write_attempt(&body, &plan, state_hash(&state)).await?;
        self.0.pending.insert(state_hash(&state), &id, &body.arrivals);
        let host = Origin::of(&body.authorize_url)
            .map(|origin| origin.to_string())
            .unwrap_or_default();
        let words = format!("Asking for {} at {host}", scopes_in_words(&body.scopes));
        self.note(&id, "started", words).await;
        self.show(&id, &plan, body.authorize_url, body.arrivals).await;
        Ok(id)
    }
}

/// Stands where the page is not known yet.
fn nowhere() -> Result<Url, Error> {
    Url::parse("about:blank").map_err(Error::internal)
}
