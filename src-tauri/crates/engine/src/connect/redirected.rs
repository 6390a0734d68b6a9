//! The one function for every redirect: navigation hook, deep link, loopback and paste (design section 4.5).

use patchbay_store::{AttemptRow, AttemptStatus, Surface};
use url::Url;

use super::{
    AttemptBody,
    attempt::{Outcome, ended},
    awaited::Awaited,
    pending::{arrives_at, hashes_of, single},
};
use crate::{Code, Engine, Error};

/// What became of a redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redirected {
    /// It belongs to no attempt of this folder, and was ignored.
    Ignored,
    /// It ended this attempt, well or not.
    Attempt(String),
}

impl Engine {
    /// Whether a URL is the awaited redirect of a pending attempt. No I/O: for navigation hooks.
    pub fn expects(&self, url: &str) -> bool {
        Url::parse(url).is_ok_and(|url| self.0.pending.expects(&url))
    }

    /// Takes a redirect. Only an exact URI with the state of a pending attempt does anything (RFC 6749 §10.12); what a
    /// stranger sends is ignored, and is never logged with its code.
    ///
    /// An error means that the URL belongs to an attempt that cannot be finished any more, or that the vault is locked;
    /// how a finished attempt came out is in the attempt.
    pub async fn redirected(&self, url: &str) -> Result<Redirected, Error> {
        let Ok(url) = Url::parse(url.trim()) else {
            return Ok(Redirected::Ignored);
        };
        let hashes = hashes_of(&url);
        let row = self
            .with_store(move |store| {
                for hash in &hashes {
                    if let Some(row) = store.attempt_row_by_state_hash(hash)? {
                        return Ok(Some(row));
                    }
                }
                Ok(None)
            })
            .await?;
        let Some(row) = row else {
            return Ok(Redirected::Ignored);
        };
        self.check_alive(&row).await?;
        self.vault_ready_until(row.expires_at).await?;
        let id = row.id.clone();
        let attempt = self.with_store(move |store| store.attempt(&id)).await?;
        let attempt = attempt.ok_or_else(|| Error::internal("an attempt went away"))?;
        let awaited = Awaited::from_bytes(&attempt.sealed)?;
        if !awaited
            .arrivals()
            .iter()
            .any(|registered| arrives_at(&url, registered))
        {
            self.note(
                &row.id,
                "ignored",
                "A redirect came to another address than the registered one",
            )
            .await;
            return Err(Error::new(
                Code::RedirectMismatch,
                "This is not the address that the sign-in was sent to.",
            )
            .next("Paste the whole address of the page where the sign-in ended."));
        }
        let (id, now) = (row.id.clone(), self.now());
        if !self
            .with_store(move |store| store.attempt_consume(&id, now))
            .await?
        {
            return Err(ended("its redirect was used already, or came too late"));
        }
        self.0.pending.remove(&row.id);
        self.note(&row.id, "redirect", "The provider sent the user back")
            .await;
        // On a task of its own: a browser that hangs up must not leave a code half redeemed.
        let (engine, id) = (self.clone(), row.id.clone());
        let changes = self.subscribe();
        let work = tokio::spawn(async move { engine.take_answer(&id, &url, awaited).await });
        tokio::select! {
            done = work => done.map_err(Error::internal)?,
            // It goes on by itself once the person has chosen.
            () = self.asks(&row.id, changes) => {}
        }
        Ok(Redirected::Attempt(row.id))
    }

    async fn check_alive(&self, row: &AttemptRow) -> Result<(), Error> {
        match row.status {
            AttemptStatus::Pending if self.now() < row.expires_at => Ok(()),
            AttemptStatus::Pending => {
                let now = self.now();
                self.with_store(move |store| store.attempts_expire(now)).await?;
                self.0.pending.remove(&row.id);
                self.tell(crate::ChangedWhat::Attempt, Some(&row.id));
                Err(ended("ten minutes have passed"))
            }
            AttemptStatus::Expired => Err(ended("ten minutes have passed")),
            AttemptStatus::Cancelled => Err(ended("it was cancelled")),
            _ => Err(ended("its redirect was used already")),
        }
    }

