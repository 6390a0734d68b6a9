//! Tells the page what changed in the engine, and brings the window forward when a sign-in in the browser is over.

use patchbay_engine::{Changed, ChangedWhat, Engine};
use patchbay_store::{AttemptStatus, Surface};
use tauri::{AppHandle, Emitter as _};
use tokio::sync::broadcast::error::RecvError;

use crate::{appearance, main_window};

/// The name of the event; its payload is [`Changed`].
const EVENT: &str = "changed";

/// Everything that can change, for a listener that missed some of it.
const ALL: [ChangedWhat; 13] = [
    ChangedWhat::Status,
    ChangedWhat::Connectors,
    ChangedWhat::Integrations,
    ChangedWhat::Connections,
    ChangedWhat::Attempt,
    ChangedWhat::Drafts,
    ChangedWhat::Calls,
    ChangedWhat::Api,
    ChangedWhat::FormAsks,
    ChangedWhat::Sandbox,
    ChangedWhat::Preferences,
    ChangedWhat::Presets,
    ChangedWhat::Requests,
];

/// Forwards until the engine is gone.
pub(crate) fn forward(app: &AppHandle, engine: &Engine) {
    let mut changes = engine.subscribe();
    let (app, engine) = (app.clone(), engine.clone());
    tauri::async_runtime::spawn(async move {
        loop {
            match changes.recv().await {
                Ok(changed) => {
                    tell(&app, &changed);
                    match changed.what {
                        ChangedWhat::Attempt => come_forward(&app, &engine, changed.id.as_deref()).await,
                        ChangedWhat::Preferences => appearance::follow(&app, &engine).await,
                        _ => {}
                    }
                }
                Err(RecvError::Lagged(_)) => {
                    for what in ALL {
                        tell(&app, &Changed { what, id: None });
                    }
                    appearance::follow(&app, &engine).await;
                }
                Err(RecvError::Closed) => break,
            }
        }
    });
}

fn tell(app: &AppHandle, changed: &Changed) {
    if let Err(error) = app.emit_to(main_window::LABEL, EVENT, changed) {
        tracing::debug!(%error, "the page could not be told of a change");
    }
}

/// After a sign-in in the system's browser the user is still there, looking at a page that says to come back.
async fn come_forward(app: &AppHandle, engine: &Engine, attempt: Option<&str>) {
    let Some(id) = attempt else { return };
    let Ok(progress) = engine.attempt(id).await else {
        return;
    };
    let over = matches!(
        progress.attempt.status,
        AttemptStatus::Succeeded | AttemptStatus::Failed
    );
    if over
        && progress.surface == Surface::Browser
        && let Err(error) = main_window::bring_forward(app)
    {
        tracing::debug!(%error, "the window could not be brought forward");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails to compile where a kind is new, and fails where it was not added to the list above.
    #[test]
    fn nothing_is_missing_from_all() {
        for (at, what) in ALL.into_iter().enumerate() {
            let place = match what {
                ChangedWhat::Status => 0,
                ChangedWhat::Connectors => 1,
                ChangedWhat::Integrations => 2,
                ChangedWhat::Connections => 3,
                ChangedWhat::Attempt => 4,
                ChangedWhat::Drafts => 5,
                ChangedWhat::Calls => 6,
                ChangedWhat::Api => 7,
                ChangedWhat::FormAsks => 8,
                ChangedWhat::Sandbox => 9,
                ChangedWhat::Preferences => 10,
                ChangedWhat::Presets => 11,
                ChangedWhat::Requests => 12,
            };
            assert_eq!(place, at, "{what:?}");
        }
    }
}
