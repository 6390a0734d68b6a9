//! Credentials, grants, and the order of a refresh: intent, commit or failure (design section 5, security A8.7).
//!
//! Both are sealed with the hash of the binding in their associated data: changed origins make them unreadable.

use patchbay_connector::Secret;
use rusqlite::{Connection as Sql, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::connection_records::{Credentials, StoredHealth};
use crate::connections::read_origins;
use crate::error::StoreError;
use crate::list::health_columns;
use crate::store::{Result, Store, expect_one, from_json, to_json};
use crate::vault::Owner;

#[derive(Serialize)]
struct BodyOut<'a> {
    access_token: &'a str,
    refresh_token: Option<&'a str>,
    token_type: &'a str,
    scopes: Option<&'a [String]>,
}

#[derive(Deserialize)]
struct BodyIn {
    access_token: String,
    refresh_token: Option<String>,
    token_type: String,
    scopes: Option<Vec<String>>,
}

pub(crate) fn grant_owner<'a>(id: &'a str, binding: &'a [u8; 32]) -> Owner<'a> {
    Owner {
        kind: "connection",
        id,
        field: "grant",
        binding: Some(binding),
    }
}

fn credentials_owner<'a>(id: &'a str, binding: &'a [u8; 32]) -> Owner<'a> {
    Owner {
        kind: "connection",
        id,
        field: "credentials",
        binding: Some(binding),
    }
}

/// Writes a set of credentials; returns its epoch.
pub(crate) fn write_credentials(
    store: &Store,
    tx: &Transaction<'_>,
    id: &str,
    credentials: &Credentials,
    binding: &[u8; 32],
) -> Result<i64> {
    let body = BodyOut {
        access_token: credentials.access_token.expose(),
        refresh_token: credentials
            .refresh_token
            .as_ref()
            .map(|token| token.expose().as_str()),
        token_type: &credentials.token_type,
        scopes: credentials.scopes.as_deref(),
    };
    let sealed = store.seal(&credentials_owner(id, binding), &to_json(&body, "credentials")?)?;
    let epoch = tx.query_row(
        "INSERT INTO credentials (connection_id, body, expires_at, obtained_at, epoch) VALUES (?1, ?2, ?3, ?4, 1)
         ON CONFLICT (connection_id) DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at,
           obtained_at = excluded.obtained_at, epoch = epoch + 1
         RETURNING epoch",
        params![id, sealed, credentials.expires_at, credentials.obtained_at],
        |row| row.get(0),
    )?;
    Ok(epoch)
}

