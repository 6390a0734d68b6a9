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
    steps: &[
        include_str!("../migrations/main/0001-first.sql"),
        include_str!("../migrations/main/0002-wire.sql"),
        include_str!("../migrations/main/0003-refresh-error.sql"),
        include_str!("../migrations/main/0004-lists.sql"),
        include_str!("../migrations/main/0005-presets.sql"),
        include_str!("../migrations/main/0006-marks.sql"),
    ],
    backup: true,
};

/// The log of calls.
pub(crate) const CALLS: Schema = Schema {
    file: "calls.db",
    steps: &[
        include_str!("../migrations/calls/0001-first.sql"),
        include_str!("../migrations/calls/0002-wire.sql"),
        include_str!("../migrations/calls/0003-lists.sql"),
    ],
    backup: false,
};

/// Backups that are kept of one file.
const KEPT_BACKUPS: usize = 5;

fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// The schema version of an open file.
pub(crate) fn version_of(connection: &Connection) -> Result<i64, StoreError> {
    version(connection)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Db, Durability};

    const TWO: Schema = Schema {
        file: "patchbay.db",
        steps: &[
            "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (7);",
            "ALTER TABLE a RENAME TO b;",
        ],
        backup: true,
    };
    const ONE: Schema = Schema {
        steps: &["CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (7);"],
        ..TWO
    };
    const BROKEN: Schema = Schema {
        steps: &[
            "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (7);",
            "ALTER TABLE a RENAME TO b; SELECT * FROM no_such_table;",
        ],
        ..TWO
    };

    fn place() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().canonicalize().unwrap().join("patchbay.db");
        (dir, path)
    }

    fn value(path: &Path, table: &str) -> rusqlite::Result<i64> {
        Connection::open(path)?.query_row(&format!("SELECT x FROM {table}"), [], |row| row.get(0))
    }

    #[test]
    fn a_step_runs_after_a_backup_that_holds_the_old_state() {
        let (dir, path) = place();
        drop(Db::open(&path, Durability::Full, &ONE).unwrap());
        assert!(
            !dir.path().join("backups").exists(),
            "nothing to copy before the first step"
        );
        drop(Db::open(&path, Durability::Full, &TWO).unwrap());
        assert_eq!(value(&path, "b").unwrap(), 7);
        let copy = dir.path().join("backups/patchbay-0001-schema1.db");
        assert_eq!(value(&copy, "a").unwrap(), 7);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        // Nothing to do: no second copy.
        drop(Db::open(&path, Durability::Full, &TWO).unwrap());
        assert_eq!(std::fs::read_dir(dir.path().join("backups")).unwrap().count(), 1);
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let (_dir, path) = place();
        drop(Db::open(&path, Durability::Full, &ONE).unwrap());
        assert!(Db::open(&path, Durability::Full, &BROKEN).is_err());
        assert_eq!(value(&path, "a").unwrap(), 7);
        drop(Db::open(&path, Durability::Full, &ONE).unwrap());
    }

    #[test]
    fn a_newer_file_is_refused_untouched() {
        let (dir, path) = place();
        drop(Db::open(&path, Durability::Full, &TWO).unwrap());
        let before = std::fs::read(&path).unwrap();
        let error = Db::open(&path, Durability::Full, &ONE).err().unwrap();
        assert!(
            matches!(
                error,
                StoreError::NewerSchema {
                    found: 2,
                    known: 1,
                    ..
                }
            ),
            "{error}"
        );
        assert_eq!(std::fs::read(&path).unwrap(), before);
        let names: Vec<_> = std::fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, ["patchbay.db"], "no WAL, no backup");
    }

    #[test]
    fn five_backups_are_kept() {
        let (dir, _) = place();
        let backups_dir = dir.path().join("backups");
        std::fs::create_dir(&backups_dir).unwrap();
        for n in 1..=7 {
            std::fs::write(backups_dir.join(format!("patchbay-{n:04}-schema1.db")), b"").unwrap();
        }
        drop_oldest(&backups_dir, "patchbay").unwrap();
        let left = backups(&backups_dir, "patchbay").unwrap();
        assert_eq!(left.len(), KEPT_BACKUPS);
        assert!(left[0].ends_with("patchbay-0003-schema1.db"), "{left:?}");
        assert!(
            free_name(&backups_dir, "patchbay", 2)
                .unwrap()
                .ends_with("patchbay-0008-schema2.db")
        );
    }
}
