//! `patchbay serve`: the engine without a window, until SIGINT or SIGTERM.

use std::time::{Duration, Instant};

use patchbay_api::{ApiNeed, RunError, Running};
use patchbay_engine::{Error, ErrorView};
use patchbay_store::{FolderError, HolderKind, KeySource, VaultState};
use serde_json::json;

use super::Setting;
use crate::exit::Exit;
use crate::output::Output;
use crate::session::{Need, own};
use crate::{key, place};

/// How long a short command that holds the folder is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn serve(
    setting: &Setting,
    port: u16,
    sandbox: bool,
    output: Output,
) -> Result<Exit, ErrorView> {
    let running = start(setting, port, sandbox).await?;
    if let Err(error) = ready(&running, output).await {
        running.stop().await;
        return Err(error);
    }
    let interrupted = interrupted()?;
    let address = running.api_address().unwrap_or_default();
    output.object(&json!({
        "ready": true,
        "apiUri": format!("http://{address}"),
        "pid": std::process::id(),
        "dataDir": running.data_dir().display().to_string(),
        "development": place::DEVELOPMENT,
    }));
    for listener in running.engine().listeners().sandbox {
        match listener.off {
            Some(reason) => output.note(&reason),
            None => output.note(&format!("Sandbox: {}", listener.url)),
        }
    }
    interrupted.await;
    running.stop().await;
    Ok(Exit::Done)
}

async fn start(setting: &Setting, port: u16, sandbox: bool) -> Result<Running, ErrorView> {
    let need = Need {
        kind: HolderKind::Engine,
        api: ApiNeed::Required,
        port,
        sandbox,
    };
    let patience_ends = Instant::now() + PATIENCE;
    loop {
        match own(&setting.data_dir, &need, &setting.key).await {
            // A short command ends by itself; an engine does not.
            Err(RunError::Folder(FolderError::Held {
                kind: Some(HolderKind::Command),
                ..
            })) if Instant::now() < patience_ends => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            other => return other.map_err(RunError::view),
        }
    }
}

/// Whether it makes sense to go on: with a keyring that is merely locked it does, because it may be unlocked meanwhile.
async fn ready(running: &Running, output: Output) -> Result<(), ErrorView> {
    key::unlock(running).await?;
    let vault = running.engine().store().vault();
    let keyring = vault.source() == Some(KeySource::Keyring);
    match vault.state() {
        VaultState::Ready => Ok(()),
        VaultState::Locked | VaultState::Waiting | VaultState::Unavailable | VaultState::KeyMissing
            if keyring =>
        {
            output.note(&key::not_ready(running).message);
            Ok(())
        }
        _ => Err(key::not_ready(running)),
    }
}

/// Resolves at the first SIGINT or SIGTERM. They are taken over before `ready` is printed: who reads it may send one.
#[cfg(unix)]
pub(super) fn interrupted() -> Result<impl Future<Output = ()>, ErrorView> {
    use tokio::signal::unix::{SignalKind, signal};
    let take = |kind| signal(kind).map_err(|error| ErrorView::from(Error::internal(error)));
    let (mut interrupt, mut terminate) = (take(SignalKind::interrupt())?, take(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Resolves at the first Ctrl+C.
#[cfg(not(unix))]
pub(super) fn interrupted() -> Result<impl Future<Output = ()>, ErrorView> {
    let mut interrupt =
        tokio::signal::windows::ctrl_c().map_err(|error| ErrorView::from(Error::internal(error)))?;
    Ok(async move {
        interrupt.recv().await;
    })
}
