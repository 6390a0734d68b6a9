//! A look at everything that Patchbay needs, in words a person can act on, and the same as a report to be passed on.

mod folder;
mod process;
mod report;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Engine, Error};

/// One finding of `doctor`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Check {
    /// What was looked at.
    pub name: String,
    /// How it is.
    pub state: CheckState,
    /// What was found and, where it is not well, what to do.
    pub words: String,
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum CheckState {
    /// Well.
    Ok,
    /// Works, with a restriction.
    Warn,
    /// Does not work.
    Fail,
}

impl Check {
    /// Well.
    pub fn ok(name: &str, words: impl Into<String>) -> Self {
        Self::new(name, CheckState::Ok, words)
    }

    /// Works, with a restriction.
    pub fn warn(name: &str, words: impl Into<String>) -> Self {
        Self::new(name, CheckState::Warn, words)
    }

    /// Does not work.
    pub fn fail(name: &str, words: impl Into<String>) -> Self {
        Self::new(name, CheckState::Fail, words)
    }

    fn new(name: &str, state: CheckState, words: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            state,
            words: words.into(),
        }
    }
}

/// What only the outermost room can tell: its webview, the handler of its links.
#[async_trait]
pub trait Surroundings: Send + Sync {
    /// Looks now.
    async fn checks(&self) -> Vec<Check>;
}

impl Engine {
    /// Takes whom to ask about the outermost room.
    pub fn set_surroundings(&self, surroundings: std::sync::Arc<dyn Surroundings>) {
        // Set once, by whoever starts the engine; a second one changes nothing.
        let _ = self.0.surroundings.set(surroundings);
    }

    /// Looks at everything. Takes 5 s at most, where a keyring does not answer.
    pub async fn diagnose(&self) -> Result<Vec<Check>, Error> {
        let engine = self.clone();
        let keyring = tokio::task::spawn_blocking(move || engine.keyring_check());
        let files = self.with_store(|store| Ok(folder::checks(store))).await?;
        let mut checks = self.process_checks();
        match self.0.surroundings.get() {
            Some(surroundings) => checks.extend(surroundings.checks().await),
            None => checks.push(Check::ok("webview", "Not used here: this process has no window.")),
        }
        checks.extend(files);
        checks.push(self.vault_check());
        checks.extend(keyring.await.map_err(Error::internal)?);
        checks.push(folder::loopback().await);
        checks.extend(self.listener_checks());
        checks.push(self.call_log_check());
        checks.push(self.connectors_check());
        checks.push(self.clock_check().await);
        checks.push(process::log());
        Ok(checks)
    }

    /// The findings as plain text, without secrets, with the user's home as `~`.
    pub fn diagnostics_report(&self, checks: &[Check]) -> String {
        report::report(checks, self.now(), std::env::home_dir().as_deref())
    }
}
