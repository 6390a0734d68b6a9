//! A connection's own values and what may be changed of it after it is connected: override, name, key, health.

use patchbay_connector::Patch;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::connection_records::{Binding, ConnectionSecrets, HistoryEntry, How, StoredHealth};
use crate::error::StoreError;
use crate::ids::new_id;
use crate::list::{health_columns, refresh_search};
use crate::store::{Result, Store, expect_one, from_json, json_text, unique};
use crate::vault::Owner;

pub(crate) fn overrides_owner(id: &str) -> Owner<'_> {
    Owner {
        kind: "connection",
        id,
        field: "overrides",
        binding: None,
    }
}

/// Input holds API keys and passwords, so it opens only beside the origins that it was entered for.
pub(crate) fn input_owner<'a>(id: &'a str, binding: &'a [u8; 32]) -> Owner<'a> {
    Owner {
        kind: "connection",
        id,
        field: "input",
        binding: Some(binding),
    }
}

fn history_owner(id: &str) -> Owner<'_> {
    Owner {
        kind: "override_history",
        id,
        field: "overrides",
        binding: None,
    }
}

pub(crate) fn origins(binding: &Binding) -> Result<String> {
    json_text(&binding.origins, "binding")
}

pub(crate) fn read_origins(text: &str) -> Result<Binding> {
    Ok(Binding {
        origins: from_json(text.as_bytes(), "binding")?,
    })
}

/// Saved states that are kept of one override. A program that saves one with each of its users' sign-ins must not fill
/// the disk.
const KEPT_HISTORY: i64 = 1000;

/// Adds a saved state of an override, and drops the oldest beyond those that are kept; returns the entry's id.
pub(crate) fn write_history(
    store: &Store,
    tx: &Transaction<'_>,
    connection: &str,
    overrides: &Patch,
    how: How,
    now: i64,
) -> Result<String> {
    let id = new_id()?;
    let sealed = store.seal_patch(&history_owner(&id), overrides)?;
    tx.execute(
        "INSERT INTO override_history (id, connection_id, at, how, overrides) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, connection, now, how.as_str(), sealed],
    )?;
    tx.execute(
        "DELETE FROM override_history WHERE connection_id = ?1 AND n <= (
           SELECT n FROM override_history WHERE connection_id = ?1 ORDER BY n DESC LIMIT 1 OFFSET ?2)",
        params![connection, KEPT_HISTORY],
    )?;
    Ok(id)
}

impl Store {
    /// Override and input of a connection.
    pub fn connection_secrets(&self, id: &str) -> Result<ConnectionSecrets> {
        let row = self.main().read(|sql| {
            Ok(sql
                .prepare_cached(
                    "SELECT overrides, input, origins FROM connection_values WHERE connection_id = ?1",
                )?
                .query_row([id], |row| {
                    Ok((
                        row.get::<_, Vec<u8>>(0)?,
                        row.get::<_, Vec<u8>>(1)?,
                        row.get::<_, String>(2)?,
                    ))
                })
                .optional()?)
        })?;
        let (overrides, input, origins) = row.ok_or_else(|| StoreError::NotFound {
            what: "connection",
            id: id.to_owned(),
        })?;
        let overrides = self.unseal_patch(&overrides_owner(id), &overrides)?;
        let input = self.unseal_patch(&input_owner(id, &read_origins(&origins)?.hash()), &input)?;
        Ok(ConnectionSecrets {
            unreadable: overrides.is_none() || input.is_none(),
            overrides: overrides.unwrap_or_default(),
            input: input.unwrap_or_default(),
        })
    }

