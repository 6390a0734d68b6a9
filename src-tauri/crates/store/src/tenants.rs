//! Tenants: whose accounts the connections are.

use std::collections::HashMap;

use patchbay_connector::Secret;
use rusqlite::{Connection as Sql, OptionalExtension, Row, params};

use crate::ids::new_id;
use crate::records::{Tenant, TenantChange, TenantFilter};
use crate::store::{Result, Store, expect_one, json_column, json_text, unique};
use crate::vault::Owner;

const TENANT: &str = "SELECT id, key, name, fields, meta, created_at, updated_at, archived_at FROM tenants";

const DEFAULT_LIMIT: usize = 50;
const MAX_LIMIT: usize = 1000;

fn credentials_owner(id: &str) -> Owner<'_> {
    Owner {
        kind: "tenant",
        id,
        field: "credentials",
        binding: None,
    }
}

impl Store {
    /// The tenant of a key; made where there is none, and taken back from the archive. A name, where one is given,
    /// replaces the stored one.
    pub fn tenant_upsert(&self, key: &str, name: Option<&str>, now: i64) -> Result<Tenant> {
        // Mostly nothing changes: then no writer is needed.
        if let Some(tenant) = self.tenant_by_key(key)?
            && tenant.archived_at.is_none()
            && name.is_none_or(|name| name == tenant.name)
        {
            return Ok(tenant);
        }
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO tenants (id, key, name, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)
                 ON CONFLICT (key) DO UPDATE SET name = coalesce(?5, name), archived_at = NULL, updated_at = ?4",
                params![new_id()?, key, name.unwrap_or(key), now, name],
            )?;
            let tenant = tx.query_row(&format!("{TENANT} WHERE key = ?1"), [key], tenant)?;
            crate::list::refresh_search(tx, "tenant_id", &tenant.id)?;
            Ok(tenant)
        })
    }

    /// Changes a tenant.
    ///
    /// # Errors
    /// [`crate::StoreError::Exists`] where another one has the new key, archived or not.
    pub fn tenant_update(&self, id: &str, change: &TenantChange, now: i64) -> Result<Tenant> {
        let json = |value: &Option<serde_json::Value>, what| {
            value.as_ref().map(|value| json_text(value, what)).transpose()
        };
        let fields = json(&change.fields, "fields")?;
        let meta = json(&change.meta, "meta")?;
        self.main().write(|tx| {
            let changed = tx
                .execute(
                    "UPDATE tenants SET key = coalesce(?2, key), name = coalesce(?3, name),
                       fields = coalesce(?4, fields), meta = coalesce(?5, meta), updated_at = ?6 WHERE id = ?1",
                    params![id, change.key, change.name, fields, meta, now],
                )
                .map_err(|error| unique(error, "tenant", change.key.as_deref().unwrap_or(id)))?;
            expect_one(changed, "tenant", id)?;
            if change.key.is_some() || change.name.is_some() {
                crate::list::refresh_search(tx, "tenant_id", id)?;
            }
            Ok(tx.query_row(&format!("{TENANT} WHERE id = ?1"), [id], tenant)?)
        })
    }

    /// Archives a tenant; its connections stay as they are.
    pub fn tenant_archive(&self, id: &str, now: i64) -> Result<()> {
        self.set_tenant_archived(id, Some(now), now)
    }

    /// Takes a tenant back from the archive.
    pub fn tenant_restore(&self, id: &str, now: i64) -> Result<()> {
        self.set_tenant_archived(id, None, now)
    }

    fn set_tenant_archived(&self, id: &str, archived_at: Option<i64>, now: i64) -> Result<()> {
        self.main().write(|tx| {
            let changed = tx.execute(
                "UPDATE tenants SET archived_at = iif(?2 IS NULL, NULL, coalesce(archived_at, ?2)), updated_at = ?3
                 WHERE id = ?1",
                params![id, archived_at, now],
            )?;
            expect_one(changed, "tenant", id)
        })
    }

    /// All tenants that are not archived, by name.
    pub fn tenants(&self) -> Result<Vec<Tenant>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "{TENANT} WHERE archived_at IS NULL ORDER BY name COLLATE NOCASE, id"
            ))?;
            let rows = statement
                .query_map([], tenant)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// How many connections that are not archived each tenant has, by the tenant's id; tenants without any are absent.
    pub fn connections_by_tenant(&self) -> Result<HashMap<String, u32>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT tenant_id, count(*) FROM connections WHERE archived_at IS NULL GROUP BY tenant_id",
            )?;
            let rows = statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// One page of tenants, newest first.
    pub fn tenants_page(&self, filter: &TenantFilter) -> Result<Vec<Tenant>> {
        let limit = match usize::try_from(filter.limit) {
            Ok(0) => DEFAULT_LIMIT,
            Ok(limit) => limit.min(MAX_LIMIT),
            Err(_) => MAX_LIMIT,
        };
        let needle = filter.search.as_deref().unwrap_or_default().trim().to_lowercase();
        self.main().read(|sql| {
            let Some((at, n)) = place_before(sql, filter.after.as_deref())? else {
                return Ok(Vec::new());
            };
            let mut statement = sql.prepare_cached(&format!(
                "{TENANT} WHERE (created_at, rowid) < (?1, ?2) AND (?3 OR archived_at IS NULL)
                 ORDER BY created_at DESC, rowid DESC"
            ))?;
            let mut rows = statement.query(params![at, n, filter.include_archived])?;
            let mut page = Vec::new();
            // Compared here, not in SQL: SQLite's `lower` knows only ASCII.
            while page.len() < limit
                && let Some(row) = rows.next()?
            {
                let tenant = tenant(row)?;
                if tenant.name.to_lowercase().contains(&needle) || tenant.key.to_lowercase().contains(&needle)
                {
                    page.push(tenant);
                }
            }
            Ok(page)
        })
    }

    /// The tenant of an id, archived or not.
    pub fn tenant(&self, id: &str) -> Result<Option<Tenant>> {
        self.one_tenant("id", id)
    }

    /// The tenant of a key, archived or not.
    pub fn tenant_by_key(&self, key: &str) -> Result<Option<Tenant>> {
        self.one_tenant("key", key)
    }

    /// What a tenant's application keeps with it as its own credentials; `None` too where their key is gone.
    pub fn tenant_credentials(&self, id: &str) -> Result<Option<Secret<Vec<u8>>>> {
        let body: Option<Option<Vec<u8>>> = self.main().read(|sql| {
            Ok(sql
                .prepare_cached("SELECT credentials FROM tenants WHERE id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?)
        })?;
        match body.flatten() {
            Some(body) => self.readable(&credentials_owner(id), &body),
            None => Ok(None),
        }
    }

    /// Replaces a tenant's own credentials, or removes them.
    pub fn set_tenant_credentials(&self, id: &str, credentials: Option<&Secret<Vec<u8>>>) -> Result<()> {
        let body = credentials
            .map(|credentials| self.seal(&credentials_owner(id), credentials.expose()))
            .transpose()?;
        self.main().write(|tx| {
            let changed = tx.execute(
                "UPDATE tenants SET credentials = ?2 WHERE id = ?1",
                params![id, body],
            )?;
            expect_one(changed, "tenant", id)
        })
    }

    fn one_tenant(&self, column: &str, value: &str) -> Result<Option<Tenant>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!("{TENANT} WHERE {column} = ?1"))?;
            Ok(statement.query_row([value], tenant).optional()?)
        })
    }
}

/// Where a page begins: by time and, within one millisecond, by the order of making. `None` where the row that it is
/// to follow is gone.
fn place_before(sql: &Sql, after: Option<&str>) -> Result<Option<(i64, i64)>> {
    let Some(after) = after else {
        return Ok(Some((i64::MAX, i64::MAX)));
    };
    Ok(sql
        .prepare_cached("SELECT created_at, rowid FROM tenants WHERE id = ?1")?
        .query_row([after], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

fn tenant(row: &Row<'_>) -> rusqlite::Result<Tenant> {
    Ok(Tenant {
        id: row.get(0)?,
        key: row.get(1)?,
        name: row.get(2)?,
        fields: json_column(row, 3)?,
        meta: json_column(row, 4)?,
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
        archived_at: row.get(7)?,
    })
}
