//! Connection requests: a connect that was prepared on a server and is opened later, by its id.

use patchbay_connector::Secret;
use rusqlite::{OptionalExtension, params};

use crate::error::StoreError;
use crate::store::{Result, Store, unique};
use crate::vault::Owner;

/// Where a connection request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestStatus {
    /// Not answered yet.
    Pending,
    /// A connection came of it.
    Success,
    /// The user gave up.
    Cancelled,
    /// It failed.
    Error,
}

impl RequestStatus {
    const ALL: [Self; 4] = [Self::Pending, Self::Success, Self::Cancelled, Self::Error];

    /// The word that is stored, and that the API answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Success => "success",
            Self::Cancelled => "cancelled",
            Self::Error => "error",
        }
    }
}

/// A prepared connect.
#[derive(Debug, Clone)]
pub struct ConnectionRequest {
    /// Its id, made by the caller.
    pub id: String,
    /// The tenant whose account is to be connected.
    pub tenant_id: String,
    /// What was asked for: JSON of the rooms above, sealed whole. Empty where its key is gone.
    pub body: Secret<Vec<u8>>,
    /// Where it stands.
    pub status: RequestStatus,
    /// The connection that came of it.
    pub connection_id: Option<String>,
    /// Why it failed, in words without a secret.
    pub error: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
}

fn owner(id: &str) -> Owner<'_> {
    Owner {
        kind: "connection_request",
        id,
        field: "body",
        binding: None,
    }
}

impl Store {
    /// Writes a new connection request.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where its id is there already.
    pub fn connection_request_insert(&self, request: &ConnectionRequest) -> Result<()> {
        let body = self.seal(&owner(&request.id), request.body.expose())?;
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO connection_requests (id, tenant_id, body, status, connection_id, error, created_at,
                   updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    request.id,
                    request.tenant_id,
                    body,
                    request.status.as_str(),
                    request.connection_id,
                    request.error,
                    request.created_at,
                    request.updated_at
                ],
            )
            .map_err(|error| unique(error, "connection request", &request.id))?;
            Ok(())
        })
    }

    /// The connection request of an id.
    pub fn connection_request_get(&self, id: &str) -> Result<Option<ConnectionRequest>> {
        let row = self.main().read(|sql| {
            Ok(sql
                .prepare_cached(
                    "SELECT tenant_id, body, status, connection_id, error, created_at, updated_at
                     FROM connection_requests WHERE id = ?1",
                )?
                .query_row([id], |row| {
                    let body: Vec<u8> = row.get(1)?;
                    let status: String = row.get(2)?;
                    let request = ConnectionRequest {
                        id: id.to_owned(),
                        tenant_id: row.get(0)?,
                        body: Secret::new(Vec::new()),
                        status: RequestStatus::Pending,
                        connection_id: row.get(3)?,
                        error: row.get(4)?,
                        created_at: row.get(5)?,
                        updated_at: row.get(6)?,
                    };
                    Ok((request, body, status))
                })
                .optional()?)
        })?;
        let Some((mut request, body, status)) = row else {
            return Ok(None);
        };
        request.status = RequestStatus::ALL
            .into_iter()
            .find(|known| known.as_str() == status)
            .ok_or(StoreError::Corrupt {
                what: "connection request",
            })?;
        if let Some(body) = self.readable(&owner(id), &body)? {
            request.body = body;
        }
        Ok(Some(request))
    }

    /// Ends a connection request; false where it was over already, or is not there. A success still comes after a failure:
    /// whoever was refused once may try again at the same link.
    pub fn connection_request_finish(
        &self,
        id: &str,
        status: RequestStatus,
        connection_id: Option<&str>,
        error: Option<&str>,
        now: i64,
    ) -> Result<bool> {
        self.main().write(|tx| {
            let changed = tx.execute(
                "UPDATE connection_requests SET status = ?2, connection_id = ?3, error = ?4, updated_at = ?5
                 WHERE id = ?1 AND (status = 'pending' OR (?2 = 'success' AND status <> 'success'))",
                params![id, status.as_str(), connection_id, error, now],
            )?;
            Ok(changed == 1)
        })
    }
}
