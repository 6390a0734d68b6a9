//! An attempt as it is stored: what a redirect is matched with and redeemed with, encrypted.
//!
//! It keeps the resolved endpoints: a code is redeemed at the endpoint that was decided before the browser opened, even
//! if parameters changed meanwhile (security A1.4).

use patchbay_connector::{Names, Patch, Secret, TokenEndpoint};
use patchbay_store::{Attempt, AttemptStatus, How, Surface};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::Choice;
use super::{Plan, awaited::Awaited, redeem::chosen};
use crate::{Code, Engine, Error, ErrorView, sign::dpop::Key};

/// How long an attempt lives, in milliseconds.
pub(crate) const LIFETIME_MS: i64 = 10 * 60 * 1000;

/// What an attempt needs to be finished. Stored only encrypted; no Debug.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AttemptBody {
    pub(crate) authorize_url: Url,
    pub(crate) code_verifier: Option<String>,
    pub(crate) redirect_uri: String,
    pub(crate) arrivals: Vec<Url>,
    pub(crate) endpoint: TokenEndpoint,
    pub(crate) issuer: Option<String>,
    pub(crate) iss_required: bool,
    pub(crate) client_id: String,
    pub(crate) client_secret: Option<String>,
    pub(crate) token_params: Vec<(String, String)>,
    pub(crate) scopes: Vec<String>,
    /// The redirect URI that the client registered itself for (RFC 7591), where it did.
    #[serde(default)]
    pub(crate) registered_for: Option<String>,
    /// The key that the token is to be bound to (RFC 9449), where it is.
    #[serde(default)]
    pub(crate) dpop_key: Option<String>,
    /// What the redirect is read by.
    #[serde(default)]
    pub(crate) callback: Callback,
    pub(crate) what: Wanted,
}

impl AttemptBody {
    /// The key that the token is to be bound to.
    pub(crate) fn key(&self) -> Result<Option<Key>, Error> {
        let stored = self.dpop_key.clone().map(Secret::new);
        stored.as_ref().map(Key::from_secret).transpose()
    }
}

/// How a redirect is read, where the connector has ways of its own.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Callback {
    /// Name of the parameter with the code; none means `code`.
    pub(crate) code_name: Option<String>,
    /// What was sent as `redirect_uri` in place of the URI.
    pub(crate) redirect_sent: Option<String>,
    /// The parameter whose captured value decides the token endpoint, and the endpoint for each value.
    pub(crate) by_capture: Option<(String, Vec<(String, TokenEndpoint)>)>,
}

impl Callback {
    /// The token endpoint that the captured value stands for, where one decides it.
    pub(crate) fn endpoint(&self, names: &Names) -> Option<&TokenEndpoint> {
        chosen(self.by_capture.as_ref(), names)
    }
}

/// Which connection will come of it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Wanted {
    pub(crate) integration_id: String,
    pub(crate) connection_id: Option<String>,
    pub(crate) tenant_id: String,
    pub(crate) name: Option<String>,
    pub(crate) option: Option<String>,
    pub(crate) overrides: Value,
    pub(crate) input: Value,
    pub(crate) draft: Option<String>,
    pub(crate) how: How,
    pub(crate) surface: Surface,
    /// The developer's own key for a new connection.
    #[serde(default)]
    pub(crate) key: Option<String>,
    /// A tenant asked: its override is held to the allowed origins once more when everything is known.
    #[serde(default)]
    pub(crate) by_tenant: bool,
}

impl Wanted {
    pub(crate) fn of(plan: &Plan) -> Self {
        Self {
            integration_id: plan.integration.id.clone(),
            connection_id: plan.existing.as_ref().map(|connection| connection.id.clone()),
            tenant_id: plan.tenant.id.clone(),
            name: plan.request.name.clone(),
            option: plan.option.clone(),
            overrides: plan.overrides.to_value(),
            input: plan.input.to_value(),
            draft: plan.request.draft.clone(),
            how: plan.request.how,
            surface: plan.surface,
            key: plan.request.key.clone(),
            by_tenant: matches!(plan.request.who, crate::Who::Tenant(_)),
        }
    }

    pub(crate) fn overrides(&self) -> Result<Patch, Error> {
        Patch::from_value(self.overrides.clone()).map_err(Error::parameters)
    }

    pub(crate) fn input(&self) -> Result<Patch, Error> {
        Patch::from_value(self.input.clone()).map_err(Error::parameters)
    }
}

/// How an attempt ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The connection it made or renewed.
    pub connection: Option<String>,
    /// What could not be verified.
    pub warning: Option<String>,
    /// Why it failed.
    pub error: Option<ErrorView>,
    /// Where the user authorised.
    pub surface: Surface,
}