    /// The origins that a connection's credentials may be sent to. Plain: works while the vault is locked.
    pub fn binding(&self, id: &str) -> Result<Option<Binding>> {
        let text: Option<String> = self.main().read(|sql| {
            Ok(sql
                .prepare_cached("SELECT origins FROM connection_values WHERE connection_id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?)
        })?;
        text.map(|text| read_origins(&text)).transpose()
    }

    /// Replaces a connection's override. One that differs from the stored one goes into the history.
    pub fn set_override(&self, id: &str, overrides: &Patch, how: How, now: i64) -> Result<()> {
        let sealed = self.seal_patch(&overrides_owner(id), overrides)?;
        let count = i64::try_from(overrides.leaf_count()).unwrap_or(i64::MAX);
        self.main().write(|tx| {
            let differs = self.override_differs(tx, id, overrides)?;
            let changed = tx.execute(
                "UPDATE connection_values SET overrides = ?2 WHERE connection_id = ?1",
                params![id, sealed],
            )?;
            expect_one(changed, "connection", id)?;
            tx.execute(
                "UPDATE connections SET override_count = ?2, updated_at = ?3, revision = revision + 1 WHERE id = ?1",
                params![id, count, now],
            )?;
            if differs {
                write_history(self, tx, id, overrides, how, now)?;
            }
            Ok(())
        })
    }

    /// The history entry that holds the override in force; it is written where there is none.
    pub fn override_entry(&self, id: &str, how: How, now: i64) -> Result<String> {
        let stored = self.connection_secrets(id)?;
        let newest = self.override_history(id)?.into_iter().next();
        match newest.filter(|entry| !entry.unreadable && entry.overrides == stored.overrides) {
            Some(entry) => Ok(entry.id),
            None => self
                .main()
                .write(|tx| write_history(self, tx, id, &stored.overrides, how, now)),
        }
    }

    /// Whether an override is another one than the stored one, or none is stored.
    pub(crate) fn override_differs(&self, tx: &Transaction<'_>, id: &str, overrides: &Patch) -> Result<bool> {
        let stored: Option<Vec<u8>> = tx
            .query_row(
                "SELECT overrides FROM connection_values WHERE connection_id = ?1",
                [id],
                |row| row.get(0),
            )
            .optional()?;
        let Some(stored) = stored else { return Ok(true) };
        let stored = self.unseal_patch(&overrides_owner(id), &stored)?;
        Ok(stored.as_ref() != Some(overrides))
    }

    /// The saved states of a connection's override, newest first.
    pub fn override_history(&self, id: &str) -> Result<Vec<HistoryEntry>> {
        let rows: Vec<(String, i64, String, Vec<u8>)> = self.main().read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT id, at, how, overrides FROM override_history WHERE connection_id = ?1 ORDER BY n DESC",
            )?;
            let rows = statement
                .query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })?;
        rows.into_iter()
            .map(|(id, at, how, sealed)| {
                let overrides = self.unseal_patch(&history_owner(&id), &sealed)?;
                let how = How::parse(&how).ok_or(StoreError::Corrupt {
                    what: "history entry",
                })?;
                Ok(HistoryEntry {
                    id,
                    at,
                    how,
                    unreadable: overrides.is_none(),
                    overrides: overrides.unwrap_or_default(),
                })
            })
            .collect()
    }

    /// Stores a connection's health, and ends a refresh that was under way. Nothing is written where it is the same.
    pub fn set_health(&self, id: &str, health: &StoredHealth, now: i64) -> Result<()> {
        let (word, cause, until) = health_columns(health);
        self.main().write(|tx| {
            tx.execute("DELETE FROM refresh_intents WHERE connection_id = ?1", [id])?;
            let changed = tx.execute(
                "UPDATE connections SET health = ?2, health_cause = ?3, health_until = ?4, updated_at = ?5,
                   revision = revision + 1
                 WHERE id = ?1 AND (health, health_cause, health_until) IS NOT (?2, ?3, ?4)",
                params![id, word, cause, until, now],
            )?;
            if changed == 0 {
                let there: i64 =
                    tx.query_row("SELECT count(*) FROM connections WHERE id = ?1", [id], |row| {
                        row.get(0)
                    })?;
                return expect_one(usize::from(there > 0), "connection", id);
            }
            Ok(())
        })
    }

    /// Stores the variant in effect, for lists.
    pub fn set_variant(&self, id: &str, variant: Option<&str>, now: i64) -> Result<()> {
        self.change(
            id,
            "variant = ?2, updated_at = ?3, revision = revision + 1",
            variant,
            now,
        )
    }

    /// Gives a connection another name.
    pub fn rename(&self, id: &str, name: &str, now: i64) -> Result<()> {
        self.change(
            id,
            "name = ?2, updated_at = ?3, revision = revision + 1",
            Some(name),
            now,
        )
    }

    /// Replaces what the developer notes about a connection: a JSON object, plain.
    pub fn set_meta(&self, id: &str, meta: &serde_json::Value, now: i64) -> Result<()> {
        let meta = json_text(meta, "meta")?;
        self.change(
            id,
            "meta = ?2, updated_at = ?3, revision = revision + 1",
            Some(&meta),
            now,
        )
    }

    /// Gives a connection another key, or none.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where another of the tenant's connections that are not archived has it.
    pub fn set_key(&self, id: &str, key: Option<&str>, now: i64) -> Result<()> {
        self.change(id, "key = ?2, updated_at = ?3, revision = revision + 1", key, now)
    }

    /// Archives a connection; everything of it stays.
    pub fn archive(&self, id: &str, now: i64) -> Result<()> {
        self.change(
            id,
            "archived_at = coalesce(archived_at, ?3, ?2), updated_at = ?3, revision = revision + 1",
            None,
            now,
        )
    }

    /// Takes a connection back from the archive.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where another of the tenant's connections took its key meanwhile.
    pub fn restore(&self, id: &str, now: i64) -> Result<()> {
        self.change(
            id,
            "archived_at = ?2, updated_at = ?3, revision = revision + 1",
            None,
            now,
        )
    }

    fn change(&self, id: &str, what: &str, value: Option<&str>, now: i64) -> Result<()> {
        self.main().write(|tx| {
            let changed = tx
                .prepare_cached(&format!("UPDATE connections SET {what} WHERE id = ?1"))?
                .execute(params![id, value, now])
                .map_err(|error| unique(error, "connection", value.unwrap_or(id)))?;
            expect_one(changed, "connection", id)?;
            refresh_search(tx, "id", id)
        })
    }
}
