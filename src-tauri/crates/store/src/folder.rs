//! The data folder: one engine to a folder, held by a lock; `engine.json`, which says who holds it; the folder's id.
//!
//! The lock is the kernel's, so a crash releases it. `engine.json` is only a note beside it: a reader proves its holder
//! alive by the challenge of `/control`, which is not here.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use patchbay_connector::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::FolderError;
use crate::ids;

/// What holds a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum HolderKind {
    /// The app, `serve`, or a `connect` that answers `/control`.
    Engine,
    /// A short command; it is waited for.
    Command,
}

/// What `engine.json` says.
#[derive(Debug, Clone)]
pub struct EngineFile {
    /// The holder's process id.
    pub pid: u32,
    /// What the holder is.
    pub kind: HolderKind,
    /// Where it answers, `127.0.0.1:7282`; none until it does.
    pub address: Option<String>,
    /// The control token of this run. It never travels; a client proves it by an HMAC.
    pub token: Secret<String>,
}

#[derive(Serialize)]
struct EngineFileOut<'a> {
    pid: u32,
    kind: HolderKind,
    address: Option<&'a str>,
    token: &'a str,
}

#[derive(Deserialize)]
struct EngineFileIn {
    pid: u32,
    kind: HolderKind,
    address: Option<String>,
    token: String,
}

/// A held data folder. Dropping it removes `engine.json` and releases the lock.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    id: String,
    // Closing the file releases the lock.
    _lock: File,
}

const ENGINE_FILE: &str = "engine.json";

impl Folder {
    /// Makes the folder where it is missing (mode 0700), takes its lock without waiting, and notes the holder in
    /// `engine.json`.
    ///
    /// # Errors
    /// [`FolderError::Held`] with what is known of the holder; otherwise why the folder cannot be used.
    pub fn lock(path: &Path, kind: HolderKind) -> Result<Self, FolderError> {
        make_private_dir(path)?;
        let path = path
            .canonicalize()
            .map_err(|source| io("opening", path, source))?;
        let lock_path = path.join("lock");
        let lock = private_options()
            .create(true)
            .truncate(false)
            .open(&lock_path)
            .map_err(|source| io("opening", &lock_path, source))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(&path)),
            Err(TryLockError::Error(source)) => return Err(io("locking", &lock_path, source)),
        }
        let id = folder_id(&path)?;
        let folder = Self {
            path,
            id,
            _lock: lock,
        };
        make_private_dir(&folder.connectors_dir())?;
        let token = random_token()?;
        folder.write_engine_file(&EngineFile {
            pid: std::process::id(),
            kind,
            address: None,
            token,
        })?;
        Ok(folder)
    }

    /// The folder's path, absolute and without symbolic links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder's id: 24 lower-case hex, made once. The keyring's account name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where a developer's own connector files are.
    pub fn connectors_dir(&self) -> PathBuf {
        self.path.join("connectors")
    }

    /// Replaces `engine.json` (mode 0600), in one step: a reader sees the old or the new one whole.
    pub fn write_engine_file(&self, file: &EngineFile) -> Result<(), FolderError> {
        let target = self.path.join(ENGINE_FILE);
        let fresh = self.path.join("engine.json.new");
        let out = EngineFileOut {
            pid: file.pid,
            kind: file.kind,
            address: file.address.as_deref(),
            token: file.token.expose(),
        };
        let text = serde_json::to_vec(&out)
            .map(Zeroizing::new)
            .map_err(|error| not_ours(&target, &error.to_string()))?;
        // What is left of a crash; we hold the lock, so nobody else writes it.
        remove(&fresh)?;
        // create_new is O_EXCL, which follows no symbolic link; rename replaces one instead of following it.
        let mut handle = private_options()
            .create_new(true)
            .open(&fresh)
            .map_err(|source| io("writing", &fresh, source))?;
        handle
            .write_all(&text)
            .map_err(|source| io("writing", &fresh, source))?;
        drop(handle);
        std::fs::rename(&fresh, &target).map_err(|source| io("writing", &target, source))
    }

    /// Removes `engine.json`. Done on drop too.
    pub fn remove_engine_file(&self) -> Result<(), FolderError> {
        remove(&self.path.join(ENGINE_FILE))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = self.remove_engine_file() {
            tracing::warn!(code = error.code(), "engine.json could not be removed");
        }
    }
}

/// Reads `engine.json` of a folder that another process may hold. `None` where there is none.
///
/// # Errors
/// [`FolderError::NotOurs`] for a symbolic link, a file that others may read, or a malformed one.
pub fn read_engine_file(path: &Path) -> Result<Option<EngineFile>, FolderError> {
    let target = path.join(ENGINE_FILE);
    let Some(text) = read_own(&target)? else {
        return Ok(None);
    };
    let text = Zeroizing::new(text);
    let file: EngineFileIn =
        serde_json::from_str(&text).map_err(|error| not_ours(&target, &error.to_string()))?;
    Ok(Some(EngineFile {
        pid: file.pid,
        kind: file.kind,
        address: file.address,
        token: Secret::new(file.token),
    }))
}

