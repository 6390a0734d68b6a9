//! A choice while connecting: discovery found several, and only the person knows which is meant (Atlassian's sites).
//!
//! The sign-in waits in memory, with its tokens nowhere else: what a restart interrupts is begun again, as with a code that
//! was half redeemed. It waits as long as its attempt lives, and ends when that is cancelled.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use patchbay_connector::Patch;
use tokio::sync::oneshot;

use super::attempt::{Progress, ended};
use crate::{Changed, ChangedWhat, Code, Engine, Error, engine::locked};

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What chooses it.
    pub value: String,
    /// What the provider calls it.
    pub label: String,
}

/// The choices that are asked for now, by attempt.
#[derive(Default)]
pub(crate) struct Choices(Mutex<HashMap<String, Asked>>);

struct Asked {
    choices: Vec<Choice>,
    chosen: oneshot::Sender<usize>,
}

impl Choices {
    /// What an attempt asks; none where it asks nothing.
    pub(crate) fn of(&self, attempt: &str) -> Option<Vec<Choice>> {
        locked(&self.0).get(attempt).map(|asked| asked.choices.clone())
    }

    /// Takes a question back: whoever waits for its answer hears that none will come.
    pub(crate) fn withdraw(&self, attempt: &str) {
        locked(&self.0).remove(attempt);
    }
}

impl Engine {
    /// Asks which of several is meant, and waits for the answer.
    pub(crate) async fn choose(&self, id: &str, found: Vec<(Patch, String)>) -> Result<Patch, Error> {
        let choices: Vec<Choice> = found
            .iter()
            .enumerate()
            .map(|(at, (_, label))| Choice {
                value: (at + 1).to_string(),
                label: super::plain(label, 200),
            })
            .collect();
        let left = self.attempt(id).await?.attempt.expires_at - self.now();
        let (chosen, answer) = oneshot::channel();
        let asked = Asked { choices, chosen };
        let count = found.len();
        locked(&self.0.choices.0).insert(id.to_owned(), asked);
        self.note(id, "choose", format!("{count} were found; one has to be chosen"))
            .await;
        let left = Duration::from_millis(left.max(0).unsigned_abs());
        let answer = tokio::time::timeout(left, answer).await;
        self.0.choices.withdraw(id);
        let at = match answer {
            Ok(Ok(at)) => at,
            Ok(Err(_)) => return Err(ended("it was cancelled before one was chosen")),
            Err(_) => return Err(ended("nothing was chosen within ten minutes")),
        };
        let mut found = found;
        if at >= found.len() {
            return Err(Error::internal("a choice that was not offered"));
        }
        let (patch, label) = found.swap_remove(at);
        self.note(id, "chosen", format!("Chosen: {}", super::plain(&label, 200)))
            .await;
        Ok(patch)
    }

    /// Answers an attempt's question by a choice's value or by what it is called.
    ///
    /// # Errors
    /// An attempt that asks nothing, and a value that it did not offer.
    pub async fn attempt_choose(&self, id: &str, value: &str) -> Result<Progress, Error> {
        let wanted = value.trim();
        {
            let mut all = locked(&self.0.choices.0);
            let Some(asked) = all.get(id) else {
                return Err(
                    Error::new(Code::AttemptEnded, "This sign-in does not ask for a choice.")
                        .next("It may have been made already, or have taken longer than ten minutes."),
                );
            };
            let by =
                |same: fn(&Choice) -> &str| asked.choices.iter().position(|choice| same(choice) == wanted);
            let Some(at) = by(|choice| &choice.value).or_else(|| by(|choice| &choice.label)) else {
                let labels: Vec<&str> = asked.choices.iter().map(|choice| choice.label.as_str()).collect();
                return Err(Error::new(
                    Code::InvalidRequest,
                    format!("“{}” is none of the choices.", super::plain(wanted, 80)),
                )
                .at("value")
                .next(format!("Choose one of: {}.", labels.join(", "))));
            };
            if let Some(asked) = all.remove(id) {
                // Whoever waited may be gone: then the attempt has ended, and says so.
                let _ = asked.chosen.send(at);
            }
        }
        self.tell(ChangedWhat::Attempt, Some(id));
        self.attempt(id).await
    }

    /// Returns once an attempt asks for a choice. `changes` was subscribed before the attempt could ask.
    pub(crate) async fn asks(&self, id: &str, mut changes: tokio::sync::broadcast::Receiver<Changed>) {
        use tokio::sync::broadcast::error::RecvError;
        while self.0.choices.of(id).is_none() {
            if let Err(RecvError::Closed) = changes.recv().await {
                return std::future::pending().await;
            }
        }
    }
}
