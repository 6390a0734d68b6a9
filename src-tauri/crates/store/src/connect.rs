//! What a finished connect writes, in one transaction (design 4.7): connection, values, grant, binding, credentials,
//! history, and the end of its attempt. Either all of it is there afterwards, or nothing changed.

use rusqlite::{Transaction, params};

use crate::connection_records::{Binding, ConnectCommit, Connection, NewOrExisting};
use crate::connections::{input_owner, origins, overrides_owner, write_history};
use crate::credentials::{grant_owner, write_credentials};
use crate::error::StoreError;
use crate::list::{read_connection, refresh_search};
use crate::store::{Result, Store, expect_one, json_text, unique};

impl Store {
    /// Writes a finished connect. Only after it returned may success be told.
    ///
    /// # Errors
    /// [`StoreError::AttemptOver`] where the attempt ended in between (cancelled, expired), [`StoreError::Exists`] where
    /// another of the tenant's connections has its key; nothing is written then.
    pub fn connect_commit(&self, commit: &ConnectCommit, now: i64) -> Result<Connection> {
        self.main().write(|tx| {
            let id = match &commit.connection {
                NewOrExisting::New { id, key, name, integration_id, tenant_id } => {
                    tx.execute(
                        "INSERT INTO connections (id, key, name, integration_id, tenant_id, override_count, health,
                           created_at, updated_at, connected_at, revision)
                         VALUES (?1, ?2, ?3, ?4, ?5, 0, 'working', ?6, ?6, ?6, 0)",
                        params![id, key, name, integration_id, tenant_id, now],
                    )
                    .map_err(|error| unique(error, "connection", key.as_deref().unwrap_or(id)))?;
                    id.clone()
                }
                NewOrExisting::Existing { id } => id.clone(),
            };
            let changed = tx.execute(
                "UPDATE connections SET option = ?2, variant = ?3, override_count = ?4, health = 'working',
                   health_cause = NULL, health_until = NULL, refresh_failed_at = NULL, refresh_error = NULL, updated_at = ?5,
                   connected_at = ?5, expires_at = ?6, archived_at = NULL, revision = revision + 1
                 WHERE id = ?1",
                params![
                    id,
                    commit.option,
                    commit.variant,
                    i64::try_from(commit.overrides.leaf_count()).unwrap_or(i64::MAX),
                    now,
                    commit.credentials.as_ref().and_then(|credentials| credentials.expires_at),
                ],
            )
            // A reconnect brings an archived one back; another may have its key by now.
            .map_err(|error| unique(error, "connection", &id))?;
            expect_one(changed, "connection", &id)?;
            refresh_search(tx, "id", &id)?;
            if self.override_differs(tx, &id, &commit.overrides)? {
                write_history(self, tx, &id, &commit.overrides, commit.history, now)?;
            }
            self.write_values(tx, &id, commit)?;
            self.write_grant(tx, &id, commit, now)?;
            match &commit.credentials {
                Some(credentials) => {
                    write_credentials(self, tx, &id, credentials, &commit.binding.hash())?;
                }
                None => {
                    tx.execute("DELETE FROM credentials WHERE connection_id = ?1", [&id])?;
                }
            }
            tx.execute("DELETE FROM refresh_intents WHERE connection_id = ?1", [&id])?;
            if let Some(attempt) = &commit.attempt_id {
                end_attempt(tx, attempt, &id, &commit.outcome)?;
            }
            read_connection(tx, &id)?.ok_or(StoreError::NotFound { what: "connection", id })
        })
    }

    fn write_values(&self, tx: &Transaction<'_>, id: &str, commit: &ConnectCommit) -> Result<()> {
        let overrides = self.seal_patch(&overrides_owner(id), &commit.overrides)?;
        let input = self.seal_patch(&input_owner(id, &commit.binding.hash()), &commit.input)?;
        tx.execute(
            "INSERT INTO connection_values (connection_id, overrides, input, origins) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (connection_id) DO UPDATE SET overrides = excluded.overrides, input = excluded.input,
               origins = excluded.origins",
            params![id, overrides, input, origins(&commit.binding)?],
        )?;
        Ok(())
    }

    fn write_grant(&self, tx: &Transaction<'_>, id: &str, commit: &ConnectCommit, now: i64) -> Result<()> {
        let Some(grant) = &commit.grant else {
            tx.execute("DELETE FROM grants WHERE connection_id = ?1", [id])?;
            return Ok(());
        };
        let body = self.seal(&grant_owner(id, &Binding::hash(&commit.binding)), grant.expose())?;
        tx.execute(
            "INSERT INTO grants (connection_id, body, updated_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (connection_id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at",
            params![id, body, now],
        )?;
        Ok(())
    }
}

fn end_attempt(
    tx: &Transaction<'_>,
    attempt: &str,
    connection: &str,
    outcome: &serde_json::Value,
) -> Result<()> {
    let outcome = json_text(outcome, "outcome")?;
    let changed = tx.execute(
        "UPDATE attempts SET status = 'succeeded', connection_id = ?2, finished = ?3, sealed = x''
         WHERE id = ?1 AND status IN ('pending', 'redeeming')",
        params![attempt, connection, outcome],
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::AttemptOver {
            id: attempt.to_owned(),
        })
    }
}
