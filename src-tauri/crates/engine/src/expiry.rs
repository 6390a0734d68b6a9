//! Setting a connection's clock: its access token counts as expired earlier than the provider said. For seeing a refresh
//! without waiting an hour for it.

use crate::{ChangedWhat, Code, Engine, Error};

/// A token is set to expire within a day at most: this is for trying things out.
const LONGEST_MS: u32 = 24 * 60 * 60 * 1000;

impl Engine {
    /// Lets the stored access token expire `in_ms` milliseconds from now. The provider is told nothing; a call close to or
    /// after that time gets a new token first.
    ///
    /// # Errors
    /// No access token that expires, or more than a day.
    pub async fn expire_token(&self, connection: &str, in_ms: u32) -> Result<(), Error> {
        if in_ms > LONGEST_MS {
            return Err(Error::new(
                Code::InvalidRequest,
                "A token can be set to expire within a day at most.",
            )
            .at("inMs")
            .next("Choose 0 for now, or up to 86400000 milliseconds."));
        }
        let live = self.live(connection).await?;
        let id = live.connection.id.clone();
        let expires = live
            .credentials()
            .is_some_and(|held| held.expires_at.is_some() || Self::can_refresh(&live));
        if !expires {
            return Err(Error::new(
                Code::Unsupported,
                "This connection has no access token that expires: what was typed in or granted holds until the provider \
                 ends it.",
            )
            .next("Revoke it at the provider to see what happens then."));
        }
        // A refresh that runs would write its own expiry over this one.
        self.refresh_over(&id).await;
        let (wanted, at) = (id.clone(), self.now().saturating_add(i64::from(in_ms)));
        self.with_store(move |store| store.credentials_expire(&wanted, at))
            .await?;
        self.forget(&id);
        self.tell(ChangedWhat::Connections, Some(&id));
        Ok(())
    }
}
