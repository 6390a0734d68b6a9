//! The vault's own row: source, id and wrapping of the data key, and the key-check value.
//!
//! An older row is never deleted, only retired: if its master key turns up again, its wrapped key is still there.

use patchbay_connector::Secret;
use rusqlite::{OptionalExtension, Transaction, params};
use zeroize::Zeroizing;

use super::cipher::{DataKey, KeyBytes};
use super::{KeySource, Owner};
use crate::db::Db;
use crate::error::{StoreError, VaultError};

/// Memory and passes of Argon2id (security A8.3: at least 64 MiB and 3).
const KDF_MEMORY_KIB: u32 = 64 * 1024;
const KDF_PASSES: u32 = 3;

/// What a folder records of its vault.
pub(super) struct Record {
    pub(super) source: KeySource,
    key_id: [u8; 8],
    wrapped: Option<Vec<u8>>,
    check: Option<Vec<u8>>,
    kdf: Option<Kdf>,
}

struct Kdf {
    salt: Vec<u8>,
    memory_kib: u32,
    passes: u32,
}

/// What a master key is made from.
pub(super) enum Master {
    /// The keyring's 32 bytes.
    Keyring(KeyBytes),
    /// A passphrase.
    Passphrase(Secret<String>),
}

impl Record {
    /// The row in force, if the folder has one.
    pub(super) fn read(db: &Db) -> Result<Option<Self>, VaultError> {
        db.read(|sql| {
            let row = sql
                .prepare_cached(
                    "SELECT source, key_id, wrapped, check_value, kdf_salt, kdf_memory_kib, kdf_passes
                     FROM vault WHERE retired = 0",
                )?
                .query_row([], |row| {
                    let source: String = row.get(0)?;
                    let salt: Option<Vec<u8>> = row.get(4)?;
                    let kdf = match salt {
                        Some(salt) => Some(Kdf {
                            salt,
                            memory_kib: row.get(5)?,
                            passes: row.get(6)?,
                        }),
                        None => None,
                    };
                    Ok((source, row.get::<_, [u8; 8]>(1)?, row.get(2)?, row.get(3)?, kdf))
                })
                .optional()?;
            let Some((source, key_id, wrapped, check, kdf)) = row else {
                return Ok(None);
            };
            let source = KeySource::parse(&source).ok_or(StoreError::Corrupt { what: "vault record" })?;
            Ok(Some(Self {
                source,
                key_id,
                wrapped,
                check,
                kdf,
            }))
        })
        .map_err(|error| record_error(&error))
    }

    /// Opens the data key.
    ///
    /// # Errors
    /// [`VaultError::WrongKey`] where the master key is not the one.
    pub(super) fn unlock(&self, folder: &str, master: &Master) -> Result<DataKey, VaultError> {
        let master = match master {
            Master::Keyring(key) => key.clone(),
            Master::Passphrase(passphrase) => {
                derive(passphrase, self.kdf.as_ref().ok_or(VaultError::WrongKey)?)?
            }
        };
        let wrapped = self.wrapped.as_deref().ok_or(VaultError::WrongKey)?;
        let key = DataKey::unwrap(&master, folder, self.source, self.key_id, wrapped)
            .ok_or(VaultError::WrongKey)?;
        let check = self.check.as_deref().ok_or(VaultError::WrongKey)?;
        match key.unseal(&check_owner(folder), check) {
            Ok(value) if value.expose().as_slice() == CHECK => Ok(key),
            _ => Err(VaultError::WrongKey),
        }
    }
}

const CHECK: &[u8] = b"patchbay";

fn check_owner(folder: &str) -> Owner<'_> {
    Owner {
        kind: "vault",
        id: folder,
        field: "check",
        binding: None,
    }
}

fn derive(passphrase: &Secret<String>, kdf: &Kdf) -> Result<KeyBytes, VaultError> {
    let params =
        argon2::Params::new(kdf.memory_kib, kdf.passes, 1, Some(32)).map_err(|_| VaultError::WrongKey)?;
    let mut key = Zeroizing::new([0_u8; 32]);
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(passphrase.expose().as_bytes(), &kdf.salt, key.as_mut())
        .map_err(|_| VaultError::WrongKey)?;
    Ok(key)
}

/// Makes a data key, wraps it, and records it in place of an earlier one; what was sealed with that stays, marked.
/// Without a master key (source `memory`) it is kept nowhere.
pub(super) fn create(db: &Db, folder: &str, master: Option<&Master>) -> Result<DataKey, VaultError> {
    let key = DataKey::mint()?;
    let mut kdf = None;
    let (source, wrapping) = match master {
        Some(Master::Keyring(master)) => (
            KeySource::Keyring,
            Some(key.wrap(master, folder, KeySource::Keyring)?),
        ),
        Some(Master::Passphrase(passphrase)) => {
            let fresh = Kdf {
                salt: super::cipher::random::<16>()?.to_vec(),
                memory_kib: KDF_MEMORY_KIB,
                passes: KDF_PASSES,
            };
            let wrapped = key.wrap(&derive(passphrase, &fresh)?, folder, KeySource::Passphrase)?;
            kdf = Some(fresh);
            (KeySource::Passphrase, Some(wrapped))
        }
        None => (KeySource::Memory, None),
    };
    let check = key.seal(&check_owner(folder), CHECK)?;
    db.write(|tx| {
        // A key that was only in memory is gone for good: its row would never be of use.
        tx.execute("DELETE FROM vault WHERE retired = 0 AND source = 'memory'", [])?;
        tx.execute("UPDATE vault SET retired = 1 WHERE retired = 0", [])?;
        tx.execute(
            "INSERT INTO vault (source, key_id, wrapped, check_value, kdf_salt, kdf_memory_kib, kdf_passes, retired)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
            params![
                source.as_str(),
                key.id,
                wrapping,
                check,
                kdf.as_ref().map(|kdf| &kdf.salt),
                kdf.as_ref().map(|kdf| kdf.memory_kib),
                kdf.as_ref().map(|kdf| kdf.passes),
            ],
        )?;
        mark_unreadable(tx, key.id)
    })
    .map_err(|error| record_error(&error))?;
    Ok(key)
}

/// Marks what another key sealed: connections need a reconnect, attempts are over. The values stay as they are.
fn mark_unreadable(tx: &Transaction<'_>, key_id: [u8; 8]) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE connections SET health = 'needs_reconnect', health_cause = 'key_lost', health_until = NULL,
                revision = revision + 1
         WHERE id IN (SELECT connection_id FROM connection_values WHERE substr(input, 2, 8) <> ?1)",
        [key_id],
    )?;
    tx.execute(
        "UPDATE attempts SET status = 'expired' WHERE status IN ('pending', 'redeeming') AND substr(sealed, 2, 8) <> ?1",
        [key_id],
    )?;
    Ok(())
}

fn record_error(error: &StoreError) -> VaultError {
    VaultError::Record(error.to_string())
}

/// The keyring's bytes as a key; `None` for anything that we did not write there.
pub(super) fn key_bytes(bytes: &Secret<Vec<u8>>) -> Option<KeyBytes> {
    <[u8; 32]>::try_from(bytes.expose().as_slice())
        .ok()
        .map(Zeroizing::new)
}
