//! What a refresh asks, and where: with the grant's own values, or with changed ones while the client is the same.

use patchbay_connector::{AuthKind, ClientRef, Endpoints, RequestPlan, Secret, TokenAnswer, TokenEndpoint};
use patchbay_store::Credentials;

use super::words::{inside, misconfigured, needs_reconnect};
use crate::{Code, Engine, Error, live::Live, send::Trust, token::TokenTrouble};

/// What a refresh is made with.
pub(super) struct Asking {
    endpoint: TokenEndpoint,
    client_id: String,
    /// The grant's secret and parameters where they differ from the effective ones: tried second.
    grants_own: Option<RequestPlan>,
    request: RequestPlan,
}
impl Engine {
    /// The request, with the endpoint it goes to. Its origin must be inside the binding (design section 2).
    pub(super) async fn asking(&self, live: &Live, stored: Option<&Credentials>) -> Result<Asking, Error> {
        if live.kind() == AuthKind::ClientCredentials {
            let names = live.names(None);
            let endpoints: Endpoints = self
                .endpoints(&live.effective, &names, &Trust::of_live(live))
                .await?;
            let endpoint = endpoints
                .token
                .ok_or_else(|| Error::new(Code::Misconfigured, "The connector names no token endpoint."))?;
            inside(live, &endpoint.url)?;
            let client_id = live
                .effective
                .client_id()
                .ok_or_else(|| misconfigured("clientId"))?;
            let secret = live.effective.client_secret();
            let client = ClientRef {
                id: &client_id,
                secret: secret.as_ref(),
            };
            let request = endpoint.client_credentials_request(
                &client,
                &live.effective.scopes(),
                &live.effective.token_params(),
            );
            return Ok(Asking {
                endpoint,
                client_id,
                grants_own: None,
                request,
            });
        }
        let endpoint = live
            .grant
            .endpoint
            .clone()
            .filter(|endpoint| endpoint.refresh_enabled);
        let refresh_token = stored.and_then(|held| held.refresh_token.clone());
        let (Some(endpoint), Some(refresh_token)) = (endpoint, refresh_token) else {
            return Err(needs_reconnect("expired"));
        };
        inside(live, &endpoint.refresh_url)?;
        let client_id = live.grant.client_id.clone().unwrap_or_default();
        let plan = |secret: Option<&Secret<String>>, params: &[(String, String)]| {
            endpoint.refresh_request(
                &ClientRef {
                    id: &client_id,
                    secret,
                },
                &refresh_token,
                params,
            )
        };
        let own_params: Vec<(String, String)> = live
            .grant
            .token_params
            .iter()
            .map(|(name, value)| (name.clone(), value.expose().clone()))
            .collect();
        let grants_own = plan(live.grant.client_secret.as_ref(), &own_params);
        // While the client is still the grant's, a changed secret is the rotated one (design section 5).
        let same_client = live.effective.client_id().as_deref() == Some(client_id.as_str());
        let secret = live.effective.client_secret();
        let params = live.effective.token_params();
        let differs = secret != live.grant.client_secret || params != own_params;
        if same_client && differs {
            let request = plan(secret.as_ref(), &params);
            return Ok(Asking {
                endpoint,
                client_id,
                grants_own: Some(grants_own),
                request,
            });
        }
        Ok(Asking {
            endpoint,
            client_id,
            grants_own: None,
            request: grants_own,
        })
    }

    /// Asks; once more with the same token where nobody knows what happened, and with the grant's own secret where the
    /// effective one is refused. True where the effective values were accepted in place of the grant's.
    pub(super) async fn ask_twice(
        &self,
        asking: &Asking,
        trust: &Trust,
    ) -> Result<(TokenAnswer, bool), TokenTrouble> {
        let ask = |request: RequestPlan| self.ask_for_token(None, &asking.endpoint, request, trust);
        let mut result = ask(asking.request.clone()).await;
        if let Err(TokenTrouble::Ambiguous(_)) = result {
            result = ask(asking.request.clone()).await;
        }
        match (result, &asking.grants_own) {
            (Ok(answer), own) => Ok((answer, own.is_some())),
            (Err(TokenTrouble::Refused(failure)), Some(own)) if failure.is_invalid_client() => {
                tracing::info!(
                    client = asking.client_id,
                    "the changed client secret was refused; the grant's is tried"
                );
                ask(own.clone()).await.map(|answer| (answer, false))
            }
            (Err(trouble), _) => Err(trouble),
        }
    }
}
