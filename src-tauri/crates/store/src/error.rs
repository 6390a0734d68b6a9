//! What can go wrong in the data folder, the database and the vault: three closed lists with stable codes.
//!
//! A message says what happened, why, and what to do next. None holds a stored value.

use crate::folder::HolderKind;
use crate::vault::{KeySource, VaultState};

/// A failure at the data folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another process holds the folder.
    #[error("the data folder is in use by {}{}. {}", holder(*.kind), pid_text(*.pid), what_next(*.kind, .address.as_deref()))]
    Held {
        /// Process id of the holder, where it has said so already.
        pid: Option<u32>,
        /// What the holder is.
        kind: Option<HolderKind>,
        /// The holder's address, `127.0.0.1:7282`, once it answers.
        address: Option<String>,
    },
    /// The folder or a file in it cannot be used.
    #[error("{action} {path} failed: {source}. Check that the folder exists, is yours and is not full.")]
    Io {
        /// What was tried: `opening`, `making`, `writing`.
        action: &'static str,
        /// The path it was tried on.
        path: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// `engine.json` or `id` is not what this program writes there.
    #[error("{path} is not usable: {reason}. Remove that file and start again.")]
    NotOurs {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The platform names no folder for application data.
    #[error(
        "this system names no folder for application data. Name one with --data-dir or PATCHBAY_DATA_DIR."
    )]
    NoDefault,
    /// The system gave no randomness.
    #[error("the system's random source does not answer, so no safe id can be made. Try again later.")]
    Random,
}

fn holder(kind: Option<HolderKind>) -> &'static str {
    match kind {
        Some(HolderKind::Command) => "a running patchbay command",
        Some(HolderKind::Engine) => "a running Patchbay",
        None => "another process",
    }
}

fn pid_text(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}

fn what_next(kind: Option<HolderKind>, address: Option<&str>) -> String {
    match (kind, address) {
        (Some(HolderKind::Command), _) => "Wait until it ends.".to_owned(),
        (_, Some(address)) => {
            format!("Use that one (it answers at {address}), end it, or name another --data-dir.")
        }
        _ => "End it, or name another --data-dir.".to_owned(),
    }
}

impl FolderError {
    /// The stable code of this failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Held { .. } => "folder_held",
            Self::Io { .. } => "folder_io",
            Self::NotOurs { .. } => "folder_not_ours",
            Self::NoDefault => "folder_no_default",
            Self::Random => "no_randomness",
        }
    }
}

/// A failure of the operating system's keyring, as far as the vault tells them apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    /// The keyring is there, and locked.
    #[error("your keyring is locked. Unlock it, then try again.")]
    Locked,
    /// The keyring does not answer; with the platform's own words.
    #[error("your keyring does not answer ({0}). Start it, or choose a passphrase or memory instead.")]
    Unavailable(String),
}

/// A failure of the vault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The vault is not ready; nothing secret can be read or written.
    #[error("the vault is {}. {}", .0.words(), .0.next_step())]
    NotReady(VaultState),
    /// The value was sealed with a key that this folder no longer has.
    #[error("this value was encrypted with a key that is gone. Enter it again, or reconnect.")]
    KeyGone,
    /// The value is damaged, or sits where it was not written.
    #[error(
        "a stored value does not decrypt in its place: it is damaged or was moved. Enter it again, or restore a backup."
    )]
    Tampered,
    /// The folder was made with another source of its key.
    #[error(
        "this folder's key comes from {recorded}, and {asked} was asked for. Start it with {recorded}, or name another --data-dir."
    )]
    OtherSource {
        /// The source that the folder records.
        recorded: KeySource,
        /// The source that was asked for.
        asked: KeySource,
    },
    /// A passphrase is needed and none was given.
    #[error(
        "this folder's key comes from a passphrase, and none was given. Type it, or set PATCHBAY_PASSPHRASE."
    )]
    PassphraseNeeded,
    /// The passphrase or the stored key does not open the vault.
    #[error("that key does not open the vault. Check the passphrase, or put the old keyring entry back.")]
    WrongKey,
    /// The keyring holds no key for a folder that needs one.
    #[error(
        "your keyring has no key for this folder, and the folder has values encrypted with one. Put the entry back, or start over and enter the values again."
    )]
    KeyMissing,
    /// The keyring failed.
    #[error(transparent)]
    KeyStore(#[from] KeyStoreError),
    /// "Start over" was asked for in a state other than `key-missing`.
    #[error("starting over is only for a vault whose key is missing; this one is {}.", .0.words())]
    NotMissing(VaultState),
    /// The vault's own row could not be read or written.
    #[error("the vault's record could not be read or written: {0}. Check the disk, or restore a backup.")]
    Record(String),
    /// The system gave no randomness.
    #[error("the system's random source does not answer, so nothing can be encrypted. Try again later.")]
    Random,
}

impl VaultError {
    /// The stable code of this failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotReady(_) => "vault_unavailable",
            Self::KeyGone => "value_key_gone",
            Self::Tampered => "value_tampered",
            Self::OtherSource { .. } => "vault_other_source",
            Self::PassphraseNeeded => "vault_passphrase_needed",
            Self::WrongKey => "vault_key_wrong",
            Self::KeyMissing => "vault_key_missing",
            Self::KeyStore(KeyStoreError::Locked) => "keyring_locked",
            Self::KeyStore(KeyStoreError::Unavailable(_)) => "keyring_unavailable",
            Self::NotMissing(_) => "vault_not_missing",
            Self::Record(_) => "vault_record",
            Self::Random => "no_randomness",
        }
    }
}

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The vault refused.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The folder refused.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// There is no such row.
    #[error("there is no {what} {id}. List them to see what there is.")]
    NotFound {
        /// What was looked for: `connection`, `integration` …
        what: &'static str,
        /// Its id or key.
        id: String,
    },
    /// A row with that key is there already.
    #[error("there is already a {what} {key}. Choose another key, or change that one.")]
    Exists {
        /// What it is.
        what: &'static str,
        /// Its key.
        key: String,
    },
    /// The row was changed by somebody else in between.
    #[error("{what} {id} was changed in the meantime. Load it again and repeat the change.")]
    Changed {
        /// What it is.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The attempt is over, so nothing may be committed for it.
    #[error("attempt {id} is already over. Start connecting again.")]
    AttemptOver {
        /// The attempt's id.
        id: String,
    },
    /// The database was written by a newer version of this program.
    #[error(
        "{file} was written by a newer Patchbay (schema {found}, this one knows {known}). Nothing was changed. Start the newer version."
    )]
    NewerSchema {
        /// The file's name.
        file: &'static str,
        /// Its schema.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// A stored value has a shape that this program does not write.
    #[error("a stored {what} has an unexpected shape. Restore a backup, or enter it again.")]
    Corrupt {
        /// What it is.
        what: &'static str,
    },
    /// SQLite failed.
    #[error("the database failed: {0}. Check that the disk is not full and the folder is on a local disk.")]
    Database(#[from] rusqlite::Error),
    /// The system gave no randomness.
    #[error("the system's random source does not answer. Try again later.")]
    Random,
}

impl StoreError {
    /// The stable code of this failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Vault(error) => error.code(),
            Self::Folder(error) => error.code(),
            Self::NotFound { .. } => "not_found",
            Self::Exists { .. } => "exists",
            Self::Changed { .. } => "changed",
            Self::AttemptOver { .. } => "attempt_over",
            Self::NewerSchema { .. } => "newer_schema",
            Self::Corrupt { .. } => "corrupt",
            Self::Database(_) => "database",
            Self::Random => "no_randomness",
        }
    }
}
