//! Requests that are kept for a console: name and integration plain, the rest sealed, as a body may hold a secret.

use rusqlite::params;

use crate::records::SavedRequest;
use crate::store::{Result, Store, expect_one, unique};
use crate::vault::Owner;

fn owner(id: &str) -> Owner<'_> {
    Owner {
        kind: "saved_request",
        id,
        field: "body",
        binding: None,
    }
}

impl Store {
    /// Writes or replaces a saved request.
    ///
    /// # Errors
    /// [`crate::StoreError::Exists`] where another one of the integration has its name.
    pub fn saved_request_upsert(&self, request: &SavedRequest) -> Result<()> {
        let body = self.seal(&owner(&request.id), request.body.expose())?;
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO saved_requests (id, integration_id, name, body, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (id) DO UPDATE SET integration_id = excluded.integration_id, name = excluded.name,
                   body = excluded.body, updated_at = excluded.updated_at",
                params![request.id, request.integration_id, request.name, body, request.updated_at],
            )
            .map_err(|error| unique(error, "saved request", &request.name))?;
            Ok(())
        })
    }

    /// The saved requests of one integration or of all, by name. One whose key is gone holds nothing that could be sent,
    /// and is left out.
    pub fn saved_requests(&self, integration_id: Option<&str>) -> Result<Vec<SavedRequest>> {
        let rows: Vec<(String, String, String, Vec<u8>, i64)> = self.main().read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT id, integration_id, name, body, updated_at FROM saved_requests
                 WHERE ?1 IS NULL OR integration_id = ?1 ORDER BY name COLLATE NOCASE, id",
            )?;
            let rows = statement
                .query_map([integration_id], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
                })?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })?;
        let mut requests = Vec::with_capacity(rows.len());
        for (id, integration_id, name, body, updated_at) in rows {
            if let Some(body) = self.readable(&owner(&id), &body)? {
                requests.push(SavedRequest {
                    id,
                    integration_id,
                    name,
                    body,
                    updated_at,
                });
            }
        }
        Ok(requests)
    }

    /// Removes a saved request.
    pub fn saved_request_delete(&self, id: &str) -> Result<()> {
        self.main().write(|tx| {
            let changed = tx.execute("DELETE FROM saved_requests WHERE id = ?1", [id])?;
            expect_one(changed, "saved request", id)
        })
    }
}
