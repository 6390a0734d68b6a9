//! Bringing a database file to its newest schema: `user_version`, one transaction, a backup before it.
//!
//! Migrations are only ever appended. A file with a newer schema is refused before anything is written to it.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;
use crate::folder::{io, make_private_dir, make_private_file};

/// The schema of one file.
pub(crate) struct Schema {
    /// The file's name, for messages and backups.
    pub(crate) file: &'static str,
    /// SQL of each step; step `n` leads to `user_version` n + 1.
    pub(crate) steps: &'static [&'static str],
    /// Whether to copy the file before it is migrated.
    pub(crate) backup: bool,
}

/// The main file: everything but calls.
pub(crate) const MAIN: Schema = Schema {
    file: "patchbay.db",
    steps: &[include_str!("../migrations/main/0001-first.sql")],
    backup: true,
};

/// The log of calls.
pub(crate) const CALLS: Schema = Schema {
    file: "calls.db",
    steps: &[include_str!("../migrations/calls/0001-first.sql")],
    backup: false,
};

/// Backups that are kept of one file.
const KEPT_BACKUPS: usize = 5;

fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn newest(schema: &Schema) -> i64 {
    i64::try_from(schema.steps.len()).unwrap_or(i64::MAX)
}

/// Refuses a file that a newer program wrote.
pub(crate) fn refuse_newer(connection: &Connection, schema: &Schema) -> Result<(), StoreError> {
    let found = version(connection)?;
    let known = newest(schema);
    if found > known {
        return Err(StoreError::NewerSchema {
            file: schema.file,
            found,
            known,
        });
    }
    Ok(())
}

/// Runs the steps that the file has not seen.
pub(crate) fn migrate(connection: &mut Connection, path: &Path, schema: &Schema) -> Result<(), StoreError> {
    refuse_newer(connection, schema)?;
    let found = version(connection)?;
    if found == newest(schema) {
        return Ok(());
    }
    if found > 0 && schema.backup {
        back_up(connection, path, schema, found)?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let done = usize::try_from(found).unwrap_or(0);
    for step in schema.steps.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", newest(schema))?;
    transaction.commit()?;
    Ok(())
}

/// Copies the file to `backups/`, checks the copy, and drops the oldest ones.
fn back_up(connection: &Connection, path: &Path, schema: &Schema, found: i64) -> Result<(), StoreError> {
    let dir = path.with_file_name("backups");
    make_private_dir(&dir)?;
    let stem = schema.file.trim_end_matches(".db");
    let target = free_name(&dir, stem, found)?;
    // VACUUM INTO takes an empty file as it is, so the copy has our mode from its first byte on.
    make_private_file(&target)?;
    connection.execute("VACUUM INTO ?1", [target.to_string_lossy()])?;
    let copy = Connection::open_with_flags(&target, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::Corrupt { what: "database" });
    }
    drop_oldest(&dir, stem)
}

/// `patchbay-0003-schema1.db`: a running number, so that names sort by age, then the schema of the copy.
fn free_name(dir: &Path, stem: &str, found: i64) -> Result<PathBuf, StoreError> {
    let last = backups(dir, stem)?
        .iter()
        .filter_map(|path| {
            path.file_name()?
                .to_str()?
                .strip_prefix(stem)?
                .get(1..5)?
                .parse::<u32>()
                .ok()
        })
        .max()
        .unwrap_or(0);
    Ok(dir.join(format!("{stem}-{:04}-schema{found}.db", last + 1)))
}

/// The backups of one file, oldest first.
fn backups(dir: &Path, stem: &str) -> Result<Vec<PathBuf>, StoreError> {
    let entries = std::fs::read_dir(dir).map_err(|source| io("opening", dir, source))?;
    let mut names: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with(stem))
        })
        .collect();
    names.sort();
    Ok(names)
}

fn drop_oldest(dir: &Path, stem: &str) -> Result<(), StoreError> {
    let names = backups(dir, stem)?;
    let surplus = names.len().saturating_sub(KEPT_BACKUPS);
    for name in names.into_iter().take(surplus) {
        std::fs::remove_file(&name).map_err(|source| io("removing", &name, source))?;
    }
    Ok(())
}
