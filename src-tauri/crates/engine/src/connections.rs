//! What is done to a connection besides connecting and calling: test, refresh, archive, rename.

use std::sync::Arc;

use patchbay_connector::AuthKind;
use patchbay_store::StoredHealth;

use crate::{ChangedWhat, Code, Engine, Error, LifecycleEvent, live::Live, send::Trust};

/// How a test request came out.
pub struct TestResult {
    /// Whether the provider accepted the credentials.
    pub ok: bool,
    /// The provider's status.
    pub status: Option<u16>,
    /// What happened, and what to do.
    pub words: String,
}

impl Engine {
    /// Makes the connector's test request with this connection. A rejection marks it; a success clears the mark.
    pub async fn test_connection(&self, connection: &str) -> Result<TestResult, Error> {
        let live = self.live(connection).await?;
        let result = self.test_live(&live).await;
        match result {
            Ok(result) => Ok(result),
            Err(error) if error.code == Code::AccessDenied => {
                let cause = if Self::can_refresh(&live) {
                    "revoked"
                } else {
                    "rejected"
                };
                self.write_health(
                    &live.connection.id,
                    StoredHealth::NeedsReconnect {
                        cause: cause.to_owned(),
                    },
                )
                .await;
                let next = error.next.clone().unwrap_or_default();
                Ok(TestResult {
                    ok: false,
                    status: None,
                    words: format!("{} {next}", error.message),
                })
            }
            Err(error) => Err(error),
        }
    }

    async fn test_live(&self, live: &Arc<Live>) -> Result<TestResult, Error> {
        let mut credentials = live.credentials();
        let names = live.names(credentials.as_deref());
        if let Some(request) = live.effective.test_request(&names)? {
            crate::refresh::inside(live, &request.request.url)?;
        }
        let trust = Trust::of_live(live);
        let mut tested = self.test(&live.effective, &names, &trust).await;
        let rejected = matches!(&tested, Err(error) if error.code == Code::AccessDenied);
        if rejected && Self::can_refresh(live) {
            credentials = Some(
                self.refreshed(live, credentials.map_or(0, |held| held.epoch))
                    .await?,
            );
            tested = self
                .test(&live.effective, &live.names(credentials.as_deref()), &trust)
                .await;
        }
        let tested = tested?;
        let ok = tested.warning.is_none();
        if ok && tested.status.is_some() && live.connection.health != StoredHealth::Working {
            self.write_health(&live.connection.id, StoredHealth::Working)
                .await;
        }
        let words = match (tested.warning, tested.status) {
            (Some(warning), _) => warning.replace("Connected, but not verified: ", ""),
            (None, Some(status)) => format!("The provider accepted the credentials ({status})."),
            (None, None) => {
                "The connector has no test request; make a call to try the credentials.".to_owned()
            }
        };
        Ok(TestResult {
            ok,
            status: tested.status,
            words,
        })
    }

    /// Refreshes a connection's token now.
    pub async fn refresh_connection(&self, connection: &str) -> Result<(), Error> {
        let live = self.live(connection).await?;
        if live.kind() != AuthKind::Oauth2 && !live.kind().is_minted() {
            return Err(Error::new(
                Code::Unsupported,
                "This kind of connection has no token to refresh.",
            )
            .next("Reconnect to replace what was typed in."));
        }
        if !Self::can_refresh(&live) {
            return Err(
                Error::new(Code::NeedsReconnect, "The provider gave no refresh token.").next(
                    "Reconnect when it expires, or ask for a scope that grants one (often offline_access).",
                ),
            );
        }
        let seen = live.credentials().map_or(0, |held| held.epoch);
        self.refreshed(&live, seen).await.map(|_| ())
    }

    /// Archives a connection, revoking its grant at the provider where the connector says how. The archive succeeds even
    /// where the revocation does not (RFC 7009 §2.2.1); the words say so.
    pub async fn archive_connection(&self, connection: &str) -> Result<Option<String>, Error> {
        let found = self.connection(connection).await?;
        let id = found.id.clone();
        let now = self.now();
        let wanted = id.clone();
        // A locked vault keeps nobody from putting a connection away.
        let live = self.live(&id).await.ok();
        self.with_store(move |store| store.archive(&wanted, now)).await?;
        self.forget(&id);
        self.tell(ChangedWhat::Connections, Some(&id));
        if found.archived_at.is_none() {
            self.told(LifecycleEvent::Deleted, &found).await;
        }
        Ok(match live {
            Some(live) => self.revoke(&live).await.err().map(|error| error.message),
            None => None,
        })
    }

    async fn revoke(&self, live: &Live) -> Result<(), Error> {
        let Some(endpoint) = &live.grant.endpoint else {
            return Ok(());
        };
        let credentials = live.credentials();
        let mut names = live.names(credentials.as_deref());
        self.stamp(&mut names)?;
        let proof = crate::mint::Proof {
            effective: &live.effective,
            names: &names,
            endpoint,
            issuer: live.grant.issuer.as_deref(),
        };
        let client_id = live.grant.client_id.clone().unwrap_or_default();
        let client = self.client(&client_id, live.grant.client_secret.as_ref(), &proof)?;
        let Some(plan) = endpoint.revoke_request(&client.as_ref(), &names)? else {
            return Ok(());
        };
        crate::refresh::inside(live, &plan.url)?;
        let (status, ..) = self.send_plan(&plan, &Trust::of_live(live), 64 * 1024).await?;
        if (200..300).contains(&status) {
            // The grant is gone at the provider: restoring the connection needs a new one.
            let health = StoredHealth::NeedsReconnect {
                cause: "revoked".to_owned(),
            };
            self.write_health(&live.connection.id, health).await;
            return Ok(());
        }
        Err(Error::new(
            Code::ProviderError,
            format!("Archived here, but the provider answered {status} to the revocation."),
        )
        .next("Revoke it at the provider, if it must not stay."))
    }

    /// Brings an archived connection back.
    pub async fn restore_connection(&self, connection: &str) -> Result<(), Error> {
        let id = self.connection(connection).await?.id;
        let (wanted, now) = (id.clone(), self.now());
        self.with_store(move |store| store.restore(&wanted, now)).await?;
        self.forget(&id);
        self.tell(ChangedWhat::Connections, Some(&id));
        Ok(())
    }

    /// Gives a connection another name, 1 to 200 characters.
    pub async fn rename_connection(&self, connection: &str, name: &str) -> Result<(), Error> {
        let name = crate::connection_edits::checked_name(name)?;
        let id = self.connection(connection).await?.id;
        let (wanted, now) = (id.clone(), self.now());
        self.with_store(move |store| store.rename(&wanted, &name, now))
            .await?;
        self.forget(&id);
        self.tell(ChangedWhat::Connections, Some(&id));
        Ok(())
    }
}
