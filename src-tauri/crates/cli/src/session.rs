//! Where a command runs: in the process that holds the folder, or here.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use patchbay_api::control::ControlClient;
use patchbay_api::{ApiError, ApiNeed, KeyChoice, RunError, RunOptions, Running};
use patchbay_commands::{Caller, Context, dispatch};
use patchbay_engine::{Error, ErrorView, NoSurfaces};
use patchbay_store::{FolderError, HolderKind, read_engine_file};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::key;
use crate::place::DEVELOPMENT;

/// How long another holder of the folder is waited for: a short command to end, an engine to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often the folder is looked at meanwhile: no system tells when another process releases a lock.
const LOOK: Duration = Duration::from_millis(50);

/// What this process needs where nobody holds the folder.
pub(crate) struct Need {
    pub(crate) kind: HolderKind,
    pub(crate) api: ApiNeed,
    pub(crate) port: u16,
    pub(crate) sandbox: bool,
}

impl Need {
    /// A short command: no listener.
    pub(crate) const COMMAND: Self = Self {
        kind: HolderKind::Command,
        api: ApiNeed::None,
        port: 7282,
        sandbox: false,
    };
}

/// Where commands run.
pub(crate) enum Session {
    /// In the process that holds the folder.
    Holder(ControlClient),
    /// In this process.
    Own(Box<Running>),
}

impl Session {
    /// Reaches the folder's holder or, where there is none, becomes it.
    pub(crate) async fn open(data_dir: &Path, need: &Need, key: &KeyChoice) -> Result<Self, ErrorView> {
        let patience_ends = Instant::now() + PATIENCE;
        loop {
            if let Some(client) = holder(data_dir).await {
                return Ok(Self::Holder(client));
            }
            match own(data_dir, need, key).await {
                Err(RunError::Folder(FolderError::Held { .. })) if Instant::now() < patience_ends => {
                    tokio::time::sleep(LOOK).await;
                }
                Err(error) => return Err(error.view()),
                Ok(running) => {
                    if let Err(error) = key::unlock(&running).await {
                        running.stop().await;
                        return Err(error);
                    }
                    return Ok(Self::Own(Box::new(running)));
                }
            }
        }
    }

    /// Runs one command.
    pub(crate) async fn call(&self, command: &str, payload: Value) -> Result<Value, ErrorView> {
        match self {
            Self::Holder(client) => client.call(command, payload).await,
            Self::Own(running) => {
                let context = Context {
                    engine: running.engine().clone(),
                    caller: Caller::Cli,
                };
                // On the heap: the future of every command together is large.
                Box::pin(dispatch(&context, command, payload)).await
            }
        }
    }

    /// Runs one command and reads its answer.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        command: &str,
        payload: Value,
    ) -> Result<T, ErrorView> {
        let answer = self.call(command, payload).await?;
        serde_json::from_value(answer).map_err(|error| Error::internal(error).into())
    }

    /// Why this process's own API does not listen although it was to.
    pub(crate) fn api_problem(&self) -> Option<&ApiError> {
        match self {
            Self::Holder(_) => None,
            Self::Own(running) => running.api_problem(),
        }
    }

    /// Lets go of the folder, where this process holds it.
    pub(crate) async fn close(self) {
        if let Self::Own(running) = self {
            running.stop().await;
        }
    }
}

/// The holder, where it answers and proves itself.
async fn holder(data_dir: &Path) -> Option<ControlClient> {
    let file = read_engine_file(data_dir).ok().flatten()?;
    ControlClient::connect(&file).await.ok()
}

/// Takes the folder.
pub(crate) async fn own(data_dir: &Path, need: &Need, key: &KeyChoice) -> Result<Running, RunError> {
    let options = RunOptions {
        kind: need.kind,
        port: need.port,
        api: need.api,
        sandbox: need.sandbox,
        development: DEVELOPMENT,
        key: key.clone(),
        wait_for_vault: true,
        surfaces: Arc::new(NoSurfaces),
    };
    Running::start(data_dir, options).await
}
