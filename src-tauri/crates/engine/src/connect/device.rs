//! Signing in on another device or page with a short code (RFC 8628): the attempt shows the code, and a task asks for
//! the token until the user has decided.
//!
//! Nothing comes back to Patchbay by itself, so there is no redirect and no `state`; the device code is the secret that
//! ties the token to this attempt, and it stays in the vault.

use std::{sync::Arc, time::Duration};

use patchbay_connector::{Endpoints, Names, Patch, RequestPlan, Secret, TokenAnswer, TokenFailure};
use patchbay_store::AttemptStatus;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    AttemptBody, Plan,
    attempt::ended,
    awaited::Awaited,
    pending::state_hash,
    redirected::plain,
    start::{Place, random_text, safe_to_open, scopes_in_words},
};
use crate::{
    Code, Engine, Error, live::effective, mint::Proof, observe::Hearer, send::Trust, sign::dpop::Key,
    token::TokenTrouble,
};

/// A code may live longer than other attempts, but not longer than this, in milliseconds.
const LONGEST_MS: i64 = 30 * 60 * 1000;
/// Seconds between two requests where the provider names none (RFC 8628 §3.5).
const INTERVAL_S: u64 = 5;
/// Seconds that `slow_down` adds for good (RFC 8628 §3.5).
const SLOWER_BY_S: u64 = 5;
/// The longest time between two requests, in seconds: whatever a provider says, the user is waiting.
const LONGEST_INTERVAL_S: u64 = 60;
/// How often the clock is looked at, in milliseconds. A clock, not one long sleep: a machine may have slept.
const LOOK_MS: u64 = 200;
const LIMIT: usize = 64 * 1024;

/// A device authorization under way.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DeviceGrant {
    /// What will come of it, and where its token is asked for.
    pub(crate) body: AttemptBody,
    /// What the provider gave.
    pub(crate) code: DeviceCode,
}

/// The answer of a device authorization endpoint (RFC 8628 §3.2). No Debug: it holds a secret.
#[derive(Clone, Serialize, Deserialize)]
#[allow(clippy::struct_field_names, reason = "the RFC's names")]
pub(crate) struct DeviceCode {
    /// What the token is asked for with; a secret.
    pub(crate) device_code: String,
    /// What the user types.
    pub(crate) user_code: String,
    /// Where the user types it.
    pub(crate) verification_uri: Url,
    /// The same with the code filled in, where the provider has it.
    pub(crate) verification_uri_complete: Option<Url>,
    /// Seconds between two requests.
    pub(crate) interval_s: u64,
    /// When the codes end, UTC milliseconds.
    pub(crate) expires_at: i64,
}

#[derive(Deserialize)]
struct Answer {
    device_code: String,
    user_code: String,
    #[serde(alias = "verification_url")]
    verification_uri: Url,
    #[serde(alias = "verification_url_complete")]
    verification_uri_complete: Option<Url>,
    expires_in: i64,
    interval: Option<u64>,
}

impl DeviceCode {
    /// Reads the answer of a device authorization endpoint. Its pages are opened only where they may be (security A1.10).
    fn read(body: &[u8], now: i64) -> Result<Self, Error> {
        let answer: Answer = serde_json::from_slice(body).map_err(|_| unreadable())?;
        if answer.device_code.is_empty() || answer.user_code.is_empty() || answer.expires_in <= 0 {
            return Err(unreadable());
        }
        safe_to_open(&answer.verification_uri)?;
        let complete = answer
            .verification_uri_complete
            .filter(|complete| safe_to_open(complete).is_ok());
        let lives = answer.expires_in.saturating_mul(1000).min(LONGEST_MS);
        Ok(Self {
            device_code: answer.device_code,
            user_code: plain(&answer.user_code, 40),
            verification_uri: answer.verification_uri,
            verification_uri_complete: complete,
            interval_s: answer.interval.unwrap_or(INTERVAL_S).clamp(1, LONGEST_INTERVAL_S),
            expires_at: now.saturating_add(lives),
        })
    }

    /// The page to open: with the code filled in, where the provider has one.
    pub(crate) fn link(&self) -> &Url {
        self.verification_uri_complete
            .as_ref()
            .unwrap_or(&self.verification_uri)
    }
}

fn unreadable() -> Error {
    Error::new(
        Code::ProviderError,
        "The provider's answer has no code to show (RFC 8628 §3.2).",
    )
    .next("Check auth.device.url of the connector, and that this client may sign in by a code.")
}

/// What to do after a request for the token.
enum Turn {
    Done(Box<TokenAnswer>, Option<Key>),
    Again,
    Slower,
    Over(Error),
}

