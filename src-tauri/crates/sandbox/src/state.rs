//! What the provider remembers, and the file it remembers it in. A change is on the disk before it is answered, and
//! a change that could not be written did not happen.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use crate::SandboxError;
use crate::clock::now_ms;
use crate::environment::Environment;
use crate::grants::Grants;
use crate::records::Records;

/// The form of the state file that this version writes.
const FORMAT: u32 = 1;

/// A program that may ask for grants.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Client {
    pub(crate) secret_digest: String,
    pub(crate) redirect_uris: Vec<String>,
}

/// What belongs to one environment.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct EnvironmentState {
    pub(crate) grants: Grants,
    pub(crate) records: Records,
}

/// Everything that survives a restart.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    format: u32,
    clients: BTreeMap<String, Client>,
    production: EnvironmentState,
    sandbox: EnvironmentState,
}

impl Default for State {
    fn default() -> Self {
        Self {
            format: FORMAT,
            clients: BTreeMap::new(),
            production: EnvironmentState::default(),
            sandbox: EnvironmentState::default(),
        }
    }
}

impl State {
    pub(crate) fn environment(&self, environment: Environment) -> &EnvironmentState {
        match environment {
            Environment::Production => &self.production,
            Environment::Sandbox => &self.sandbox,
        }
    }

    pub(crate) fn environment_mut(&mut self, environment: Environment) -> &mut EnvironmentState {
        match environment {
            Environment::Production => &mut self.production,
            Environment::Sandbox => &mut self.sandbox,
        }
    }

    pub(crate) fn client(&self, id: &str) -> Option<&Client> {
        self.clients.get(id)
    }

    /// The registered clients, by id.
    pub(crate) fn clients(&self) -> impl Iterator<Item = (&String, &Client)> {
        self.clients.iter()
    }

    /// Registers a client, or replaces its registration. Earlier clients stay for as long as they hold a grant, so
    /// that a grant can still be refreshed with the client it was obtained with.
    pub(crate) fn register(&mut self, id: String, client: Client) {
        let (production, sandbox) = (&self.production.grants, &self.sandbox.grants);
        self.clients
            .retain(|id, _| production.has_client(id) || sandbox.has_client(id));
        self.clients.insert(id, client);
    }

    fn prune(&mut self, now: u64) {
        self.production.grants.prune(now);
        self.sandbox.grants.prune(now);
    }
}

/// The state, shared by both environments' servers.
pub(crate) struct Store {
    path: Option<PathBuf>,
    state: RwLock<Arc<State>>,
    /// Held while a change is made and written; readers go on with the state before it.
    writer: Mutex<()>,
    listener: Listener,
}

/// Who is told of changes.
#[derive(Default)]
pub(crate) struct Listener(RwLock<Option<Arc<dyn Fn() + Send + Sync>>>);

impl Listener {
    /// Takes another listener in place of the one before.
    pub(crate) fn set(&self, listener: Arc<dyn Fn() + Send + Sync>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }

    /// Tells it. Not while a lock of ours is held: it may look at what changed.
    pub(crate) fn tell(&self) {
        let listener = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(listener) = listener {
            listener();
        }
    }
}

impl Store {
    /// Opens the state file, or starts empty where there is none.
    pub(crate) fn open(path: Option<PathBuf>) -> Result<Self, SandboxError> {
        let state = match &path {
            Some(path) => load(path)?,
            None => State::default(),
        };
        Ok(Self {
            path,
            state: RwLock::new(Arc::new(state)),
            writer: Mutex::new(()),
            listener: Listener::default(),
        })
    }

    /// Who is told of changes.
    pub(crate) fn listener(&self) -> &Listener {
        &self.listener
    }

    /// The state as of the last change.
    pub(crate) fn read(&self) -> Arc<State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes one change and writes it. Blocks for as long as the disk takes.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> io::Result<R> {
        let (result, changed) = {
            let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            let before = self.read();
            let mut next = State::clone(&before);
            let result = change(&mut next);
            next.prune(now_ms());
            let changed = next != *before;
            if changed {
                if let Some(path) = &self.path {
                    save(path, &next)?;
                }
                *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
            }
            (result, changed)
        };
        if changed {
            self.listener.tell();
        }
        Ok(result)
    }

    /// [`Store::change`] off the async threads. It completes even when the caller goes away.
    pub(crate) async fn change_async<R: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut State) -> R + Send + 'static,
    ) -> io::Result<R> {
        let store = Arc::clone(self);
        tokio::task::spawn_blocking(move || store.change(change))
            .await
            .map_err(io::Error::other)?
    }
}

fn load(path: &Path) -> Result<State, SandboxError> {
    let unreadable = |reason: String| SandboxError::StateUnreadable {
        path: path.to_owned(),
        reason,
    };
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::default()),
        Err(error) => return Err(unreadable(error.to_string())),
    };
    let state: State = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
    if state.format != FORMAT {
        return Err(unreadable(format!(
            "it has format {}, and this version knows {FORMAT}",
            state.format
        )));
    }
    Ok(state)
}

/// Writes a new file beside the old one and renames it over: a crash leaves the one or the other, whole.
fn save(path: &Path, state: &State) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    // A named temporary file is created with mode 0600, and the rename keeps it.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec(state)?)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // The rename itself is durable only once the folder is.
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(secret: &str) -> Client {
        Client {
            secret_digest: secret.into(),
            redirect_uris: Vec::new(),
        }
    }

    #[test]
    fn a_change_is_in_the_file_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sandbox.json");
        let store = Store::open(Some(path.clone())).unwrap();
        store
            .change(|state| state.register("a".into(), client("s")))
            .unwrap();
        assert!(
            Store::open(Some(path.clone()))
                .unwrap()
                .read()
                .client("a")
                .is_some()
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no temporary file is left"
        );
    }

    #[test]
    fn a_change_that_cannot_be_written_did_not_happen() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(Some(folder.path().join("gone/sandbox.json"))).unwrap();
        assert!(
            store
                .change(|state| state.register("a".into(), client("s")))
                .is_err()
        );
        assert!(store.read().client("a").is_none());
    }

    #[test]
    fn a_broken_or_newer_file_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sandbox.json");
        for text in ["{", r#"{"format":2,"clients":{},"production":{},"sandbox":{}}"#] {
            std::fs::write(&path, text).unwrap();
            let error = Store::open(Some(path.clone())).err().unwrap();
            assert_eq!(error.code(), "state_unreadable");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn a_client_without_a_grant_gives_way_to_the_next() {
        let mut state = State::default();
        state.register("old".into(), client("s"));
        state.register("new".into(), client("s"));
        assert!(state.client("old").is_none() && state.client("new").is_some());
    }
}