/// What a user is shown who signs in with a code (RFC 8628 §3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DevicePrompt {
    /// What to type.
    pub user_code: String,
    /// Where to type it.
    pub verification_uri: Url,
    /// The same with the code filled in, where the provider has it.
    pub verification_uri_complete: Option<Url>,
    /// When the code ends, UTC milliseconds.
    pub expires_at: i64,
}

/// Where an attempt is.
pub struct Progress {
    /// The stored attempt.
    pub attempt: Attempt,
    /// The sign-in link, while it can still be used.
    pub authorize_url: Option<Url>,
    /// The code that the user types on another page, while it can still be used.
    pub device: Option<DevicePrompt>,
    /// What the person has to choose among before it goes on.
    pub choices: Option<Vec<Choice>>,
    /// Where the user authorises.
    pub surface: Surface,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What happened so far: time, step, text.
    pub lines: Vec<(i64, String, String)>,
}

impl Engine {
    /// Where an attempt is.
    pub async fn attempt(&self, id: &str) -> Result<Progress, Error> {
        let wanted = id.to_owned();
        let now = self.now();
        let (attempt, lines) = self
            .with_store(move |store| {
                store.attempts_expire(now)?;
                Ok((store.attempt(&wanted)?, store.attempt_lines(&wanted)?))
            })
            .await?;
        let attempt = attempt.ok_or_else(|| Error::not_found("attempt", id))?;
        // What an attempt needed is erased when it ends.
        let kept = !attempt.sealed.expose().is_empty();
        let body = kept.then(|| Awaited::from_bytes(&attempt.sealed).ok()).flatten();
        let outcome: Option<Outcome> = attempt
            .finished
            .clone()
            .and_then(|stored| serde_json::from_value(stored).ok());
        let outcome = outcome.map(|outcome| Outcome {
            // The commit knows the id of a new connection, the engine that wrote the outcome did not yet.
            connection: attempt
                .connection_id
                .clone()
                .filter(|_| attempt.status == AttemptStatus::Succeeded),
            ..outcome
        });
        let surface = outcome.as_ref().map(|outcome| outcome.surface);
        let pending = attempt.status == AttemptStatus::Pending;
        Ok(Progress {
            surface: surface
                .or(body.as_ref().map(|body| body.what().surface))
                .unwrap_or_default(),
            device: body.as_ref().filter(|_| pending).and_then(Awaited::prompt),
            authorize_url: body.filter(|_| pending).map(|body| body.link().clone()),
            choices: self.0.choices.of(id),
            outcome,
            lines: lines
                .into_iter()
                .map(|line| (line.at, line.step, line.text))
                .collect(),
            attempt,
        })
    }

    /// Waits until an attempt has ended.
    pub async fn attempt_ended(&self, id: &str) -> Result<Progress, Error> {
        self.attempt_until(id, false).await
    }

    /// Waits until an attempt has ended or asks for a choice.
    pub async fn attempt_asks_or_ended(&self, id: &str) -> Result<Progress, Error> {
        self.attempt_until(id, true).await
    }

    async fn attempt_until(&self, id: &str, asks: bool) -> Result<Progress, Error> {
        let mut changed = self.subscribe();
        loop {
            let progress = self.attempt(id).await?;
            if !matches!(
                progress.attempt.status,
                AttemptStatus::Pending | AttemptStatus::Redeeming
            ) || (asks && progress.choices.is_some())
            {
                return Ok(progress);
            }
            let left = (progress.attempt.expires_at - self.now())
                .clamp(50, 5_000)
                .unsigned_abs();
            let _ = tokio::time::timeout(std::time::Duration::from_millis(left), async {
                while let Ok(change) = changed.recv().await {
                    if change.what == crate::ChangedWhat::Attempt && change.id.as_deref() == Some(id) {
                        break;
                    }
                }
            })
            .await;
        }
    }

    /// Writes down a step of an attempt. The text must be redacted by whoever writes it.
    pub(crate) async fn note(&self, attempt: &str, step: &'static str, text: impl Into<String>) {
        let (id, text, now) = (attempt.to_owned(), text.into(), self.now());
        if let Err(error) = self
            .with_store(move |store| store.attempt_log(&id, now, step, &text))
            .await
        {
            tracing::warn!(attempt, step, code = ?error.code, "a step could not be written down");
        }
        self.tell(crate::ChangedWhat::Attempt, Some(attempt));
    }
}

/// The attempt is over: used, cancelled or too old.
pub(crate) fn ended(why: &str) -> Error {
    Error::new(Code::AttemptEnded, format!("This sign-in is over: {why}.")).next("Start connecting again.")
}
