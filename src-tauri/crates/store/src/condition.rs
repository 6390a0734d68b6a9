//! How the folder and its files are doing: sizes, schemas, room on the disk, and the newest time that was written.

use crate::error::FolderError;
use crate::migrate;
use crate::store::{Result, Store};

/// One database file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCondition {
    /// Its name in the folder.
    pub file: &'static str,
    /// Bytes, with what is not yet written back from its log.
    pub bytes: u64,
    /// The version of its schema.
    pub schema: i64,
}

impl Store {
    /// The database files. Does not read through them.
    pub fn files(&self) -> Result<Vec<FileCondition>> {
        let size = |name: &str| {
            let meta = std::fs::metadata(self.folder().join(name));
            meta.map_or(0, |meta| meta.len())
        };
        let condition = |file: &'static str, schema: i64| FileCondition {
            file,
            bytes: size(file) + size(&format!("{file}-wal")),
            schema,
        };
        Ok(vec![
            condition(migrate::MAIN.file, self.main().read(migrate::version_of)?),
            condition(
                migrate::CALLS.file,
                self.inner.calls.db.read(migrate::version_of)?,
            ),
        ])
    }

    /// Bytes that are free for this user where the folder is.
    pub fn free_space(&self) -> Result<u64> {
        let room = fs4::available_space(self.folder());
        room.map_err(|source| {
            let path = self.folder().display().to_string();
            FolderError::Io {
                action: "looking at the room of",
                path,
                source,
            }
            .into()
        })
    }

    /// The newest time that anything was written at, UTC milliseconds; `None` in an empty folder. A clock before it was
    /// set back.
    pub fn newest_time(&self) -> Result<Option<i64>> {
        let main: Option<i64> = self.main().read(|sql| {
            Ok(sql.query_row(
                "SELECT max(at) FROM (
                   SELECT max(updated_at) AS at FROM connections UNION ALL
                   SELECT max(updated_at) FROM integrations UNION ALL
                   SELECT max(created_at) FROM attempts)",
                [],
                |row| row.get(0),
            )?)
        })?;
        let calls: Option<i64> = self.inner.calls.db.read(|sql| {
            Ok(sql.query_row(
                "SELECT max(at) FROM (SELECT at FROM calls ORDER BY n DESC LIMIT 100)",
                [],
                |row| row.get(0),
            )?)
        })?;
        Ok(main.max(calls))
    }
}