/// A sealed row beside the origins that it is bound to.
fn bound<T>(
    sql: &Sql,
    text: &str,
    id: &str,
    read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<(T, [u8; 32])>> {
    let row = sql
        .prepare_cached(text)?
        .query_row([id], |row| Ok((row.get::<_, String>("origins")?, read(row)?)))
        .optional()?;
    row.map(|(origins, value)| Ok((value, read_origins(&origins)?.hash())))
        .transpose()
}

struct Sealed {
    body: Vec<u8>,
    expires_at: Option<i64>,
    obtained_at: i64,
    epoch: i64,
}

impl Store {
    /// A connection's credentials, where its kind has them.
    ///
    /// # Errors
    /// [`crate::VaultError::KeyGone`] where their key is gone, [`crate::VaultError::Tampered`] where they or the
    /// binding were changed outside.
    pub fn credentials(&self, id: &str) -> Result<Option<Credentials>> {
        self.main().read(|sql| self.read_credentials(sql, id))
    }

    fn read_credentials(&self, sql: &Sql, id: &str) -> Result<Option<Credentials>> {
        let row = bound(
            sql,
            "SELECT origins, body, expires_at, obtained_at, epoch FROM credentials
             JOIN connection_values USING (connection_id) WHERE connection_id = ?1",
            id,
            |row| {
                Ok(Sealed {
                    body: row.get("body")?,
                    expires_at: row.get("expires_at")?,
                    obtained_at: row.get("obtained_at")?,
                    epoch: row.get("epoch")?,
                })
            },
        )?;
        let Some((row, binding)) = row else {
            return Ok(None);
        };
        let plain = self.unseal(&credentials_owner(id, &binding), &row.body)?;
        let body: BodyIn = from_json(plain.expose(), "credentials")?;
        Ok(Some(Credentials {
            access_token: Secret::new(body.access_token),
            refresh_token: body.refresh_token.map(Secret::new),
            token_type: body.token_type,
            expires_at: row.expires_at,
            obtained_at: row.obtained_at,
            scopes: body.scopes,
            epoch: row.epoch,
        }))
    }

    /// Lets a connection's access token expire at `at`. Nothing else of it changes, so its epoch stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it has no credentials.
    pub fn credentials_expire(&self, id: &str, at: i64) -> Result<()> {
        self.main().write(|tx| {
            let changed = tx.execute(
                "UPDATE credentials SET expires_at = ?2 WHERE connection_id = ?1",
                params![id, at],
            )?;
            expect_one(changed, "credentials", id)?;
            tx.execute(
                "UPDATE connections SET expires_at = ?2 WHERE id = ?1",
                params![id, at],
            )?;
            Ok(())
        })
    }

    /// A connection's grant as the engine's JSON, where its kind has one.
    ///
    /// # Errors
    /// As [`Store::credentials`].
    pub fn grant(&self, id: &str) -> Result<Option<Secret<Vec<u8>>>> {
        let row = self.main().read(|sql| {
            bound(
                sql,
                "SELECT origins, body FROM grants JOIN connection_values USING (connection_id) WHERE connection_id = ?1",
                id,
                |row| row.get::<_, Vec<u8>>("body"),
            )
        })?;
        row.map(|(body, binding)| self.unseal(&grant_owner(id, &binding), &body))
            .transpose()
    }

    /// Writes down that a refresh request is about to be sent, durably.
    pub fn refresh_intent(&self, id: &str, now: i64) -> Result<()> {
        self.main().write(|tx| {
            let changed = tx.execute(
                "INSERT INTO refresh_intents (connection_id, at) SELECT id, ?2 FROM connections WHERE id = ?1
                 ON CONFLICT (connection_id) DO UPDATE SET at = excluded.at",
                params![id, now],
            )?;
            expect_one(changed, "connection", id)
        })
    }

    /// The connections whose refresh was begun and has not ended, with when it began: after a crash, each is tried once.
    pub fn refresh_intents(&self) -> Result<Vec<(String, i64)>> {
        self.main().read(|sql| {
            let mut statement =
                sql.prepare_cached("SELECT connection_id, at FROM refresh_intents ORDER BY at")?;
            let rows = statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// Writes what a refresh brought, in one durable transaction, and ends its intent; returns the new epoch.
    ///
    /// Without a new refresh token the stored one is kept: nothing ever erases one but a newer one, or the user.
    /// `grant`, where given, replaces the stored grant (values captured again).
    pub fn refresh_commit(
        &self,
        id: &str,
        credentials: &Credentials,
        grant: Option<&Secret<Vec<u8>>>,
        now: i64,
    ) -> Result<i64> {
        self.main().write(|tx| {
            let origins: Option<String> = tx
                .query_row(
                    "SELECT origins FROM connection_values WHERE connection_id = ?1",
                    [id],
                    |row| row.get(0),
                )
                .optional()?;
            let origins = origins.ok_or_else(|| StoreError::NotFound {
                what: "connection",
                id: id.to_owned(),
            })?;
            let binding = read_origins(&origins)?.hash();
            let mut fresh = credentials.clone();
            if fresh.refresh_token.is_none() {
                fresh.refresh_token = self
                    .read_credentials(tx, id)?
                    .and_then(|stored| stored.refresh_token);
            }
            let epoch = write_credentials(self, tx, id, &fresh, &binding)?;
            if let Some(grant) = grant {
                let body = self.seal(&grant_owner(id, &binding), grant.expose())?;
                tx.execute(
                    "UPDATE grants SET body = ?2, updated_at = ?3 WHERE connection_id = ?1",
                    params![id, body, now],
                )?;
            }
            tx.execute("DELETE FROM refresh_intents WHERE connection_id = ?1", [id])?;
            tx.execute(
                "UPDATE connections SET expires_at = ?2, refresh_failed_at = NULL, refresh_error = NULL,
                   updated_at = iif(health = 'working', updated_at, ?3),
                   revision = iif(health = 'working', revision, revision + 1),
                   health = 'working', health_cause = NULL, health_until = NULL
                 WHERE id = ?1",
                params![id, fresh.expires_at, now],
            )?;
            Ok(epoch)
        })
    }

    /// Writes that a refresh failed for now, and ends its intent. `retry_after` is milliseconds from `now`.
    pub fn refresh_failed(&self, id: &str, cause: &str, retry_after: i64, now: i64) -> Result<()> {
        let health = StoredHealth::RefreshDelayed {
            until: now.saturating_add(retry_after),
            cause: cause.to_owned(),
        };
        let (word, cause, until) = health_columns(&health);
        self.main().write(|tx| {
            tx.execute("DELETE FROM refresh_intents WHERE connection_id = ?1", [id])?;
            let changed = tx.execute(
                "UPDATE connections SET health = ?2, health_cause = ?3, health_until = ?4, refresh_failed_at = ?5,
                   updated_at = ?5, revision = revision + 1 WHERE id = ?1",
                params![id, word, cause, until, now],
            )?;
            expect_one(changed, "connection", id)
        })
    }

    /// Keeps why a refresh failed, in words without secrets, until one succeeds or the connection is connected anew.
    pub fn set_refresh_error(&self, id: &str, words: &str) -> Result<()> {
        self.main().write(|tx| {
            let changed = tx.execute(
                "UPDATE connections SET refresh_error = ?2 WHERE id = ?1",
                params![id, words],
            )?;
            expect_one(changed, "connection", id)
        })
    }

    /// Why the last refresh failed; `None` where it did not.
    pub fn refresh_error(&self, id: &str) -> Result<Option<String>> {
        self.main().read(|sql| {
            let words = sql
                .prepare_cached("SELECT refresh_error FROM connections WHERE id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?;
            Ok(words.flatten())
        })
    }

    /// When the last refresh failed; `None` once one succeeded.
    pub fn refresh_failed_at(&self, id: &str) -> Result<Option<i64>> {
        self.main().read(|sql| {
            let at = sql
                .prepare_cached("SELECT refresh_failed_at FROM connections WHERE id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?;
            Ok(at.flatten())
        })
    }
}
