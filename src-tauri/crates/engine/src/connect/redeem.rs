//! Redeeming a code at the endpoint that was decided before the browser opened (security A1.4), and what follows any
//! token answer that ends a sign-in.

use patchbay_connector::{Effective, Endpoints, Names, Patch, Secret, TokenAnswer, TokenEndpoint};
use url::Url;

use super::{AttemptBody, finish::Obtained};
use crate::{
    Engine, Error,
    grant::Grant,
    live::{developer_patch, effective},
    mint::{Proof, Walk, name_tokens},
    observe::Hearer,
    send::Trust,
    token::TokenTrouble,
};

impl Engine {
    pub(crate) async fn redeem(
        &self,
        id: &str,
        code: &str,
        url: &Url,
        body: &AttemptBody,
    ) -> Result<(), Error> {
        let what = &body.what;
        let integration = self.integration(&what.integration_id).await?;
        let overrides = what.overrides()?;
        let connector = self.connector_for(&integration, &overrides).await?;
        let effective = effective(&connector, &integration, what.option.as_deref(), &overrides);
        let trust = Trust::new(&connector, &effective);
        let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let callback = effective.capture_callback(&query);
        let mut names = effective.names(&what.input()?, &callback);
        let sent = body.callback.redirect_sent.as_ref().unwrap_or(&body.redirect_uri);
        names.set("redirectUri", sent.clone());
        names.set_secret("code", Secret::new(code.to_owned()));
        if let Some((_, state)) = query.iter().find(|(name, _)| name == "state") {
            names.set_secret("state", Secret::new(state.clone()));
        }
        if let Some(verifier) = &body.code_verifier {
            names.set_secret("codeVerifier", Secret::new(verifier.clone()));
        }
        self.stamp(&mut names)?;
        let endpoint = body.callback.endpoint(&names).unwrap_or(&body.endpoint);
        let secret = body.client_secret.clone().map(Secret::new);
        let proof = Proof {
            effective: &effective,
            names: &names,
            endpoint,
            issuer: body.issuer.as_deref(),
        };
        let client = self.client(&body.client_id, secret.as_ref(), &proof)?;
        let request = endpoint.code_request(
            &client.as_ref(),
            code,
            sent,
            body.code_verifier.as_deref(),
            &body.token_params,
            &names,
        )?;
        // A code is good once: whatever goes wrong, it is not sent again.
        let mut key = body.key()?;
        let mut answer = self
            .ask_for_bound_token(Hearer::Attempt(id), endpoint, request, &trust, &mut key)
            .await
            .map_err(TokenTrouble::on_connect)?;
        answer.scope = answer.scope.or_else(|| effective.granted_in_callback(&query));
        let body = AttemptBody {
            endpoint: endpoint.clone(),
            dpop_key: key.map(|key| key.to_secret().expose().clone()),
            ..body.clone()
        };
        Box::pin(self.granted(id, answer, callback, &body)).await
    }

    /// Everything after a token answer, whichever way it was asked for: the connector's own steps, the grant, and the last
    /// steps of the connect.
    pub(super) async fn granted(
        &self,
        id: &str,
        answer: TokenAnswer,
        callback: Patch,
        body: &AttemptBody,
    ) -> Result<(), Error> {
        let what = body.what.clone();
        let integration = self.integration(&what.integration_id).await?;
        let overrides = what.overrides()?;
        let connector = self.connector_for(&integration, &overrides).await?;
        let effective = effective(&connector, &integration, what.option.as_deref(), &overrides);
        let trust = Trust::new(&connector, &effective);
        let input = what.input()?;
        let mut discovered = callback;
        for (path, value) in answer.captured.leaves() {
            let _ = discovered.set(&path, value.clone());
        }
        let mut names = effective.names(&input, &discovered);
        name_tokens(&mut names, &answer);
        let walk = Walk {
            effective: &effective,
            input: &input,
            trust: &trust,
            hearer: Hearer::Attempt(id),
            binding: None,
        };
        let answer = self
            .take_steps(&walk, &mut names, &mut discovered, answer)
            .await
            .map_err(TokenTrouble::on_connect)?;
        let endpoint = settled(&body.endpoint, &effective, &names);
        let credentials = self.credentials_of(answer, None);
        let grant = Grant {
            client_id: Some(body.client_id.clone()),
            client_secret: body.client_secret.clone().map(Secret::new),
            token_params: body
                .token_params
                .iter()
                .map(|(k, v)| (k.clone(), Secret::new(v.clone())))
                .collect(),
            endpoint: Some(endpoint.clone()),
            option: what.option.clone(),
            variant: effective.variant.clone(),
            connector_version: connector.version().to_owned(),
            requested_scopes: body.scopes.clone(),
            discovered,
            parameters: developer_patch(&effective),
            issuer: body.issuer.clone(),
            token_secret: None,
            dpop_key: body.dpop_key.clone().map(Secret::new),
            registered_for: body.registered_for.clone(),
        };
        // On the heap: it is large, and part of the future of every redirect.
        Box::pin(self.finish(
            id,
            what,
            Obtained {
                grant,
                credentials: Some(credentials),
                names,
                endpoints: Endpoints {
                    token: Some(endpoint),
                    ..Endpoints::default()
                },
                trust,
            },
        ))
        .await
    }
}

/// The endpoint with what only the answer could tell: where refreshes and revocations go.
fn settled(endpoint: &TokenEndpoint, effective: &Effective, names: &Names) -> TokenEndpoint {
    let mut endpoint = endpoint.clone();
    // With metadata, the endpoints are the server's and depend on no answer.
    if matches!(effective.discovery_url(names), Ok(None))
        && let Ok(resolved) = effective.endpoints(names, None)
        && let Some(token) = chosen(resolved.by_capture.as_ref(), names).or(resolved.token.as_ref())
    {
        endpoint.settle(token);
    }
    endpoint
}

/// The endpoint that the callback's value stands for: one of those that the connector lists.
pub(super) fn chosen<'a>(
    by_capture: Option<&'a (String, Vec<(String, TokenEndpoint)>)>,
    names: &Names,
) -> Option<&'a TokenEndpoint> {
    let (param, all) = by_capture?;
    let value = names.get(param)?;
    all.iter()
        .find(|(known, _)| known == value)
        .map(|(_, endpoint)| endpoint)
}
