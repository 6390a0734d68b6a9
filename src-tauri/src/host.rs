//! The engine behind the window: started once, waited for by whoever asks, stopped at the end.
//!
//! The window opens without waiting for it. Where it cannot start (most often because another Patchbay holds the
//! folder), every question is answered with the reason, and asking for `status` tries again.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use patchbay_api::{ApiNeed, KeyChoice, RunOptions, Running};
use patchbay_engine::{Code, Engine, Error, ErrorView};
use patchbay_store::HolderKind;
use tauri::{AppHandle, Manager as _};
use tokio::sync::{Mutex, watch};

use crate::{
    appearance, arguments::Arguments, default_folder, events, links, notify, profile,
    surfaces::ShellSurfaces, surroundings::Shell,
};

/// The API's port, where the command line names no other.
const PORT: u16 = 7282;

/// Where an engine is to run.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The data folder; absolute, and without symbolic links once it exists.
    pub(crate) folder: PathBuf,
    /// Whether that is the platform's default folder.
    pub(crate) is_default: bool,
    /// The API's port.
    pub(crate) port: u16,
}

impl Place {
    /// From the command line, else from the environment, else the platform's default. An error is in words.
    pub(crate) fn of(arguments: &Arguments) -> Result<Self, String> {
        let named = arguments
            .data_dir
            .clone()
            .or_else(profile::data_dir_of_environment);
        let default = default_folder();
        let folder = match named {
            Some(folder) => resolved(&folder)?,
            None => default.clone()?,
        };
        let is_default = default
            .and_then(|default| resolved(&default))
            .is_ok_and(|default| default == folder);
        Ok(Self {
            folder,
            is_default,
            port: arguments.port.unwrap_or(PORT),
        })
    }
}

/// The same spelling for the same folder, so that two processes agree on whether it is one; for one that is still to
/// be made, that of its nearest parent and the rest.
fn resolved(folder: &Path) -> Result<PathBuf, String> {
    let folder = std::path::absolute(folder)
        .map_err(|error| format!("The data folder {} cannot be used: {error}.", folder.display()))?;
    let made = folder
        .ancestors()
        .find_map(|parent| Some((parent, parent.canonicalize().ok()?)));
    Ok(match made {
        // Joining nothing would add a slash.
        Some((parent, real)) if parent == folder => real,
        Some((parent, real)) => real.join(folder.strip_prefix(parent).unwrap_or(&folder)),
        None => folder,
    })
}

/// How far the engine is.
#[derive(Clone)]
enum Phase {
    Starting,
    Running(Engine),
    Refused(ErrorView),
}

/// The engine behind the window.
pub(crate) struct Host {
    place: Place,
    phase: watch::Sender<Phase>,
    running: Mutex<Option<Running>>,
}

impl Host {
    pub(crate) fn new(place: Place) -> Self {
        Self {
            place,
            phase: watch::Sender::new(Phase::Starting),
            running: Mutex::default(),
        }
    }

    /// Where it runs.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// The engine as soon as it runs, or why it does not.
    pub(crate) async fn engine(&self) -> Result<Engine, ErrorView> {
        let mut phase = self.phase.subscribe();
        let settled = phase
            .wait_for(|phase| !matches!(phase, Phase::Starting))
            .await
            .map(|phase| phase.clone());
        match settled {
            Ok(Phase::Running(engine)) => Ok(engine),
            Ok(Phase::Refused(error)) => Err(error),
            _ => Err(Error::new(Code::Internal, "Patchbay is ending.").into()),
        }
    }

    /// The engine if it runs now; never waits.
    pub(crate) fn engine_now(&self) -> Option<Engine> {
        match &*self.phase.borrow() {
            Phase::Running(engine) => Some(engine.clone()),
            _ => None,
        }
    }

    /// Starts the engine unless it runs. What went wrong is kept for [`Host::engine`].
    pub(crate) async fn start(&self, app: &AppHandle) {
        let mut running = self.running.lock().await;
        if running.is_some() {
            return;
        }
        self.phase.send_replace(Phase::Starting);
        match Running::start(&self.place.folder, self.options(app)).await {
            Ok(started) => {
                let engine = started.engine().clone();
                *running = Some(started);
                engine.set_surroundings(Arc::new(Shell::new(app.clone())));
                events::forward(app, &engine);
                notify::listen(app, &engine);
                appearance::follow(app, &engine).await;
                self.phase.send_replace(Phase::Running(engine));
                links::register(app).await;
            }
            Err(error) => {
                let error = error.view();
                tracing::warn!(code = ?error.code, "the engine does not start");
                self.phase.send_replace(Phase::Refused(error));
            }
        }
    }

    /// Ends the engine and lets go of the folder. A client that hangs on to a connection does not keep the user waiting.
    pub(crate) async fn stop(&self) {
        const LONGEST: Duration = Duration::from_secs(5);
        let Some(running) = self.running.lock().await.take() else {
            return;
        };
        if tokio::time::timeout(LONGEST, running.stop()).await.is_err() {
            tracing::warn!("the engine did not end in time");
        }
    }

    fn options(&self, app: &AppHandle) -> RunOptions {
        RunOptions {
            kind: HolderKind::Engine,
            port: self.place.port,
            api: ApiNeed::Wanted,
            sandbox: true,
            development: profile::DEVELOPMENT,
            key: KeyChoice::default(),
            // A keyring that asks for its password must not keep the window from saying so.
            wait_for_vault: false,
            surfaces: Arc::new(ShellSurfaces::new(app.clone())),
        }
    }
}

/// The host of this application.
pub(crate) fn of(app: &AppHandle) -> tauri::State<'_, Host> {
    app.state::<Host>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_spelling_before_and_after_it_is_made() {
        let parent = tempfile::tempdir().unwrap();
        let before = resolved(&parent.path().join("b")).unwrap();
        std::fs::create_dir_all(parent.path().join("b")).unwrap();
        assert_eq!(resolved(&parent.path().join("b")).unwrap(), before);
    }
}