impl Engine {
    /// Gets a code, writes the attempt, shows the page for the code, and waits for the token.
    pub(super) async fn start_device(
        &self,
        plan: &Plan,
        names: &Names,
        endpoints: &Endpoints,
        mut body: AttemptBody,
    ) -> Result<String, Error> {
        let url = endpoints.device.as_ref().ok_or_else(|| {
            Error::new(
                Code::Misconfigured,
                "The server's metadata names no device authorization endpoint.",
            )
            .next("Set auth.device.url in the connector, or choose another option of it.")
        })?;
        let secret = body.client_secret.clone().map(Secret::new);
        let proof = Proof {
            effective: &plan.effective,
            names,
            endpoint: &body.endpoint,
            issuer: body.issuer.as_deref(),
        };
        let client = self.client(&body.client_id, secret.as_ref(), &proof)?;
        let request = body.endpoint.device_request(url, &client.as_ref(), &body.scopes);
        let code = self.device_code(&request, &Trust::of(plan)).await?;
        body.authorize_url = code.link().clone();
        let grant = DeviceGrant { body, code };
        let sealed = Awaited::Device(Box::new(grant.clone())).to_bytes()?;
        let place = Place::nowhere(AttemptStatus::Pending, grant.code.expires_at);
        // No redirect will come, so nothing finds the attempt by this.
        let hash = state_hash(&random_text(32)?);
        let id = self.insert_attempt(plan, hash, sealed, place).await?;
        let host = grant.code.verification_uri.host_str().unwrap_or_default();
        let scopes = scopes_in_words(&grant.body.scopes);
        self.note(
            &id,
            "started",
            format!("Asking for {scopes}, by a code at {host}"),
        )
        .await;
        self.show(&id, plan, grant.code.link().clone(), Vec::new()).await;
        self.await_device(&id, grant);
        Ok(id)
    }

    /// Asks for a code to show (RFC 8628 §3.1).
    async fn device_code(&self, request: &RequestPlan, trust: &Trust) -> Result<DeviceCode, Error> {
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let (status, _, body) = self.send_plan(request, trust, LIMIT).await?;
        if (200..300).contains(&status) {
            return DeviceCode::read(&body, self.now());
        }
        let said: Option<serde_json::Value> = serde_json::from_slice(&body).ok();
        let text = |name: &str| {
            let value = said.as_ref().and_then(|said| said.get(name)?.as_str());
            value.map(|text| plain(text, 200)).filter(|text| !text.is_empty())
        };
        let why = text("error_description").or_else(|| text("error"));
        let why = why
            .map(|why| format!(": {}", why.trim_end_matches('.')))
            .unwrap_or_default();
        Err(Error::new(
            Code::ProviderError,
            format!("{host} gave no code to sign in with ({status}){why}."),
        )
        .next("Check the client id and the scopes, and that this client may sign in by a code."))
    }

