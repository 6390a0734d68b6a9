//! A client that registers itself where none is set (RFC 7591).
//!
//! What was registered is part of the grant, and a reconnect goes on with it while issuer and redirect URI are the
//! same. What is not here: changing or deleting a registration (RFC 7592).

use patchbay_connector::{ClientAuth, Endpoints, PlanBody, RequestPlan, Secret};
use serde::Deserialize;
use serde_json::json;

use super::{Plan, redirected::plain, start::missing_client};
use crate::{Code, Engine, Error, grant::Grant, send::Trust};

const LIMIT: usize = 64 * 1024;

/// The client of a sign-in.
pub(super) struct OwnClient {
    pub(super) id: String,
    pub(super) secret: Option<String>,
    /// How it shows who it is, where the registration decided that.
    pub(super) auth: Option<ClientAuth>,
    /// It registered itself, for this redirect URI.
    pub(super) registered_for: Option<String>,
}

/// RFC 7591 §3.2.1.
#[derive(Deserialize)]
struct Registered {
    client_id: String,
    client_secret: Option<String>,
    token_endpoint_auth_method: Option<String>,
}

impl Engine {
    /// The client that is set; where none is, the one that an earlier connect registered, or a new one.
    pub(super) async fn own_client(
        &self,
        plan: &Plan,
        endpoints: &Endpoints,
        redirect_uri: &str,
    ) -> Result<OwnClient, Error> {
        if let Some(id) = plan.effective.client_id() {
            let secret = plan.effective.client_secret();
            return Ok(OwnClient {
                id,
                secret: secret.map(|secret| secret.expose().clone()),
                auth: None,
                registered_for: None,
            });
        }
        let url = endpoints.registration.as_ref();
        let Some(url) = url.filter(|_| plan.effective.registers_clients()) else {
            return Err(missing_client(plan));
        };
        if let Some(known) = self.registered_before(plan, endpoints, redirect_uri).await? {
            return Ok(known);
        }
        let auth = endpoints
            .token
            .as_ref()
            .map_or(ClientAuth::None, |token| token.client_auth);
        let grant = if plan.effective.is_device_flow() {
            "urn:ietf:params:oauth:grant-type:device_code"
        } else {
            "authorization_code"
        };
        let codes: &[&str] = if plan.effective.is_device_flow() {
            &[]
        } else {
            &["code"]
        };
        let uris: &[&str] = if plan.effective.is_device_flow() {
            &[]
        } else {
            &[redirect_uri]
        };
        let asked = json!({
            "client_name": "Patchbay",
            "application_type": if redirect_uri.starts_with("https") { "web" } else { "native" },
            "redirect_uris": uris,
            "grant_types": [grant, "refresh_token"],
            "response_types": codes,
            "token_endpoint_auth_method": method_name(auth),
        });
        let request = RequestPlan {
            method: "POST".to_owned(),
            url: url.clone(),
            headers: vec![("accept".to_owned(), "application/json".into())],
            body: PlanBody::Json(Secret::new(asked.to_string())),
        };
        let host = url.host_str().unwrap_or_default().to_owned();
        let (status, _, body) = self.send_plan(&request, &Trust::of(plan), LIMIT).await?;
        let answer: Option<Registered> = serde_json::from_slice(&body).ok();
        let answer = answer.filter(|answer| (200..300).contains(&status) && !answer.client_id.is_empty());
        let Some(answer) = answer else {
            let said: Option<serde_json::Value> = serde_json::from_slice(&body).ok();
            let why = ["error_description", "error"]
                .iter()
                .find_map(|name| said.as_ref()?.get(name)?.as_str().map(|text| plain(text, 200)))
                .map(|why| format!(": {}", why.trim_end_matches('.')))
                .unwrap_or_default();
            return Err(Error::new(
                Code::ProviderError,
                format!("{host} did not register a client ({status}){why}."),
            )
            .next(
                "Register an application with the provider yourself, and set clientId on the integration.",
            ));
        };
        let auth = match answer.token_endpoint_auth_method.as_deref() {
            Some("client_secret_basic") => ClientAuth::Basic,
            Some("client_secret_post") => ClientAuth::Post,
            Some("none") => ClientAuth::None,
            _ => auth,
        };
        Ok(OwnClient {
            id: answer.client_id,
            secret: answer.client_secret.filter(|secret| !secret.is_empty()),
            auth: Some(auth),
            registered_for: Some(redirect_uri.to_owned()),
        })
    }

    async fn registered_before(
        &self,
        plan: &Plan,
        endpoints: &Endpoints,
        redirect_uri: &str,
    ) -> Result<Option<OwnClient>, Error> {
        let Some(existing) = &plan.existing else {
            return Ok(None);
        };
        let id = existing.id.clone();
        let Some(bytes) = self.with_store(move |store| store.grant(&id)).await? else {
            return Ok(None);
        };
        let grant = Grant::from_bytes(&bytes)?;
        let same = grant.issuer == endpoints.issuer && grant.registered_for.as_deref() == Some(redirect_uri);
        Ok(grant.client_id.filter(|_| same).map(|id| OwnClient {
            id,
            secret: grant.client_secret.map(|secret| secret.expose().clone()),
            auth: grant.endpoint.map(|endpoint| endpoint.client_auth),
            registered_for: grant.registered_for,
        }))
    }
}

/// Its name in a registration. Keys are not registered, so a signed assertion is none of them.
fn method_name(auth: ClientAuth) -> &'static str {
    match auth {
        ClientAuth::Basic => "client_secret_basic",
        ClientAuth::Post => "client_secret_post",
        ClientAuth::None | ClientAuth::PrivateKeyJwt => "none",
    }
}
