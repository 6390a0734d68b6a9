//! Refresh: one task per connection, however many wait (design section 5).
//!
//! The order is what keeps a rotated token from being lost: intent written, request sent, new tokens committed in one
//! transaction, and only then the waiters woken. Nothing here ever erases a stored refresh token.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use futures_util::future::{BoxFuture, FutureExt as _, Shared};
use patchbay_connector::{
    AuthKind, ClientRef, Endpoints, Origin, RequestPlan, Secret, TokenAnswer, TokenEndpoint,
};
use patchbay_store::{Credentials, StoredHealth};

use crate::{
    ChangedWhat, Code, Engine, Error, LifecycleEvent, engine::locked, live::Live, send::Trust,
    token::TokenTrouble,
};

/// Never sooner than this after a failed attempt, in milliseconds.
const AFTER_FAILURE_MS: i64 = 10_000;

type Running = Shared<BoxFuture<'static, Result<Arc<Credentials>, Error>>>;

/// The refreshes that run now, by connection.
#[derive(Default)]
pub(crate) struct Refreshes(Mutex<HashMap<String, Running>>);

/// What a refresh is made with.
struct Asking {
    endpoint: TokenEndpoint,
    client_id: String,
    /// The grant's secret and parameters where they differ from the effective ones: tried second.
    grants_own: Option<RequestPlan>,
    request: RequestPlan,
}

impl Engine {
    /// Newer credentials than those of `seen` (an epoch): the ones that somebody else already got, or a refresh.
    /// Dropping this future does not stop the refresh.
    pub(crate) async fn refreshed(&self, live: &Arc<Live>, seen: i64) -> Result<Arc<Credentials>, Error> {
        let id = live.connection.id.clone();
        let running = {
            let mut all = locked(&self.0.refreshes.0);
            // Looked at under the lock: whoever finishes a refresh sets the credentials before leaving the map.
            if let Some(newer) = live.credentials().filter(|now| now.epoch > seen) {
                return Ok(newer);
            }
            if let Some(running) = all.get(&id) {
                running.clone()
            } else {
                let (engine, live, key) = (self.clone(), Arc::clone(live), id.clone());
                let task = tokio::spawn(async move {
                    let result = engine.refresh_now(&live).await;
                    locked(&engine.0.refreshes.0).remove(&key);
                    result
                });
                let running: Running =
                    async move { task.await.unwrap_or_else(|error| Err(Error::internal(error))) }
                        .boxed()
                        .shared();
                all.insert(id.clone(), running.clone());
                running
            }
        };
        running.await
    }

    /// Whether new tokens can be had without the user.
    pub(crate) fn can_refresh(live: &Live) -> bool {
        match live.kind() {
            AuthKind::Oauth2 => {
                let enabled = live
                    .grant
                    .endpoint
                    .as_ref()
                    .is_some_and(|endpoint| endpoint.refresh_enabled);
                enabled
                    && live
                        .credentials()
                        .is_some_and(|held| held.refresh_token.is_some())
            }
            AuthKind::ClientCredentials => true,
            _ => false,
        }
    }

    async fn refresh_now(&self, live: &Arc<Live>) -> Result<Arc<Credentials>, Error> {
        let id = live.connection.id.clone();
        // Re-read: an earlier process may have got further than our copy.
        let wanted = id.clone();
        let (row, stored, failed_at) = self
            .with_store(move |store| {
                Ok((
                    store.connection(&wanted)?,
                    store.credentials(&wanted)?,
                    store.refresh_failed_at(&wanted)?,
                ))
            })
            .await?;
        let held = live.credentials();
        if let (Some(stored), Some(held)) = (&stored, &held)
            && stored.epoch > held.epoch
        {
            live.set_credentials(stored.clone());
            return Ok(Arc::new(stored.clone()));
        }
        if let Some(StoredHealth::RefreshDelayed { until, cause }) = row.map(|row| row.health) {
            let until = until.max(failed_at.map_or(0, |at| at + AFTER_FAILURE_MS));
            if self.now() < until {
                return Err(delayed(until, &cause));
            }
        }
        let asking = self.asking(live, stored.as_ref()).await?;
        let (wanted, now) = (id.clone(), self.now());
        self.with_store(move |store| store.refresh_intent(&wanted, now))
            .await?;
        let trust = Trust::of_live(live);
        match self.ask_twice(&asking, &trust).await {
            Ok((answer, effective_used)) => self.keep(live, stored.as_ref(), answer, effective_used).await,
            Err(trouble) => Err(self.note_trouble(live, stored.as_ref(), trouble).await),
        }
    }