    async fn take_answer(&self, id: &str, url: &Url, awaited: Awaited) {
        let surface = awaited.what().surface;
        let result = match awaited {
            Awaited::Code(body) => match answer(url, &body) {
                Ok(code) => Box::pin(self.redeem(id, &code, url, &body)).await,
                Err(error) => Err(error),
            },
            Awaited::Oauth1(credentials) => Box::pin(self.redeem_verifier(id, url, &credentials)).await,
            Awaited::Device(_) => Err(Error::internal("a redirect for a device")),
        };
        self.conclude(id, result, surface).await;
    }

    /// Writes down how a consumed attempt came out, where it did not come out well.
    pub(super) async fn conclude(&self, id: &str, result: Result<(), Error>, surface: Surface) {
        match result {
            Ok(()) => {}
            Err(error) if error.code == Code::AccessDenied => {
                self.note(id, "denied", error.message.clone()).await;
                let outcome = Outcome {
                    connection: None,
                    warning: None,
                    error: Some(error.into()),
                    surface,
                };
                self.end(id, AttemptStatus::Failed, &outcome).await;
            }
            Err(error) => self.fail(id, &error, surface).await,
        }
    }
}

/// The code of a redirect; an error where the provider refused (RFC 6749 §4.1.2.1) or is not who was asked (RFC 9207).
fn answer(url: &Url, body: &AttemptBody) -> Result<String, Error> {
    let one = |name: &str| {
        single(url, name).map_err(|()| {
            Error::new(
                Code::ProviderError,
                format!("The provider's answer has “{name}” twice, so it was not used."),
            )
            .next("Start connecting again.")
        })
    };
    let iss = one("iss")?;
    match (&body.issuer, &iss) {
        (Some(expected), Some(iss)) if expected != iss => {
            return Err(Error::new(Code::RedirectMismatch, "The answer names another issuer than the one that was asked.")
                .next("Someone may have mixed up two providers. Check the server's URL, then start connecting again."));
        }
        (_, None) if body.iss_required => {
            return Err(Error::new(
                Code::RedirectMismatch,
                "The answer does not name its issuer, though the provider says it always does.",
            )
            .next("Start connecting again."));
        }
        _ => {}
    }
    if let Some(error) = one("error")? {
        let description = one("error_description")?
            .map(|text| plain(&text, 300).trim_end_matches('.').to_owned())
            .filter(|text| !text.is_empty());
        let because = description.map(|text| format!(": {text}")).unwrap_or_default();
        return Err(if error == "access_denied" {
            Error::new(
                Code::AccessDenied,
                format!("Access was denied at the provider{because}."),
            )
            .next("Connect again and allow the access, or ask for fewer scopes.")
        } else {
            Error::new(
                Code::ProviderError,
                format!("The provider answered “{}”{because}.", plain(&error, 80)),
            )
            .next(next_for(&error))
        });
    }
    let name = body.callback.code_name.as_deref().unwrap_or("code");
    one(name)?.filter(|code| !code.is_empty()).ok_or_else(|| {
        Error::new(Code::ProviderError, "The provider's answer has no code.").next("Start connecting again.")
    })
}

fn next_for(error: &str) -> &'static str {
    match error {
        "invalid_scope" => {
            "Check the scopes: the provider does not know one of them, or does not allow it for this client."
        }
        "unauthorized_client" | "invalid_client" => {
            "Check the client id, and what the provider allows this client to do."
        }
        "temporarily_unavailable" | "server_error" => "Try again later.",
        _ => "Check the connector and its parameters, then start connecting again.",
    }
}

/// Text from outside as one plain line, at most `limit` characters.
pub(crate) fn plain(text: &str, limit: usize) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(limit)
        .collect::<String>()
        .trim()
        .to_owned()
}