/// The platform's folder for Patchbay's data; the development profile has its own.
///
/// # Errors
/// [`FolderError::NoDefault`] where the platform names none.
pub fn default_folder(development: bool) -> Result<PathBuf, FolderError> {
    let base = directories::BaseDirs::new().ok_or(FolderError::NoDefault)?;
    Ok(base
        .data_local_dir()
        .join(if development { "patchbay-dev" } else { "patchbay" }))
}

/// Opens or makes a file with mode 0600.
pub(crate) fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a folder with mode 0700, or gives an existing one that mode.
pub(crate) fn make_private_dir(path: &Path) -> Result<(), FolderError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .map_err(|source| io("making", path, source))?;
    set_mode(path, 0o700)
}

/// Makes a file with mode 0600 where it is missing, and gives an existing one that mode.
pub(crate) fn make_private_file(path: &Path) -> Result<(), FolderError> {
    private_options()
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(|source| io("opening", path, source))?;
    set_mode(path, 0o600)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> Result<(), FolderError> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = std::fs::metadata(path).map_err(|source| io("opening", path, source))?;
    if metadata.permissions().mode() & 0o777 == mode {
        return Ok(());
    }
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
        .map_err(|source| io("opening", path, source))
}

// Elsewhere the user's own profile folder is private by its access list.
#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) -> Result<(), FolderError> {
    Ok(())
}

fn folder_id(path: &Path) -> Result<String, FolderError> {
    let target = path.join("id");
    if let Some(text) = read_own(&target)? {
        let id = text.trim_end().to_owned();
        return if ids::is_id(&id) {
            Ok(id)
        } else {
            Err(not_ours(&target, "it is not an id"))
        };
    }
    let id = ids::new_id().map_err(|_| FolderError::Random)?;
    let mut handle = private_options()
        .create_new(true)
        .open(&target)
        .map_err(|source| io("writing", &target, source))?;
    handle
        .write_all(id.as_bytes())
        .and_then(|()| handle.sync_all())
        .map_err(|source| io("writing", &target, source))?;
    Ok(id)
}

fn random_token() -> Result<Secret<String>, FolderError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut()).map_err(|_| FolderError::Random)?;
    Ok(Secret::new(ids::hex(bytes.as_ref())))
}

fn held(path: &Path) -> FolderError {
    // The holder may be between taking the lock and writing its note: then nothing is known of it.
    let file = read_engine_file(path).ok().flatten();
    FolderError::Held {
        pid: file.as_ref().map(|file| file.pid),
        kind: file.as_ref().map(|file| file.kind),
        address: file.and_then(|file| file.address),
    }
}

/// Reads a small file that only we may have written: no symbolic link, not readable by others.
fn read_own(path: &Path) -> Result<Option<String>, FolderError> {
    let seen = match std::fs::symlink_metadata(path) {
        Ok(seen) => seen,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(io("opening", path, source)),
    };
    if !seen.is_file() {
        return Err(not_ours(path, "it is not a plain file"));
    }
    let handle = match File::open(path) {
        Ok(handle) => handle,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(io("opening", path, source)),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let opened = handle.metadata().map_err(|source| io("opening", path, source))?;
        // A regular replacement by rename between the two looks is fine; a link put there is not: what was opened
        // must itself be reachable without a link.
        if !opened.is_file() || std::fs::symlink_metadata(path).is_ok_and(|now| !now.is_file()) {
            return Err(not_ours(path, "it is not a plain file"));
        }
        if opened.permissions().mode() & 0o077 != 0 {
            return Err(not_ours(path, "others may read or write it"));
        }
        if opened.uid() != seen.uid() {
            return Err(not_ours(path, "its owner changed"));
        }
    }
    let mut text = String::new();
    handle
        .take(64 * 1024)
        .read_to_string(&mut text)
        .map_err(|source| io("opening", path, source))?;
    Ok(Some(text))
}

fn remove(path: &Path) -> Result<(), FolderError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(io("removing", path, error)),
        _ => Ok(()),
    }
}

pub(crate) fn io(action: &'static str, path: &Path, source: std::io::Error) -> FolderError {
    FolderError::Io {
        action,
        path: path.display().to_string(),
        source,
    }
}

fn not_ours(path: &Path, reason: &str) -> FolderError {
    FolderError::NotOurs {
        path: path.display().to_string(),
        reason: reason.to_owned(),
    }
}
