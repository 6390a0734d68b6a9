//! What a refresh that failed means for the connection (design section 5, security A2.10 and A2.12).

use std::sync::Arc;

use patchbay_connector::{AuthKind, TokenFailure};
use patchbay_store::{Credentials, StoredHealth};

use super::words::{delayed, misconfigured, needs_reconnect};
use crate::{ChangedWhat, Engine, Error, LifecycleEvent, live::Live, token::TokenTrouble};

/// Never sooner than this after a failed attempt, in milliseconds.
pub(super) const AFTER_FAILURE_MS: i64 = 10_000;

impl Engine {
    pub(super) async fn note_trouble(
        &self,
        live: &Arc<Live>,
        stored: Option<&Credentials>,
        trouble: TokenTrouble,
    ) -> Error {
        let id = live.connection.id.clone();
        let now = self.now();
        let remint = live.kind().is_minted();
        let (wanted, words) = (id.clone(), trouble.words());
        let kept = self.with_store(move |store| store.set_refresh_error(&wanted, &words));
        if let Err(error) = kept.await {
            tracing::warn!(connection = id, code = ?error.code, "why a refresh failed could not be kept");
        }
        let error = match trouble {
            TokenTrouble::NotSent(error) => {
                self.tell(ChangedWhat::Connections, Some(&id));
                return error;
            }
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
            TokenTrouble::Refused(failure) if rejects_input(live, &failure) => {
                tracing::warn!(connection = id, "what was typed in is no longer accepted");
                let health = StoredHealth::NeedsReconnect {
                    cause: "rejected".to_owned(),
                };
                self.write_health(&id, health).await;
                needs_reconnect("rejected")
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
            Ok(Some(connection)) => {
                let _ = self.0.ended.send(connection.clone());
                self.told(LifecycleEvent::Disconnected, &connection).await;
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(connection = id, code = ?error.code, "a connection's health could not be written");
            }
        }
    }
}
/// Whether the provider said no to what a user typed in. Where nobody typed anything, the developer's values are wrong, and
/// a reconnect would not help.
fn rejects_input(live: &Live, failure: &TokenFailure) -> bool {
    let no = matches!(
        failure,
        TokenFailure::Provider {
            status: 401 | 403,
            ..
        }
    ) || ends_grant(failure);
    no && live.kind() == AuthKind::Exchange && !live.secrets.input.is_empty()
}

/// The errors of RFC 6749 §5.2 that mean: this grant will never be refreshed again.
fn ends_grant(failure: &TokenFailure) -> bool {
    const ENDS: [&str; 5] = [
        "invalid_grant",
        "invalid_token",
        "token_revoked",
        "token_expired",
        "bad_refresh_token",
    ];
    matches!(failure, TokenFailure::Provider { error, .. } if ENDS.contains(&error.as_str()))
}
