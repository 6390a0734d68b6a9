//! Attempts: persisted, single use, ten minutes. Their steps are plain lines, redacted by who writes them.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use crate::attempt_records::{Attempt, AttemptFilter, AttemptLine, AttemptRow, AttemptStatus};
use crate::error::StoreError;
use crate::store::{Result, Store, json_text, optional_json_column};
use crate::vault::Owner;
use patchbay_connector::Secret;

const COLUMNS: &str =
    "SELECT id, integration_id, connection_id, status, redirect_uri, created_at, expires_at, finished,
    state_hash, sealed, tenant_id, option, connector_key, connector_version, reply FROM attempts";

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 1000;

fn owner(id: &str) -> Owner<'_> {
    Owner {
        kind: "attempt",
        id,
        field: "sealed",
        binding: None,
    }
}

/// A row with its body still sealed.
struct Stored {
    row: AttemptRow,
    state_hash: [u8; 32],
    sealed: Vec<u8>,
}

impl Store {
    /// Writes a new attempt.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where its id or its state hash is there already.
    pub fn attempt_insert(&self, attempt: &Attempt) -> Result<()> {
        let sealed = self.seal(&owner(&attempt.id), attempt.sealed.expose())?;
        let finished = attempt
            .finished
            .as_ref()
            .map(|value| json_text(value, "outcome"))
            .transpose()?;
        let reply = attempt
            .reply
            .as_ref()
            .map(|value| json_text(value, "reply"))
            .transpose()?;
        let (connector_key, connector_version) =
            attempt.connector.as_ref().map_or((None, None), |(key, version)| {
                (Some(key.as_str()), Some(version.as_str()))
            });
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO attempts (id, state_hash, sealed, integration_id, connection_id, status, redirect_uri,
                   created_at, expires_at, finished, tenant_id, option, connector_key, connector_version, reply)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                params![
                    attempt.id,
                    attempt.state_hash,
                    sealed,
                    attempt.integration_id,
                    attempt.connection_id,
                    attempt.status.as_str(),
                    attempt.redirect_uri,
                    attempt.created_at,
                    attempt.expires_at,
                    finished,
                    attempt.tenant_id,
                    attempt.option,
                    connector_key,
                    connector_version,
                    reply
                ],
            )
            .map_err(|error| crate::store::unique(error, "attempt", &attempt.id))?;
            Ok(())
        })
    }

    /// The attempt of a state, by the state's SHA-256; over or not.
    pub fn attempt_by_state_hash(&self, hash: &[u8; 32]) -> Result<Option<Attempt>> {
        self.one_attempt("state_hash", hash)?
            .map(|stored| self.open_attempt(stored))
            .transpose()
    }

    /// The same without its sealed body: works while the vault is locked.
    pub fn attempt_row_by_state_hash(&self, hash: &[u8; 32]) -> Result<Option<AttemptRow>> {
        Ok(self.one_attempt("state_hash", hash)?.map(|stored| stored.row))
    }

    /// The attempt of an id, without its sealed body: works while the vault is locked.
    pub fn attempt_row(&self, id: &str) -> Result<Option<AttemptRow>> {
        Ok(self.one_attempt("id", id)?.map(|stored| stored.row))
    }

    /// The attempt of an id.
    pub fn attempt(&self, id: &str) -> Result<Option<Attempt>> {
        self.one_attempt("id", id)?
            .map(|stored| self.open_attempt(stored))
            .transpose()
    }

    /// Takes a pending attempt for redeeming, once: false where it was not pending, or its time is over.
    pub fn attempt_consume(&self, id: &str, now: i64) -> Result<bool> {
        self.main().write(|tx| {
            let changed = tx.execute(
                "UPDATE attempts SET status = 'redeeming' WHERE id = ?1 AND status = 'pending' AND expires_at > ?2",
                params![id, now],
            )?;
            Ok(changed == 1)
        })
    }

    /// Ends an attempt and forgets its sealed body; false where it was over already.
    pub fn attempt_finish(&self, id: &str, status: AttemptStatus, outcome: &Value, now: i64) -> Result<bool> {
        let outcome = json_text(outcome, "outcome")?;
        self.main().write(|tx| {
            let changed = tx.execute(
                "UPDATE attempts SET status = ?2, finished = ?3, sealed = x'', expires_at = min(expires_at, ?4)
                 WHERE id = ?1 AND status IN ('pending', 'redeeming')",
                params![id, status.as_str(), outcome, now],
            )?;
            Ok(changed == 1)
        })
    }

    /// Attempts that still wait for their redirect: id, hash of the state, redirect URI that was sent. Plain columns only.
    pub fn attempts_pending(&self) -> Result<Vec<(String, [u8; 32], String)>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT id, state_hash, redirect_uri FROM attempts WHERE status = 'pending'",
            )?;
            let rows = statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// Fails the attempts that were being redeemed when the last engine stopped: their code may be used up. Call it before
    /// any attempt of this run. Returns how many there were.
    pub fn attempts_interrupted(&self, outcome: &Value) -> Result<usize> {
        let outcome = json_text(outcome, "outcome")?;
        self.main().write(|tx| {
            Ok(tx.execute(
                "UPDATE attempts SET status = 'failed', finished = ?1, sealed = x'' WHERE status = 'redeeming'",
                [outcome],
            )?)
        })
    }

    /// Ends the pending attempts whose time is over; returns their ids.
    pub fn attempts_expire(&self, now: i64) -> Result<Vec<String>> {
        let due: bool = self.main().read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM attempts WHERE status = 'pending' AND expires_at <= ?1)",
            )?;
            Ok(statement.query_row([now], |row| row.get(0))?)
        })?;
        if !due {
            return Ok(Vec::new());
        }
        self.main().write(|tx| {
            let mut statement = tx.prepare_cached(
                "UPDATE attempts SET status = 'expired', sealed = x'' WHERE status = 'pending' AND expires_at <= ?1
                 RETURNING id",
            )?;
            let ids = statement.query_map([now], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(ids)
        })
    }

    /// Adds a line to an attempt's timeline.
    pub fn attempt_log(&self, id: &str, at: i64, step: &str, text: &str) -> Result<()> {
        self.main().write(|tx| {
            let changed = tx.execute(
                "INSERT INTO attempt_lines (attempt_id, at, step, text) SELECT id, ?2, ?3, ?4 FROM attempts WHERE id = ?1",
                params![id, at, step, text],
            )?;
            crate::store::expect_one(changed, "attempt", id)
        })
    }

    /// An attempt's timeline, oldest first.
    pub fn attempt_lines(&self, id: &str) -> Result<Vec<AttemptLine>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT at, step, text FROM attempt_lines WHERE attempt_id = ?1 ORDER BY n",
            )?;
            let rows = statement
                .query_map([id], |row| {
                    Ok(AttemptLine {
                        at: row.get(0)?,
                        step: row.get(1)?,
                        text: row.get(2)?,
                    })
                })?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// One page of attempts that are over, newest first: plain columns only.
    pub fn attempts_page(&self, filter: &AttemptFilter) -> Result<Vec<AttemptRow>> {
        let limit = if filter.limit == 0 {
            DEFAULT_LIMIT
        } else {
            filter.limit.min(MAX_LIMIT)
        };
        self.main().read(|sql| {
            // By time and, within one millisecond, by the order of making.
            let mut before = (i64::MAX, i64::MAX);
            if let Some(after) = &filter.after {
                let place = sql
                    .prepare_cached("SELECT created_at, rowid FROM attempts WHERE id = ?1")?
                    .query_row([after], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                let Some(place) = place else { return Ok(Vec::new()) };
                before = place;
            }
            let mut statement = sql.prepare_cached(&format!(
                "{COLUMNS} WHERE status NOT IN ('pending', 'redeeming') AND (created_at, rowid) < (?1, ?2)
                   AND (?3 IS NULL OR tenant_id = ?3) AND (?4 IS NULL OR integration_id = ?4)
                   AND (?5 IS NULL OR connection_id = ?5) AND (?6 IS NULL OR (status = 'succeeded') = ?6)
                 ORDER BY created_at DESC, rowid DESC LIMIT ?7"
            ))?;
            let rows = statement
                .query_map(
                    params![
                        before.0,
                        before.1,
                        filter.tenant_id,
                        filter.integration_id,
                        filter.connection_id,
                        filter.succeeded,
                        limit
                    ],
                    stored,
                )?
                .filter_map(|row| row.map(|stored| stored.map(|stored| stored.row)).transpose())
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    fn one_attempt(&self, column: &str, value: impl rusqlite::ToSql) -> Result<Option<Stored>> {
        let row = self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!("{COLUMNS} WHERE {column} = ?1"))?;
            Ok(statement.query_row([value], stored).optional()?)
        })?;
        row.map(|stored| stored.ok_or(StoreError::Corrupt { what: "attempt" }))
            .transpose()
    }

    fn open_attempt(&self, stored: Stored) -> Result<Attempt> {
        let Stored {
            row,
            state_hash,
            sealed,
        } = stored;
        let sealed = if row.status.is_over() {
            Secret::new(Vec::new())
        } else {
            self.unseal(&owner(&row.id), &sealed)?
        };
        Ok(Attempt {
            id: row.id,
            state_hash,
            sealed,
            integration_id: row.integration_id,
            connection_id: row.connection_id,
            status: row.status,
            redirect_uri: row.redirect_uri,
            created_at: row.created_at,
            expires_at: row.expires_at,
            finished: row.finished,
            tenant_id: row.tenant_id,
            option: row.option,
            connector: row.connector,
            reply: row.reply,
        })
    }
}

/// `None` where the status is a word that we do not write.
fn stored(row: &Row<'_>) -> rusqlite::Result<Option<Stored>> {
    let Some(status) = AttemptStatus::parse(row.get_ref(3)?.as_str()?) else {
        return Ok(None);
    };
    Ok(Some(Stored {
        row: AttemptRow {
            id: row.get(0)?,
            integration_id: row.get(1)?,
            connection_id: row.get(2)?,
            status,
            redirect_uri: row.get(4)?,
            created_at: row.get(5)?,
            expires_at: row.get(6)?,
            finished: optional_json_column(row, 7)?,
            tenant_id: row.get(10)?,
            option: row.get(11)?,
            connector: row.get::<_, Option<String>>(12)?.zip(row.get(13)?),
            reply: optional_json_column(row, 14)?,
        },
        state_hash: row.get(8)?,
        sealed: row.get(9)?,
    }))
}
