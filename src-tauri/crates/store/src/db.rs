//! One SQLite file: one connection that writes, and a few that read and never wait for it (WAL).
//!
//! Not here: what is in the tables.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::StoreError;
use crate::folder::make_private_file;
use crate::migrate::{self, Schema};

/// How hard a commit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// A commit that was acknowledged survives a power cut (`synchronous=FULL`).
    Full,
    /// The last commits may be lost in a power cut, the file stays whole (`synchronous=NORMAL`).
    Normal,
}

/// Reading connections that are kept open; more are opened when more threads read at once, and closed again.
const IDLE_READERS: usize = 4;

/// An open database file.
pub(crate) struct Db {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

/// A lock that a panic elsewhere does not take away: every transaction is rolled back on unwinding, so what the lock
/// guards is whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Db {
    /// Opens or makes the file (mode 0600; SQLite gives `-wal` and `-shm` the same) and brings it to its newest schema.
    pub(crate) fn open(path: &Path, durability: Durability, schema: &Schema) -> Result<Self, StoreError> {
        make_private_file(path)?;
        let mut writer = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX
                | OpenFlags::SQLITE_OPEN_NOFOLLOW,
        )?;
        // Before anything that writes, the journal mode included: a newer file stays as it is.
        migrate::refuse_newer(&writer, schema)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(
            None,
            "synchronous",
            match durability {
                Durability::Full => "FULL",
                Durability::Normal => "NORMAL",
            },
        )?;
        // macOS: fsync alone does not reach the disk. Without effect elsewhere.
        writer.pragma_update(None, "fullfsync", durability == Durability::Full)?;
        guard(&writer)?;
        writer.set_prepared_statement_cache_capacity(64);
        migrate::migrate(&mut writer, path, schema)?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
        })
    }

    /// Runs one write transaction (`BEGIN IMMEDIATE`). An error rolls all of it back.
    pub(crate) fn write<T>(
        &self,
        body: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = body(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    /// Reads, on a connection of its own: sees every commit before it, and waits for no writer.
    pub(crate) fn read<T>(
        &self,
        body: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = lock(&self.readers).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => self.open_reader()?,
        };
        let value = body(&reader);
        let mut readers = lock(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(reader);
        }
        value
    }

    fn open_reader(&self) -> Result<Connection, StoreError> {
        let reader = Connection::open_with_flags(
            &self.path,
            OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX
                | OpenFlags::SQLITE_OPEN_NOFOLLOW,
        )?;
        guard(&reader)?;
        reader.pragma_update(None, "query_only", true)?;
        reader.set_prepared_statement_cache_capacity(64);
        Ok(reader)
    }
}

/// The settings that every connection has.
fn guard(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // Sorts and temporary tables never become a file of their own.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}