    /// Asks for the token of a pending attempt until its user has decided, its code is over, or it is given up.
    pub(super) fn await_device(&self, id: &str, grant: DeviceGrant) {
        // Weak: an engine that ends does not wait for a user.
        let (weak, id) = (Arc::downgrade(&self.0), id.to_owned());
        let mut interval_s = grant.code.interval_s;
        let mut next = self.now() + seconds(interval_s);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_millis(LOOK_MS)).await;
                let Some(engine) = weak.upgrade().map(Self) else {
                    return;
                };
                let now = engine.now();
                if now < next {
                    continue;
                }
                if !engine.still_pending(&id).await {
                    return;
                }
                if now >= grant.code.expires_at {
                    let surface = grant.body.what.surface;
                    return engine
                        .conclude(&id, Err(ended("the code is too old")), surface)
                        .await;
                }
                match engine.ask_for_device_token(&grant).await {
                    Turn::Again => {}
                    Turn::Slower => interval_s = (interval_s + SLOWER_BY_S).min(LONGEST_INTERVAL_S),
                    Turn::Done(answer, key) => {
                        let mut body = grant.body.clone();
                        body.dpop_key = key.map(|key| key.to_secret().expose().clone());
                        return engine.device_allowed(&id, *answer, &body).await;
                    }
                    Turn::Over(error) => {
                        return engine.conclude(&id, Err(error), grant.body.what.surface).await;
                    }
                }
                next = engine.now() + seconds(interval_s);
            }
        });
    }

    /// Takes up an attempt that was pending when the engine last stopped, once the vault is ready.
    pub(super) fn take_up_device(&self, id: &str) {
        let (weak, id) = (Arc::downgrade(&self.0), id.to_owned());
        let mut vault = self.0.vault.clone();
        tokio::spawn(async move {
            let ready = |state: &patchbay_store::VaultState| *state == patchbay_store::VaultState::Ready;
            if vault.wait_for(ready).await.is_err() {
                return;
            }
            let Some(engine) = weak.upgrade().map(Self) else {
                return;
            };
            let wanted = id.clone();
            let attempt = engine.with_store(move |store| store.attempt(&wanted)).await;
            let Ok(Some(attempt)) = attempt else { return };
            if let Ok(Awaited::Device(grant)) = Awaited::from_bytes(&attempt.sealed) {
                engine.await_device(&id, *grant);
            }
        });
    }

    async fn still_pending(&self, id: &str) -> bool {
        let wanted = id.to_owned();
        let row = self.with_store(move |store| store.attempt_row(&wanted)).await;
        matches!(row, Ok(Some(row)) if row.status == AttemptStatus::Pending)
    }

    async fn ask_for_device_token(&self, grant: &DeviceGrant) -> Turn {
        let body = &grant.body;
        let mut key = match body.key() {
            Ok(key) => key,
            Err(error) => return Turn::Over(error),
        };
        match self.device_token(grant, &mut key).await {
            Ok(answer) => Turn::Done(Box::new(answer), key),
            Err(TokenTrouble::Refused(TokenFailure::Provider { error, .. })) => match error.as_str() {
                "authorization_pending" => Turn::Again,
                "slow_down" => Turn::Slower,
                "access_denied" | "authorization_declined" => Turn::Over(
                    Error::new(Code::AccessDenied, "Access was denied at the provider.")
                        .next("Connect again and allow the access, or ask for fewer scopes."),
                ),
                "expired_token" => Turn::Over(ended("the code is too old")),
                _ => Turn::Over(
                    Error::new(
                        Code::ProviderError,
                        format!("The provider answered “{}” for the code.", plain(&error, 80)),
                    )
                    .next("Check the client id and the scopes, then start connecting again."),
                ),
            },
            // Nothing is lost by asking again: the code is good until it was used (RFC 8628 §3.5).
            Err(TokenTrouble::Ambiguous(cause) | TokenTrouble::Later { cause, .. }) => {
                tracing::info!(
                    client = body.client_id,
                    cause,
                    "a device's token is asked for more slowly"
                );
                Turn::Slower
            }
            Err(trouble) => Turn::Over(trouble.on_connect()),
        }
    }

    async fn device_token(
        &self,
        grant: &DeviceGrant,
        key: &mut Option<Key>,
    ) -> Result<TokenAnswer, TokenTrouble> {
        let body = &grant.body;
        let what = &body.what;
        let integration = self.integration(&what.integration_id).await?;
        let overrides = what.overrides()?;
        let connector = self.connector_for(&integration, &overrides).await?;
        let effective = effective(&connector, &integration, what.option.as_deref(), &overrides);
        let trust = Trust::new(&connector, &effective);
        let names = effective.names(&what.input()?, &Patch::default());
        let secret = body.client_secret.clone().map(Secret::new);
        let proof = Proof {
            effective: &effective,
            names: &names,
            endpoint: &body.endpoint,
            issuer: body.issuer.as_deref(),
        };
        let client = self.client(&body.client_id, secret.as_ref(), &proof)?;
        let code = Secret::new(grant.code.device_code.clone());
        let request = body
            .endpoint
            .device_token_request(&client.as_ref(), &code, &body.token_params);
        self.ask_for_bound_token(Hearer::Nobody, &body.endpoint, request, &trust, key)
            .await
    }

    async fn device_allowed(&self, id: &str, answer: TokenAnswer, body: &AttemptBody) {
        let (wanted, now) = (id.to_owned(), self.now());
        let taken = self
            .with_store(move |store| store.attempt_consume(&wanted, now))
            .await;
        // Given up while the token came: then nobody wants it.
        if !matches!(taken, Ok(true)) {
            return;
        }
        self.note(id, "token", "The user allowed the access").await;
        let result = Box::pin(self.granted(id, answer, Patch::default(), body)).await;
        self.conclude(id, result, body.what.surface).await;
    }
}

fn seconds(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(answer: &str) -> Result<DeviceCode, Error> {
        DeviceCode::read(answer.as_bytes(), 1_000)
    }

    #[test]
    fn without_an_interval_it_is_five_seconds() {
        let code = read(
            r#"{"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://id.example/device","expires_in":600}"#,
        )
        .unwrap();
        assert_eq!(code.interval_s, 5);
        assert_eq!(code.expires_at, 601_000);
        assert_eq!(code.link().as_str(), "https://id.example/device");
    }

    #[test]
    fn a_page_that_may_not_be_opened_is_not() {
        let answer = |uri: &str, complete: &str| {
            format!(
                r#"{{"device_code":"d","user_code":"A","verification_uri":"{uri}","verification_uri_complete":"{complete}","expires_in":600}}"#
            )
        };
        for bad in [
            "http://id.example/device",
            "file:///etc/passwd",
            "https://me:x@id.example/",
        ] {
            assert!(
                read(&answer(bad, "https://id.example/device?c=A")).is_err(),
                "{bad}"
            );
            let code = read(&answer("https://id.example/device", bad)).unwrap();
            assert_eq!(code.link().as_str(), "https://id.example/device", "{bad}");
        }
    }

    #[test]
    fn a_code_that_lives_for_ever_does_not_keep_an_attempt_for_ever() {
        let code = read(
            r#"{"device_code":"d","user_code":"A","verification_url":"https://id.example/device","expires_in":9000000000000000000,"interval":0}"#,
        )
        .unwrap();
        assert_eq!(code.expires_at, 1_000 + LONGEST_MS);
        assert_eq!(code.interval_s, 1);
    }

    #[test]
    fn an_answer_without_a_code_is_an_error() {
        for bad in [
            "",
            "<html>",
            "{}",
            r#"{"device_code":"","user_code":"A","verification_uri":"https://a/","expires_in":1}"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
