//! Pushed authorization requests (RFC 9126): the parameters go to the server directly, and the browser's URL holds
//! nothing but a reference to them.

use patchbay_connector::{Endpoints, Names, Secret};
use serde::Deserialize;
use url::Url;

use super::{AttemptBody, Plan, redirected::plain};
use crate::{Code, Engine, Error, mint::Proof, send::Trust};

const LIMIT: usize = 64 * 1024;

#[derive(Deserialize)]
struct Pushed {
    request_uri: String,
}

impl Engine {
    /// Pushes the request that `authorize_url` holds; the URL for the browser, with `client_id` and `request_uri` alone.
    pub(super) async fn push(
        &self,
        plan: &Plan,
        names: &Names,
        endpoints: &Endpoints,
        body: &AttemptBody,
    ) -> Result<Url, Error> {
        let (Some(url), Some(authorize)) = (&endpoints.par, &endpoints.authorize) else {
            return Err(Error::new(
                Code::Misconfigured,
                "The sign-in must be pushed to the server first, and nothing says where.",
            )
            .next("Set auth.par_url in the connector, or auth.par = \"off\"."));
        };
        let params: Vec<(String, String)> = body.authorize_url.query_pairs().into_owned().collect();
        let secret = body.client_secret.clone().map(Secret::new);
        let proof = Proof {
            effective: &plan.effective,
            names,
            endpoint: &body.endpoint,
            issuer: body.issuer.as_deref(),
        };
        let client = self.client(&body.client_id, secret.as_ref(), &proof)?;
        let request = body.endpoint.pushed_request(url, &client.as_ref(), &params);
        let host = url.host_str().unwrap_or_default().to_owned();
        let (status, _, answer) = self.send_plan(&request, &Trust::of(plan), LIMIT).await?;
        let pushed: Option<Pushed> = serde_json::from_slice(&answer).ok();
        let pushed = pushed.filter(|pushed| (200..300).contains(&status) && !pushed.request_uri.is_empty());
        let Some(pushed) = pushed else {
            let said: Option<serde_json::Value> = serde_json::from_slice(&answer).ok();
            let why = ["error_description", "error"]
                .iter()
                .find_map(|name| said.as_ref()?.get(name)?.as_str().map(|text| plain(text, 200)))
                .map(|why| format!(": {}", why.trim_end_matches('.')))
                .unwrap_or_default();
            return Err(Error::new(
                Code::ProviderError,
                format!("{host} did not take the authorization request ({status}){why}."),
            )
            .next("Check the client, the redirect URI and the scopes, then start connecting again."));
        };
        let mut short = authorize.clone();
        short.set_query(None);
        short
            .query_pairs_mut()
            .append_pair("client_id", &body.client_id)
            .append_pair("request_uri", &pushed.request_uri);
        Ok(short)
    }
}
