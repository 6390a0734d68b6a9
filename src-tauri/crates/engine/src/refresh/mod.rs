//! Refresh: one task per connection, however many wait (design section 5).
//!
//! The order is what keeps a rotated token from being lost: intent written, request sent, new tokens committed in one
//! transaction, and only then the waiters woken. Nothing here ever erases a stored refresh token.

mod ask;
mod dry_run;
mod trouble;
mod words;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use futures_util::future::{BoxFuture, FutureExt as _, Shared};
use patchbay_connector::{AuthKind, Origin, Secret, TokenAnswer};
use patchbay_store::{Credentials, StoredHealth};

pub(crate) use self::words::{binding_changed, inside, needs_reconnect};
use self::{trouble::AFTER_FAILURE_MS, words::delayed};
use crate::{ChangedWhat, Engine, Error, engine::locked, live::Live, observe::Did};

type Running = Shared<BoxFuture<'static, Result<Arc<Credentials>, Error>>>;

/// The refreshes that run now, by connection.
#[derive(Default)]
pub(crate) struct Refreshes(Mutex<HashMap<String, Running>>);

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
                self.did(&id, || Did::Waits);
                running.clone()
            } else {
                let (engine, live, key) = (self.clone(), Arc::clone(live), id.clone());
                self.did(&id, || Did::Waits);
                let task = tokio::spawn(async move {
                    let result = engine.refresh_now(&live).await;
                    let why = result.as_ref().err().map(|error| error.message.clone());
                    engine.did(&key, || Did::RefreshEnded(why));
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
        let result = running.await;
        self.did(&id, || Did::Woken);
        result
    }

    /// Waits until no refresh of this connection runs, whatever comes of it.
    pub(crate) async fn refresh_over(&self, connection: &str) {
        let running = locked(&self.0.refreshes.0).get(connection).cloned();
        if let Some(running) = running {
            let _ = running.await;
        }
    }

    /// Whether new tokens can be had without the user.
    pub fn can_refresh(live: &Live) -> bool {
        match live.kind() {
            AuthKind::Oauth2 => {
                let enabled = live
                    .grant
                    .endpoint
                    .as_ref()
                    .is_some_and(|endpoint| endpoint.refresh_enabled);
                let needed = live
                    .grant
                    .endpoint
                    .as_ref()
                    .is_none_or(|endpoint| endpoint.needs_refresh_token);
                enabled
                    && live
                        .credentials()
                        .is_some_and(|held| !needed || held.refresh_token.is_some())
            }
            kind => kind.is_minted(),
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
        self.did(&id, || Did::RefreshBegun);
        match self.ask_twice(live, stored.as_ref(), &asking).await {
            Ok((answer, effective_used)) => self.keep(live, stored.as_ref(), answer, effective_used).await,
            Err(trouble) => Err(self.note_trouble(live, stored.as_ref(), trouble).await),
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
}
