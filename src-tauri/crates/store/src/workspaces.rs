//! The workspace: one to a folder.

use patchbay_connector::Secret;
use rusqlite::{OptionalExtension, params};
use zeroize::Zeroizing;

use crate::error::{StoreError, VaultError};
use crate::ids::{hex, new_id};
use crate::records::Workspace;
use crate::store::{Result, Store};
use crate::vault::Owner;

impl Store {
    /// The workspace, once it is made. `None` too where its secret's key is gone: [`Store::ensure_workspace`] then makes
    /// a new secret.
    ///
    /// # Errors
    /// [`VaultError::NotReady`].
    pub fn workspace(&self) -> Result<Option<Workspace>> {
        let row = self.main().read(|sql| {
            Ok(sql
                .prepare_cached("SELECT id, key, secret, created_at FROM workspaces")?
                .query_row([], |row| {
                    Ok((
                        row.get::<_, String>(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, Vec<u8>>(2)?,
                        row.get::<_, i64>(3)?,
                    ))
                })
                .optional()?)
        })?;
        let Some((id, key, sealed, created_at)) = row else {
            return Ok(None);
        };
        let secret = match self.vault().unseal(&secret_owner(&id), &sealed) {
            Ok(secret) => secret,
            Err(VaultError::KeyGone) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let secret = String::from_utf8(secret.expose().clone()).map_err(|_| StoreError::Corrupt {
            what: "workspace secret",
        })?;
        Ok(Some(Workspace {
            id,
            key,
            secret: Secret::new(secret),
            created_at,
        }))
    }

    /// The workspace; made where there is none, with a new secret where the old one's key is gone.
    pub fn ensure_workspace(&self, now: i64) -> Result<Workspace> {
        if let Some(workspace) = self.workspace()? {
            return Ok(workspace);
        }
        let mut random = Zeroizing::new([0_u8; 32]);
        getrandom::fill(random.as_mut()).map_err(|_| StoreError::Random)?;
        let secret = Secret::new(hex(random.as_ref()));
        self.main().write(|tx| {
            let found = tx
                .query_row("SELECT id, key, created_at FROM workspaces", [], |row| {
                    Ok((
                        row.get::<_, String>(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, i64>(2)?,
                    ))
                })
                .optional()?;
            let (id, key, created_at) = match found {
                Some(found) => found,
                None => (new_id()?, new_id()?, now),
            };
            let sealed = self.seal(&secret_owner(&id), secret.expose().as_bytes())?;
            tx.execute(
                "INSERT INTO workspaces (id, key, secret, created_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET secret = excluded.secret",
                params![id, key, sealed, created_at],
            )?;
            Ok(Workspace {
                id,
                key,
                secret: secret.clone(),
                created_at,
            })
        })
    }
}

fn secret_owner(id: &str) -> Owner<'_> {
    Owner {
        kind: "workspace",
        id,
        field: "secret",
        binding: None,
    }
}
