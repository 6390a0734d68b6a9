//! Tells the desktop that a connection came to need a reconnect, where the developer wants to be told.
//!
//! Not by Tauri's plugin for it: that one puts a script into every webview, and the authorization window has none.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use patchbay_engine::{Engine, Health};
use patchbay_store::{AttemptFilter, AttemptStatus, Connection};
use tauri::AppHandle;
use tokio::sync::broadcast::error::RecvError;

use crate::profile;

/// One connection speaks up no more often than this.
const QUIET: Duration = Duration::from_secs(60);

/// Listens until the engine is gone.
pub(crate) fn listen(app: &AppHandle, engine: &Engine) {
    let identifier = app.config().identifier.clone();
    let (mut ended, engine) = (engine.ended_connections(), engine.clone());
    tauri::async_runtime::spawn(async move {
        let mut told = Told::default();
        loop {
            match ended.recv().await {
                Ok(connection) => {
                    if wanted(&engine, &connection).await && told.may(&connection.id, Instant::now()) {
                        show(identifier.clone(), body(&connection));
                    }
                }
                // So many at once that telling each would help nobody; the list shows them.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
}

/// Not where the developer does not want it, and not while somebody signs in to this very connection.
async fn wanted(engine: &Engine, connection: &Connection) -> bool {
    let wants = engine.preferences().await.is_ok_and(|likes| likes.notify);
    if !wants || connection.archived_at.is_some() {
        return false;
    }
    let filter = AttemptFilter {
        connection_id: Some(connection.id.clone()),
        limit: 1,
        ..AttemptFilter::default()
    };
    let newest = engine.with_store(move |store| store.attempts_page(&filter)).await;
    let now = engine.now();
    !newest.is_ok_and(|rows| {
        rows.iter().any(|row| {
            matches!(row.status, AttemptStatus::Pending | AttemptStatus::Redeeming) && now < row.expires_at
        })
    })
}

/// Names the connection and why; both are plain, and neither holds a secret.
fn body(connection: &Connection) -> String {
    let health = Health::from(connection.health.clone());
    format!("“{}” needs a reconnect. {}.", connection.name, health.words())
}

/// When each connection was last told of.
#[derive(Default)]
struct Told(HashMap<String, Instant>);

impl Told {
    fn may(&mut self, id: &str, now: Instant) -> bool {
        self.0.retain(|_, at| now.duration_since(*at) < QUIET);
        if self.0.contains_key(id) {
            return false;
        }
        self.0.insert(id.to_owned(), now);
        true
    }
}

/// Off the async threads: the desktop's answer may take its time, or never come.
fn show(identifier: String, body: String) {
    tauri::async_runtime::spawn_blocking(move || {
        let mut notification = notify_rust::Notification::new();
        notification.summary(profile::NAME).body(&body);
        #[cfg(target_os = "macos")]
        let _ = notify_rust::set_application(&identifier);
        #[cfg(windows)]
        notification.app_id(&identifier);
        #[cfg(not(any(target_os = "macos", windows)))]
        notification
            .appname(profile::NAME)
            .hint(notify_rust::Hint::DesktopEntry(identifier));
        if let Err(error) = notification.show() {
            tracing::info!(%error, "the desktop takes no notifications");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_connection_is_told_of_once_a_minute() {
        let (mut told, began) = (Told::default(), Instant::now());
        assert!(told.may("a", began));
        assert!(!told.may("a", began + Duration::from_secs(59)));
        assert!(
            told.may("b", began + Duration::from_secs(59)),
            "another one has its own minute"
        );
        assert!(told.may("a", began + Duration::from_secs(60)));
        assert_eq!(told.0.len(), 2);
    }
}
