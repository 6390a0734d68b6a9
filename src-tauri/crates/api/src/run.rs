//! A whole engine around a data folder: lock, database, vault, engine, API, `engine.json`, sandbox. Written once, for
//! `patchbay serve`, for the command line and for the window.
//!
//! Deliberately not here: waiting for another holder of the folder, and what to do with a vault that is not ready.

use std::path::Path;
use std::sync::Arc;

use patchbay_connector::Secret;
use patchbay_engine::http::Reqwest;
use patchbay_engine::{Engine, Error, Listener, Parts, Settings, Surfaces, SystemClock};
use patchbay_store::{EngineFile, Folder, HolderKind, KeySource, Store, SystemKeyring, read_engine_file};
use tokio::sync::Mutex;

use crate::listen::{ApiError, Bound};
use crate::run_error::RunError;
use crate::sandbox::SandboxRoom;
use crate::server::{Api, Door};

/// Where the vault's key comes from, as far as the caller says.
#[derive(Clone, Default)]
pub struct KeyChoice {
    /// The source; none takes the one that the folder records or, on a fresh folder, a keyring that works.
    pub source: Option<KeySource>,
    /// The passphrase, for that source.
    pub passphrase: Option<Secret<String>>,
}

/// Whether the API listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiNeed {
    /// It does not.
    None,
    /// It does; a taken port is reported in the status and by [`Running::api_problem`].
    Wanted,
    /// It does; a taken port is an error.
    Required,
}

/// How an engine runs.
pub struct RunOptions {
    /// What holds the folder.
    pub kind: HolderKind,
    /// The API's port: 7282 where the user says nothing. 0 chooses a free one, for tests.
    pub port: u16,
    /// Whether the API listens.
    pub api: ApiNeed,
    /// Whether the sandbox runs.
    pub sandbox: bool,
    /// The development profile: its own scheme and keyring service. Its own folder is the caller's choice.
    pub development: bool,
    /// Where the vault's key comes from.
    pub key: KeyChoice,
    /// Whether to wait until the vault has answered (5 s at most), or to let it open meanwhile.
    pub wait_for_vault: bool,
    /// Where sign-in pages are shown.
    pub surfaces: Arc<dyn Surfaces>,
}

/// Open files and connections that a thousand calls at once need, with room to spare.
const FILES: u64 = 16_384;

/// Many systems begin with 1,024, whatever they allow. A refusal is none of ours: single calls then say what they lack.
fn allow_many_files() {
    if let Err(error) = rlimit::increase_nofile_limit(FILES) {
        tracing::debug!(%error, "the limit of open files stays as it is");
    }
}

/// A running engine. Stop it: dropping it leaves the last calls unrecorded.
pub struct Running {
    engine: Engine,
    api: Option<Api>,
    api_problem: Option<ApiError>,
    sandbox: Arc<Mutex<SandboxRoom>>,
    // Last: the folder is released when all else is gone.
    folder: Folder,
}

impl Running {
    /// Takes the folder and starts everything in it.
    ///
    /// # Errors
    /// A held folder, a database that does not open, or a taken port where the API is required.
    pub async fn start(path: &Path, options: RunOptions) -> Result<Self, RunError> {
        let folder = Folder::lock(path, options.kind)?;
        allow_many_files();
        let (bound, api_problem) = match options.api {
            ApiNeed::None => (None, None),
            ApiNeed::Required => (Some(Bound::new(options.port).await?), None),
            ApiNeed::Wanted => match Bound::new(options.port).await {
                Ok(bound) => (Some(bound), None),
                Err(error) => (None, Some(error)),
            },
        };
        let port = bound.as_ref().map_or(options.port, Bound::port);
        let names = Names::of(options.development);
        let store = Store::open(&folder, Arc::new(SystemKeyring::new(names.keyring_service)))?;
        open_vault(&store, options.key, options.wait_for_vault).await?;
        let parts = Parts {
            http: Arc::new(Reqwest::new().map_err(Error::internal)?),
            clock: Arc::new(SystemClock),
            surfaces: options.surfaces,
            settings: Settings {
                development: options.development,
                port,
                scheme: names.scheme.to_owned(),
            },
        };
        let engine = Engine::start(store, folder.connectors_dir(), parts).await?;
        engine.report_api(Listener {
            url: format!("http://127.0.0.1:{port}"),
            off: match (&bound, &api_problem) {
                (Some(_), _) => None,
                (None, Some(problem)) => Some(problem.to_string()),
                (None, None) => {
                    Some("This is a single command; `patchbay serve` or the app listens.".to_owned())
                }
            },
        });
        let api = serve(&folder, &engine, bound, api_problem.as_ref()).await?;
        let sandbox = Arc::new(Mutex::new(SandboxRoom::new(
            folder.path().join("sandbox.json"),
            port,
            names.scheme,
        )));
        if options.sandbox {
            SandboxRoom::start(Arc::clone(&sandbox), engine.clone()).await;
        }
        Ok(Self {
            engine,
            api,
            api_problem,
            sandbox,
            folder,
        })
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The folder, absolute and without symbolic links.
    pub fn data_dir(&self) -> &Path {
        self.folder.path()
    }

    /// Where the API answers: `127.0.0.1:7282`; none where it does not.
    pub fn api_address(&self) -> Option<String> {
        match self.api_problem {
            None => self.api.as_ref().map(Api::address),
            Some(_) => None,
        }
    }

    /// Why the API does not listen although it was wanted.
    pub fn api_problem(&self) -> Option<&ApiError> {
        self.api_problem.as_ref()
    }

    /// The sandbox's switches.
    pub fn sandbox(&self) -> &Mutex<SandboxRoom> {
        &self.sandbox
    }

    /// Ends everything and releases the folder.
    pub async fn stop(self) {
        if let Some(api) = self.api {
            api.stop().await;
        }
        self.sandbox.lock().await.stop(&self.engine).await;
        self.engine.shut_down().await;
    }
}

/// What a profile is called outside.
struct Names {
    scheme: &'static str,
    keyring_service: &'static str,
}

impl Names {
    const fn of(development: bool) -> Self {
        if development {
            Self {
                scheme: "patchbay-dev",
                keyring_service: "patchbay-dev",
            }
        } else {
            Self {
                scheme: "patchbay",
                keyring_service: "patchbay",
            }
        }
    }
}

async fn open_vault(store: &Store, key: KeyChoice, wait: bool) -> Result<(), Error> {
    let vault = store.vault().clone();
    // Blocks for as long as a keyring's prompt does, up to 5 s.
    let opening = tokio::task::spawn_blocking(move || vault.open(key.source, key.passphrase));
    if wait {
        opening.await.map_err(Error::internal)?;
    }
    Ok(())
}

/// Serves the API and writes down where it answers. Where its port is taken, `/control` gets one of its own, so that
/// the command line and forwarded links still reach this process.
async fn serve(
    folder: &Folder,
    engine: &Engine,
    bound: Option<Bound>,
    problem: Option<&ApiError>,
) -> Result<Option<Api>, RunError> {
    let (bound, door) = match (bound, problem) {
        (Some(bound), _) => (bound, Door::Api),
        (None, Some(_)) => (Bound::new(0).await?, Door::ControlOnly),
        (None, None) => return Ok(None),
    };
    let Some(file) = read_engine_file(folder.path())? else {
        return Ok(None);
    };
    let api = Api::serve(bound, engine.clone(), Some(file.token.clone()), door);
    folder.write_engine_file(&EngineFile {
        address: Some(api.address()),
        ..file
    })?;
    Ok(Some(api))
}
