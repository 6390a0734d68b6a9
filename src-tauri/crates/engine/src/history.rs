//! The history of a connection's override: what each saved state changed, and going back to one.

use patchbay_connector::{Change, Effective, Patch, changes, mask};
use patchbay_store::{HistoryEntry, How};
use serde_json::Value;

use crate::{
    Engine, Error,
    live::{Live, effective},
    parameters::{Edit, Trial},
};

/// One saved state of an override.
#[derive(Debug, Clone)]
pub struct HistoryPoint {
    /// Its id.
    pub id: String,
    /// When it was saved, UTC milliseconds.
    pub at: i64,
    /// By which way.
    pub how: How,
    /// The override, masked.
    pub overrides: Value,
    /// What it changed against the one before it; none where that can no longer be told.
    pub changes: Vec<Change>,
    /// Whether it is the one in force.
    pub current: bool,
}

impl Engine {
    /// The saved states of a connection's override, newest first.
    pub async fn history(&self, connection: &str) -> Result<Vec<HistoryPoint>, Error> {
        let live = self.live(&self.connection(connection).await?.id).await?;
        let entries = self.entries(&live).await?;
        // From the oldest on: each is told by what was in force before it.
        let mut before = Some(self.at(&live, &Patch::default()).await);
        let mut points = Vec::with_capacity(entries.len());
        for entry in entries.iter().rev() {
            let after = if entry.unreadable {
                None
            } else {
                Some(self.at(&live, &entry.overrides).await)
            };
            let changes = match (&before, &after) {
                (Some(Some(before)), Some(Some(after))) => changes(before, after),
                _ => Vec::new(),
            };
            points.push(point(&live, entry, changes));
            before = after;
        }
        points.reverse();
        let newest = entries.first();
        if let (Some(point), Some(entry)) = (points.first_mut(), newest) {
            point.current = !entry.unreadable && entry.overrides == live.secrets.overrides;
        }
        Ok(points)
    }

    /// Goes back to a saved state; that is a new entry of the history.
    ///
    /// # Errors
    /// There is no such entry, it cannot be read, or it does not fit the connector any more.
    pub async fn restore_parameters(&self, connection: &str, entry: &str, how: How) -> Result<Trial, Error> {
        let id = self.connection(connection).await?.id;
        let entry = self.history_entry(&id, entry).await?;
        self.save_parameters(&id, Edit::whole(entry.overrides), how).await
    }

    /// One readable entry of a connection's history.
    pub(crate) async fn history_entry(&self, connection: &str, entry: &str) -> Result<HistoryEntry, Error> {
        let live = self.live(connection).await?;
        let found = self
            .entries(&live)
            .await?
            .into_iter()
            .find(|known| known.id == entry);
        let found = found.ok_or_else(|| {
            Error::not_found("history entry", entry).next("List the connection's history for its entries.")
        })?;
        if found.unreadable {
            return Err(crate::error::vault_unavailable(
                "the key that this entry was encrypted with is gone",
            )
            .next("Choose another entry."));
        }
        Ok(found)
    }

    async fn entries(&self, live: &Live) -> Result<Vec<HistoryEntry>, Error> {
        let id = live.connection.id.clone();
        self.with_store(move |store| store.override_history(&id)).await
    }

    /// What is in force with an override; none where the connector's version is no longer known.
    pub(crate) async fn at(&self, live: &Live, overrides: &Patch) -> Option<Effective> {
        let connector = self.connector_for(&live.integration, overrides).await.ok()?;
        let option = live.connection.option.as_deref();
        Some(effective(&connector, &live.integration, option, overrides))
    }
}

fn point(live: &Live, entry: &HistoryEntry, changes: Vec<Change>) -> HistoryPoint {
    let option = live.connection.option.as_deref();
    HistoryPoint {
        id: entry.id.clone(),
        at: entry.at,
        how: entry.how,
        overrides: mask(&entry.overrides, &live.connector, option, &live.integration.marks),
        changes,
        current: false,
    }
}
