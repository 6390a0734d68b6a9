//! Redeeming a code at the endpoint that was decided before the browser opened (security A1.4).

use patchbay_connector::{ClientRef, Endpoints, Patch, Secret, TokenAnswer};
use url::Url;

use super::{AttemptBody, finish::Obtained};
use crate::{
    Engine, Error,
    grant::Grant,
    live::{developer_patch, effective},
    send::Trust,
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
        let secret = body.client_secret.clone().map(Secret::new);
        let client = ClientRef {
            id: &body.client_id,
            secret: secret.as_ref(),
        };
        let request = body.endpoint.code_request(
            &client,
            code,
            &body.redirect_uri,
            body.code_verifier.as_deref(),
            &body.token_params,
        );
        // A code is good once: whatever goes wrong, it is not sent again.
        let answer = self
            .ask_for_token(Some(id), &body.endpoint, request, &trust)
            .await
            .map_err(crate::token::TokenTrouble::on_connect)?;
        let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let callback = effective.capture_callback(&query);
        self.granted(id, answer, callback, body).await
    }

    /// Everything after a token answer, whichever way it was asked for: the grant, and the last steps of the connect.
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
        let secret = body.client_secret.clone().map(Secret::new);
        let mut discovered = callback;
        for (path, value) in answer.captured.leaves() {
            let _ = discovered.set(&path, value.clone());
        }
        let credentials = self.credentials_of(answer, None);
        let grant = Grant {
            client_id: Some(body.client_id.clone()),
            client_secret: secret,
            token_params: body
                .token_params
                .iter()
                .map(|(k, v)| (k.clone(), Secret::new(v.clone())))
                .collect(),
            endpoint: Some(body.endpoint.clone()),
            option: what.option.clone(),
            variant: effective.variant.clone(),
            connector_version: connector.version().to_owned(),
            requested_scopes: body.scopes.clone(),
            discovered,
            parameters: developer_patch(&effective),
            issuer: body.issuer.clone(),
            token_secret: None,
            dpop_key: body.dpop_key.clone().map(Secret::new),
        };
        let mut names = effective.names(&what.input()?, &grant.discovered);
        names.set_secret("accessToken", credentials.access_token.clone());
        names.set("tokenType", credentials.token_type.clone());
        let endpoints = Endpoints {
            authorize: None,
            token: Some(body.endpoint.clone()),
            issuer: None,
            iss_required: false,
        };
        self.finish(
            id,
            what,
            Obtained {
                grant,
                credentials: Some(credentials),
                names,
                endpoints,
                trust,
            },
        )
        .await
    }
}