    /// The request, with the endpoint it goes to. Its origin must be inside the binding (design section 2).
    async fn asking(&self, live: &Live, stored: Option<&Credentials>) -> Result<Asking, Error> {
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
    async fn ask_twice(&self, asking: &Asking, trust: &Trust) -> Result<(TokenAnswer, bool), TokenTrouble> {
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

    async fn keep(
        &self,
        live: &Arc<Live>,
        stored: Option<&Credentials>,
        answer: TokenAnswer,
        effective_used: bool,
    ) -> Result<Arc<Credentials>, Error> {
        let id = live.connection.id.clone();
        let captured = answer.captured.clone();
        let mut credentials = self.credentials_of(answer, stored);
        let mut grant = live.grant.clone();
        if effective_used {
            grant.client_secret = live.effective.client_secret();
            grant.token_params = live
                .effective
                .token_params()
                .into_iter()
                .map(|(name, value)| (name, Secret::new(value)))
                .collect();
        }
        let moved = Self::keep_captured(live, &mut grant, &captured);
        let changed = (effective_used || moved).then(|| grant.to_bytes()).transpose()?;
        let (wanted, now, to_write) = (id.clone(), self.now(), credentials.clone());
        credentials.epoch = self
            .with_store(move |store| store.refresh_commit(&wanted, &to_write, changed.as_ref(), now))
            .await?;
        let credentials = Arc::new(credentials);
        live.set_credentials((*credentials).clone());
        if effective_used || moved || live.connection.health != StoredHealth::Working {
            // Resolved again at the next call: health, grant or a captured value is another now.
            self.forget(&id);
        }
        tracing::info!(
            connection = id,
            epoch = credentials.epoch,
            "a token was refreshed"
        );
        self.tell(ChangedWhat::Connections, Some(&id));
        Ok(credentials)
    }

    /// A value captured again is kept only if its origin is inside the binding (design section 2).
    fn keep_captured(
        live: &Live,
        grant: &mut crate::grant::Grant,
        captured: &patchbay_connector::Patch,
    ) -> bool {
        let mut moved = false;
        for (path, value) in captured.leaves() {
            if grant.discovered.get(&path) == Some(value) {
                continue;
            }
            let origin = value.as_str().and_then(Origin::parse);
            if origin.is_some_and(|origin| !live.binding.contains(&origin)) {
                tracing::warn!(connection = live.connection.id, %path, "a refreshed value is outside the binding; the old one stays");
                continue;
            }
            moved |= grant.discovered.set(&path, value.clone()).is_ok();
        }
        moved
    }

    async fn note_trouble(
        &self,
        live: &Arc<Live>,
        stored: Option<&Credentials>,
        trouble: TokenTrouble,
    ) -> Error {
        let id = live.connection.id.clone();
        let now = self.now();
        let remint = live.kind() == AuthKind::ClientCredentials;
        let error = match trouble {
            TokenTrouble::NotSent(error) => return error,
            TokenTrouble::Refused(failure) if failure.is_invalid_client() => {
                tracing::warn!(connection = id, "the client is refused");
                let health = StoredHealth::Misconfigured {
                    path: "clientSecret".to_owned(),
                };
                self.write_health(&id, health).await;
                misconfigured("clientSecret")
            }
            TokenTrouble::Refused(failure) if !remint && ends_grant(&failure) => {
                // Somebody else may have rotated the token meanwhile: then the refusal was of the old one.
                let wanted = id.clone();
                let newer = self
                    .with_store(move |store| store.credentials(&wanted))
                    .await
                    .ok()
                    .flatten();
                if let (Some(newer), Some(old)) = (&newer, stored)
                    && newer.epoch > old.epoch
                {
                    live.set_credentials(newer.clone());
                    return delayed(now, "another process refreshed the token");
                }
                tracing::warn!(connection = id, "the grant is no longer accepted");
                self.write_health(
                    &id,
                    StoredHealth::NeedsReconnect {
                        cause: "revoked".to_owned(),
                    },
                )
                .await;
                needs_reconnect("revoked")
            }
            TokenTrouble::Refused(failure) => self.delay(&id, &failure.to_string(), None, now).await,
            TokenTrouble::Ambiguous(cause) => self.delay(&id, &cause, None, now).await,
            TokenTrouble::Later { cause, after } => self.delay(&id, &cause, after, now).await,
        };
        self.forget(&id);
        self.tell(ChangedWhat::Connections, Some(&id));
        error
    }

    async fn delay(&self, id: &str, cause: &str, after: Option<i64>, now: i64) -> Error {
        let wait = after.unwrap_or(0).max(AFTER_FAILURE_MS);
        tracing::warn!(connection = id, cause, wait_ms = wait, "a refresh failed for now");
        let (wanted, words) = (id.to_owned(), cause.to_owned());
        if let Err(error) = self
            .with_store(move |store| store.refresh_failed(&wanted, &words, wait, now))
            .await
        {
            return error;
        }
        delayed(now + wait, cause)
    }

    pub(crate) async fn write_health(&self, id: &str, health: StoredHealth) {
        let (wanted, now) = (id.to_owned(), self.now());
        let ends = |health: &StoredHealth| matches!(health, StoredHealth::NeedsReconnect { .. });
        let ended = self
            .with_store(move |store| {
                let before = store.connection(&wanted)?;
                store.set_health(&wanted, &health, now)?;
                let newly =
                    before.is_some_and(|before| !ends(&before.health) && before.archived_at.is_none());
                if newly && ends(&health) {
                    store.connection(&wanted)
                } else {
                    Ok(None)
                }
            })
            .await;
        self.forget(id);
        self.tell(ChangedWhat::Connections, Some(id));
        match ended {
            Ok(Some(connection)) => self.told(LifecycleEvent::Disconnected, &connection).await,
            Ok(None) => {}
            Err(error) => {
                tracing::error!(connection = id, code = ?error.code, "a connection's health could not be written");
            }
        }
    }
}

/// The errors of RFC 6749 §5.2 that mean: this grant will never be refreshed again.
fn ends_grant(failure: &patchbay_connector::TokenFailure) -> bool {
    use patchbay_connector::TokenFailure;
    const ENDS: [&str; 5] = [
        "invalid_grant",
        "invalid_token",
        "token_revoked",
        "token_expired",
        "bad_refresh_token",
    ];
    matches!(failure, TokenFailure::Provider { error, .. } if ENDS.contains(&error.as_str()))
}

/// Refuses an address outside the binding: asked before any request that carries credentials.
pub(crate) fn inside(live: &Live, url: &url::Url) -> Result<(), Error> {
    match Origin::of(url) {
        Some(origin) if live.binding.contains(&origin) => Ok(()),
        origin => Err(binding_changed(
            &origin.map(|origin| origin.to_string()).unwrap_or_default(),
        )),
    }
}

/// A request would go outside the binding.
pub(crate) fn binding_changed(origin: &str) -> Error {
    Error::new(
        Code::BindingChanged,
        format!(
            "Nothing was sent: {origin} is not among the origins that this connection was connected for."
        ),
    )
    .next("Undo the change that moved it, or reconnect to allow the new origin.")
}

pub(crate) fn needs_reconnect(cause: &str) -> Error {
    let health = crate::Health::NeedsReconnect {
        cause: cause.to_owned(),
    };
    let next = health.next().unwrap_or_default();
    Error::new(Code::NeedsReconnect, format!("{}.", health.words())).next(next)
}

fn misconfigured(path: &str) -> Error {
    Error::new(
        Code::Misconfigured,
        format!("The provider refused the client; {path} is wrong or missing."),
    )
    .at(path)
    .next("Correct it on the integration or in the override, then try again.")
}

fn delayed(until: i64, cause: &str) -> Error {
    Error::new(
        Code::RefreshDelayed,
        format!("The token could not be refreshed yet: {cause}."),
    )
    .next(format!(
        "It is tried again from {} on; nothing was lost.",
        clock_time(until)
    ))
}

fn clock_time(ms: i64) -> String {
    let second = ms.div_euclid(1000).rem_euclid(86_400);
    format!(
        "{:02}:{:02}:{:02} UTC",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}
