//! The workspace and its tenants.

use patchbay_connector::Secret;
use rusqlite::{OptionalExtension, Row, params};
use zeroize::Zeroizing;

use crate::error::{StoreError, VaultError};
use crate::ids::{hex, new_id};
use crate::records::{Tenant, Workspace};
use crate::store::{Result, Store};
use crate::vault::Owner;

const TENANT: &str = "SELECT id, key, name, created_at FROM tenants";

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

    /// The tenant of a key; made where there is none. A name, where one is given, replaces the stored one.
    pub fn tenant_upsert(&self, key: &str, name: Option<&str>, now: i64) -> Result<Tenant> {
        // Mostly nothing changes: then no writer is needed.
        if let Some(tenant) = self.tenant_by_key(key)?
            && name.is_none_or(|name| name == tenant.name)
        {
            return Ok(tenant);
        }
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO tenants (id, key, name, created_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (key) DO UPDATE SET name = coalesce(?5, name)",
                params![new_id()?, key, name.unwrap_or(key), now, name],
            )?;
            let tenant = tx.query_row(&format!("{TENANT} WHERE key = ?1"), [key], tenant)?;
            crate::list::refresh_search(tx, "tenant_id", &tenant.id)?;
            Ok(tenant)
        })
    }

    /// All tenants, by name.
    pub fn tenants(&self) -> Result<Vec<Tenant>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!("{TENANT} ORDER BY name COLLATE NOCASE, id"))?;
            let rows = statement
                .query_map([], tenant)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// The tenant of an id.
    pub fn tenant(&self, id: &str) -> Result<Option<Tenant>> {
        self.one_tenant("id", id)
    }

    /// The tenant of a key.
    pub fn tenant_by_key(&self, key: &str) -> Result<Option<Tenant>> {
        self.one_tenant("key", key)
    }

    fn one_tenant(&self, column: &str, value: &str) -> Result<Option<Tenant>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!("{TENANT} WHERE {column} = ?1"))?;
            Ok(statement.query_row([value], tenant).optional()?)
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

fn tenant(row: &Row<'_>) -> rusqlite::Result<Tenant> {
    Ok(Tenant {
        id: row.get(0)?,
        key: row.get(1)?,
        name: row.get(2)?,
        created_at: row.get(3)?,
    })
}
