//! What tells the window that something it shows is no longer so.

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;
use ts_rs::TS;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum ChangedWhat {
    /// The vault, a listener, the folder.
    Status,
    /// Connector files.
    Connectors,
    /// Integrations.
    Integrations,
    /// Connections: their health, parameters, tokens' life.
    Connections,
    /// An attempt.
    Attempt,
    /// Drafts.
    Drafts,
    /// The log of calls.
    Calls,
    /// What the API lets in, its requests, webhooks.
    Api,
    /// Forms without a token that wait for a word.
    FormAsks,
    /// What the built-in provider holds or does wrong.
    Sandbox,
    /// What the developer likes.
    Preferences,
    /// Named overrides.
    Presets,
    /// Requests that are kept.
    Requests,
}

/// One change. Tells what to ask for again, never the data itself.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Changed {
    /// What changed.
    pub what: ChangedWhat,
    /// Which one; none when many may have.
    pub id: Option<String>,
}

/// The sending side.
#[derive(Debug, Clone)]
pub(crate) struct Changes(broadcast::Sender<Changed>);

impl Changes {
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(1024))
    }

    /// Tells whoever listens; nobody listening is fine.
    pub(crate) fn tell(&self, what: ChangedWhat, id: Option<&str>) {
        let _ = self.0.send(Changed {
            what,
            id: id.map(str::to_owned),
        });
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Changed> {
        self.0.subscribe()
    }
}
