//! What happens to an attempt between its start and its redirect, and how it ends without one: taken up after a restart,
//! opened again, cancelled, failed.

use patchbay_store::{AttemptStatus, Surface};
use serde_json::json;

use super::{
    attempt::{Outcome, Progress},
    start::opened_words,
};
use crate::{ChangedWhat, Code, Engine, Error, Opening};

impl Engine {
    /// Takes up attempts that were pending when the engine last stopped: their redirect may still arrive.
    pub(crate) async fn take_up_attempts(&self) -> Result<(), Error> {
        let now = self.now();
        let interrupted = Error::new(
            Code::AttemptEnded,
            "Patchbay was stopped while this sign-in was being finished.",
        )
        .next("Start connecting again; a code can be used only once.");
        let outcome = json!(Outcome {
            connection: None,
            warning: None,
            error: Some(interrupted.into()),
            surface: Surface::default(),
        });
        let pending = self
            .with_store(move |store| {
                store.attempts_interrupted(&outcome)?;
                store.attempts_expire(now)?;
                store.attempts_pending()
            })
            .await?;
        for (id, state_hash, redirect_uri) in pending {
            if redirect_uri.is_empty() {
                self.take_up_device(&id);
                continue;
            }
            let Ok(arrivals) = Self::arrivals_of(&redirect_uri) else {
                continue;
            };
            self.0.pending.insert(state_hash, &id, &arrivals);
        }
        Ok(())
    }

    /// Ends an attempt without a connection, and says why in its timeline.
    pub(crate) async fn fail(&self, id: &str, error: &Error, surface: Surface) {
        // One that was cancelled while it waited for a choice has its end already.
        if self
            .attempt(id)
            .await
            .is_ok_and(|progress| progress.attempt.status == AttemptStatus::Cancelled)
        {
            return;
        }
        tracing::info!(attempt = id, code = ?error.code, "a connect failed");
        self.note(id, "failed", error.message.clone()).await;
        let outcome = Outcome {
            connection: None,
            warning: None,
            error: Some(error.clone().into()),
            surface,
        };
        self.end(id, AttemptStatus::Failed, &outcome).await;
    }

    /// Writes an attempt's end.
    pub(crate) async fn end(&self, id: &str, status: AttemptStatus, outcome: &Outcome) {
        let (wanted, now, outcome) = (id.to_owned(), self.now(), json!(outcome));
        if let Err(error) = self
            .with_store(move |store| store.attempt_finish(&wanted, status, &outcome, now))
            .await
        {
            tracing::error!(attempt = id, code = ?error.code, "an attempt's end could not be written");
        }
        self.leave(id).await;
    }

    /// Takes away what an attempt that has ended leaves behind: its awaited redirect and its page.
    pub(crate) async fn leave(&self, id: &str) {
        self.0.pending.remove(id);
        self.0.surfaces.close(id).await;
        self.tell(ChangedWhat::Attempt, Some(id));
    }

    /// Gives an attempt up. One that has ended stays as it is.
    pub async fn cancel(&self, id: &str) -> Result<Progress, Error> {
        let progress = self.attempt(id).await?;
        let asks = progress.choices.is_some();
        if progress.attempt.status == AttemptStatus::Pending || asks {
            self.note(id, "cancelled", "Given up").await;
            let outcome = Outcome {
                connection: None,
                warning: None,
                error: None,
                surface: progress.surface,
            };
            self.end(id, AttemptStatus::Cancelled, &outcome).await;
            self.0.choices.withdraw(id);
        }
        self.attempt(id).await
    }

    /// Shows the sign-in page of a pending attempt again, on this or another surface.
    pub async fn open_again(&self, id: &str, surface: Option<Surface>) -> Result<Progress, Error> {
        let progress = self.attempt(id).await?;
        let Some(url) = progress.authorize_url.clone() else {
            return Err(super::attempt::ended("it was used, cancelled or is too old"));
        };
        let surface = surface.unwrap_or(progress.surface);
        let integration = self.integration(&progress.attempt.integration_id).await?;
        let redirect_uris = Self::arrivals_of(&progress.attempt.redirect_uri)?;
        let opening = Opening {
            attempt: id.to_owned(),
            surface,
            url,
            redirect_uris,
            title: integration.name,
        };
        self.0.surfaces.open(opening).await.map_err(|error| {
            Error::new(
                Code::Unsupported,
                format!("The sign-in page could not be shown: {error}"),
            )
            .next("Copy the sign-in link and open it yourself.")
        })?;
        self.note(id, "opened", opened_words(surface)).await;
        self.attempt(id).await
    }
}
