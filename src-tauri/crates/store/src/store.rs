//! The store of one folder: the two files, the vault, and how values are sealed into rows.
//!
//! The methods for each kind of row are in the modules beside this one.

use std::sync::Arc;

use patchbay_connector::{Patch, Secret};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::call_log::CallLog;
use crate::db::{Db, Durability};
use crate::error::{StoreError, VaultError};
use crate::folder::Folder;
use crate::lists::Lists;
use crate::migrate;
use crate::vault::{KeyStore, Owner, Vault};

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

pub(crate) struct Inner {
    pub(crate) main: Arc<Db>,
    pub(crate) calls: CallLog,
    pub(crate) lists: Lists,
    vault: Vault,
    folder: std::path::PathBuf,
}

/// The store of one data folder. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

impl Store {
    /// Opens the databases of a held folder, or makes them, and migrates them after a backup. The vault stays closed
    /// until [`Vault::open`].
    ///
    /// # Errors
    /// [`StoreError::NewerSchema`] with nothing touched; otherwise what the disk or SQLite says.
    pub fn open(folder: &Folder, keys: Arc<dyn KeyStore>) -> Result<Self> {
        let path = folder.path();
        let main = Arc::new(Db::open(
            &path.join(migrate::MAIN.file),
            Durability::Full,
            &migrate::MAIN,
        )?);
        let calls = Arc::new(Db::open(
            &path.join(migrate::CALLS.file),
            Durability::Normal,
            &migrate::CALLS,
        )?);
        let vault = Vault::new(Arc::clone(&main), keys, folder.id())?;
        let calls = CallLog::start(calls, Arc::clone(&main))?;
        Ok(Self {
            inner: Arc::new(Inner {
                main,
                calls,
                lists: Lists::default(),
                vault,
                folder: path.to_owned(),
            }),
        })
    }

    /// The vault.
    pub fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    /// The data folder.
    pub fn folder(&self) -> &std::path::Path {
        &self.inner.folder
    }

    /// What SQLite says of the main file: `ok`, or what is damaged.
    pub fn integrity(&self) -> Result<String> {
        self.main()
            .read(|sql| Ok(sql.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?))
    }

    pub(crate) fn main(&self) -> &Db {
        &self.inner.main
    }

    pub(crate) fn seal(&self, owner: &Owner<'_>, plain: &[u8]) -> Result<Vec<u8>> {
        Ok(self.inner.vault.seal(owner, plain)?)
    }

    pub(crate) fn unseal(&self, owner: &Owner<'_>, sealed: &[u8]) -> Result<Secret<Vec<u8>>> {
        Ok(self.inner.vault.unseal(owner, sealed)?)
    }

    pub(crate) fn seal_patch(&self, owner: &Owner<'_>, patch: &Patch) -> Result<Vec<u8>> {
        let plain = to_json(patch.expose(), "patch")?;
        self.seal(owner, &plain)
    }

    /// A sealed patch; `None` where its key is gone.
    pub(crate) fn unseal_patch(&self, owner: &Owner<'_>, sealed: &[u8]) -> Result<Option<Patch>> {
        match self.inner.vault.unseal(owner, sealed) {
            Ok(plain) => {
                let value: Value = from_json(plain.expose(), "patch")?;
                Patch::from_value(value)
                    .map(Some)
                    .map_err(|_| StoreError::Corrupt { what: "patch" })
            }
            Err(VaultError::KeyGone) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl Store {
    /// A sealed value; `None` where its key is gone.
    pub(crate) fn readable(&self, owner: &Owner<'_>, sealed: &[u8]) -> Result<Option<Secret<Vec<u8>>>> {
        match self.inner.vault.unseal(owner, sealed) {
            Ok(plain) => Ok(Some(plain)),
            Err(VaultError::KeyGone) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Writes JSON into memory that is overwritten afterwards.
pub(crate) fn to_json<T: serde::Serialize + ?Sized>(
    value: &T,
    what: &'static str,
) -> Result<Zeroizing<Vec<u8>>> {
    serde_json::to_vec(value)
        .map(Zeroizing::new)
        .map_err(|_| StoreError::Corrupt { what })
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(bytes: &[u8], what: &'static str) -> Result<T> {
    serde_json::from_slice(bytes).map_err(|_| StoreError::Corrupt { what })
}

pub(crate) fn json_text<T: serde::Serialize + ?Sized>(value: &T, what: &'static str) -> Result<String> {
    serde_json::to_string(value).map_err(|_| StoreError::Corrupt { what })
}

/// A JSON column that we wrote.
pub(crate) fn json_column<T: serde::de::DeserializeOwned>(
    row: &rusqlite::Row<'_>,
    index: usize,
) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(index)?.as_str()?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// A JSON column that may be NULL.
pub(crate) fn optional_json_column(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<Option<Value>> {
    match row.get_ref(index)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => json_column(row, index).map(Some),
    }
}

/// One changed row, or "there is no such".
pub(crate) fn expect_one(changed: usize, what: &'static str, id: &str) -> Result<()> {
    if changed == 0 {
        Err(StoreError::NotFound {
            what,
            id: id.to_owned(),
        })
    } else {
        Ok(())
    }
}

/// Turns a broken uniqueness into "there is already one".
pub(crate) fn unique(error: rusqlite::Error, what: &'static str, key: &str) -> StoreError {
    match &error {
        rusqlite::Error::SqliteFailure(failure, _)
            if failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE =>
        {
            StoreError::Exists {
                what,
                key: key.to_owned(),
            }
        }
        _ => error.into(),
    }
}
