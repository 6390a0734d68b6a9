//! The API's address, who may use it, and what came in.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use patchbay_engine::{AccessChange, Engine, Error, PublicKey, Remedy, WireRequest};
use patchbay_store::VaultState;
use sha2::{Digest as _, Sha256};

use crate::{
    ApiAccessSetRequest, ApiRequestView, ApiView, Context, Nothing, PublicKeyView, RemedyKind, RemedyView,
    WebhookView,
};

/// Origins that [`patchbay_engine::Access::allows_origin`] takes without a list.
const BUILTIN_ORIGINS: [&str; 2] = ["http://localhost:*", "http://127.0.0.1:*"];

pub(crate) async fn api(context: &Context, _: Nothing) -> Result<ApiView, Error> {
    view(context).await
}

pub(crate) async fn api_access_set(
    context: &Context,
    request: ApiAccessSetRequest,
) -> Result<ApiView, Error> {
    let change = AccessChange {
        add_origins: request.add_origins.unwrap_or_default(),
        remove_origins: request.remove_origins.unwrap_or_default(),
        add_redirect_uris: request.add_redirect_uris.unwrap_or_default(),
        remove_redirect_uris: request.remove_redirect_uris.unwrap_or_default(),
        tokenless_forms: request.tokenless_forms,
        add_public_key: request.add_public_key,
        remove_public_key: request.remove_public_key,
    };
    context.engine.set_access(change).await?;
    view(context).await
}

pub(crate) async fn api_requests(context: &Context, _: Nothing) -> Result<Vec<ApiRequestView>, Error> {
    let requests = context.engine.wire_log().list();
    Ok(requests.into_iter().map(request_view).collect())
}

/// Everything about the API.
pub(super) async fn view(context: &Context) -> Result<ApiView, Error> {
    let engine = &context.engine;
    let (url, off) = address(engine);
    let workspace_key = match engine.vault_state() {
        VaultState::Ready => Some(engine.workspace().await?.key),
        _ => None,
    };
    let (access, webhook) = (engine.access(), engine.webhook().await?);
    Ok(ApiView {
        url,
        off,
        workspace_key,
        builtin_origins: BUILTIN_ORIGINS.map(str::to_owned).to_vec(),
        origins: access.origins.clone(),
        redirect_uris: access.redirect_uris.clone(),
        tokenless_forms: access.tokenless_forms,
        public_keys: access.public_keys.iter().map(key_view).collect(),
        webhook: WebhookView {
            url: webhook.url,
            hosts: webhook.hosts,
        },
    })
}

/// Where the API is or would be, and why it does not listen.
fn address(engine: &Engine) -> (String, Option<String>) {
    let listener = engine.listeners().api;
    if listener.url.is_empty() {
        let url = format!("http://127.0.0.1:{}", engine.settings().port);
        return (url, Some("It was not started.".to_owned()));
    }
    (listener.url, listener.off)
}

fn key_view(key: &PublicKey) -> PublicKeyView {
    let body: String = key.pem.lines().filter(|line| !line.starts_with('-')).collect();
    // As `openssl pkey -pubin -outform DER | sha256sum` says it. A key that is listed has been read before.
    let der = BASE64_STANDARD.decode(body.trim()).unwrap_or_default();
    PublicKeyView {
        id: key.id.clone(),
        algorithm: key.kind.clone(),
        fingerprint: hex::encode(Sha256::digest(der)),
    }
}

fn request_view(request: WireRequest) -> ApiRequestView {
    ApiRequestView {
        id: request.id,
        at: request.at,
        method: request.method,
        path: request.path,
        origin: request.origin,
        who: request.who,
        status: request.status,
        reason: request.reason,
        remedy: request.remedy.map(|remedy| match remedy {
            Remedy::Origin(value) => RemedyView {
                kind: RemedyKind::Origin,
                value,
            },
            Remedy::RedirectUri(value) => RemedyView {
                kind: RemedyKind::RedirectUri,
                value,
            },
        }),
        duration_ms: u32::try_from(request.duration_ms).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_s_fingerprint_is_that_of_its_der() {
        let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\nAAAA\n-----END PUBLIC KEY-----";
        let view = key_view(&PublicKey {
            id: "i".to_owned(),
            kind: "Ed25519".to_owned(),
            pem: pem.to_owned(),
        });
        let der = BASE64_STANDARD.decode("MCowBQYDK2VwAyEAAAAA").unwrap();
        assert_eq!(view.fingerprint, hex::encode(Sha256::digest(der)));
        assert_eq!(view.fingerprint.len(), 64);
    }

    #[test]
    fn a_request_names_what_would_let_it_in() {
        let view = request_view(WireRequest {
            id: "1".to_owned(),
            at: 1,
            method: "POST".to_owned(),
            path: "/connect".to_owned(),
            origin: None,
            who: None,
            status: 400,
            reason: Some("why".to_owned()),
            remedy: Some(Remedy::RedirectUri("http://a/b".to_owned())),
            duration_ms: u64::MAX,
        });
        let json = serde_json::to_value(view).unwrap();
        assert_eq!(
            json["remedy"],
            serde_json::json!({"kind": "redirectUri", "value": "http://a/b"})
        );
        assert_eq!(json["durationMs"], u32::MAX);
    }
}
