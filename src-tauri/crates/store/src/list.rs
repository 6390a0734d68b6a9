//! Connections as lists need them: plain columns only, so that they work while the vault is locked; pages cut by the
//! order of making, so that the thousandth is as fast as the first.

use rusqlite::{Connection as Sql, OptionalExtension, Row, ToSql, Transaction};

use crate::connection_records::{Connection, ConnectionFilter, ConnectionRow, StoredHealth};
use crate::store::{Result, Store, json_column};

const COLUMNS: &str = "c.id, c.key, c.name, c.integration_id, c.tenant_id, c.option, c.override_count, c.variant,
    c.health, c.health_cause, c.health_until, c.created_at, c.updated_at, c.connected_at, c.last_call_at, c.expires_at,
    c.archived_at, c.revision, c.meta";

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 1000;

/// Where a selection without a search looks.
const ALL: &str = "connections c";

/// The part of a query that says which connections.
struct Selection {
    from: &'static str,
    conditions: Vec<&'static str>,
    parameters: Vec<Box<dyn ToSql>>,
}

impl Selection {
    fn of(filter: &ConnectionFilter) -> Self {
        let mut selection = Self {
            from: ALL,
            conditions: Vec::new(),
            parameters: Vec::new(),
        };
        let needle = filter
            .search
            .as_deref()
            .map(|text| text.trim().to_lowercase())
            .unwrap_or_default();
        match needle.chars().count() {
            0 => {}
            // Too short for the index of three letters: looks through the texts, and mostly finds its page soon.
            1 | 2 => {
                selection.from = "connection_texts s CROSS JOIN connections c ON c.n = s.n";
                selection.and("instr(s.search, ?) > 0", needle);
            }
            _ => {
                // The order of the join is ours, not the planner's: the index gives the newest first, a page stops it.
                selection.from = "connection_search s CROSS JOIN connections c ON c.n = s.rowid";
                selection.and("s.search MATCH ?", format!("\"{}\"", needle.replace('"', "\"\"")));
            }
        }
        if let Some(id) = &filter.integration_id {
            selection.and("c.integration_id = ?", id.clone());
        }
        if let Some(id) = &filter.tenant_id {
            selection.and("c.tenant_id = ?", id.clone());
        }
        if let Some(key) = &filter.connector_key {
            selection.and(
                "c.integration_id IN (SELECT id FROM integrations WHERE connector_key = ?)",
                key.clone(),
            );
        }
        match filter.connected {
            Some(true) => selection.conditions.push("c.health <> 'needs_reconnect'"),
            Some(false) => selection.conditions.push("c.health = 'needs_reconnect'"),
            None => {}
        }
        if !filter.include_archived {
            selection.conditions.push("c.archived_at IS NULL");
        }
        selection
    }

    fn and(&mut self, condition: &'static str, parameter: impl ToSql + 'static) {
        self.conditions.push(condition);
        self.parameters.push(Box::new(parameter));
    }

    fn order(&self) -> &'static str {
        // In a search the outer table gives the order, so that a full page ends the query.
        if self.from == ALL { "c.n" } else { "s.rowid" }
    }

    fn condition(&self) -> String {
        if self.conditions.is_empty() {
            "1".to_owned()
        } else {
            self.conditions.join(" AND ")
        }
    }
}

fn connection_row(row: &Row<'_>) -> rusqlite::Result<ConnectionRow> {
    Ok(ConnectionRow {
        connection: connection(row)?,
        integration_key: row.get(19)?,
        integration_name: row.get(20)?,
        connector_key: row.get(21)?,
        tenant_key: row.get(22)?,
        tenant_name: row.get(23)?,
    })
}

impl Store {
    /// One page of connections, newest first.
    pub fn connections_page(&self, filter: &ConnectionFilter) -> Result<Vec<ConnectionRow>> {
        let mut selection = Selection::of(filter);
        self.main().read(|sql| {
            if let Some(after) = &filter.after {
                let n: Option<i64> =
                    sql.prepare_cached("SELECT n FROM connections WHERE id = ?1")?.query_row([after], |row| row.get(0)).optional()?;
                // A row that is gone ends the list; the caller starts again at the top.
                let Some(n) = n else { return Ok(Vec::new()) };
                let condition = if selection.order() == "c.n" { "c.n < ?" } else { "s.rowid < ?" };
                selection.and(condition, n);
            }
            let limit = if filter.limit == 0 { DEFAULT_LIMIT } else { filter.limit.min(MAX_LIMIT) };
            let text = format!(
                "SELECT {COLUMNS}, i.key, i.name, i.connector_key, t.key, t.name
                 FROM {} CROSS JOIN integrations i ON i.id = c.integration_id CROSS JOIN tenants t ON t.id = c.tenant_id
                 WHERE {} ORDER BY {} DESC LIMIT {limit}",
                selection.from,
                selection.condition(),
                selection.order()
            );
            let mut statement = sql.prepare_cached(&text)?;
            let rows = statement
                .query_map(rusqlite::params_from_iter(selection.parameters.iter()), connection_row)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// One connection as a list shows it, archived or not.
    pub fn connection_row(&self, id: &str) -> Result<Option<ConnectionRow>> {
        Ok(self.connection_rows(&[id.to_owned()])?.pop())
    }

    /// Connections as a list shows them, in the order of the ids; those that are not there are left out.
    pub fn connection_rows(&self, ids: &[String]) -> Result<Vec<ConnectionRow>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "SELECT {COLUMNS}, i.key, i.name, i.connector_key, t.key, t.name
                 FROM connections c JOIN integrations i ON i.id = c.integration_id JOIN tenants t ON t.id = c.tenant_id
                 WHERE c.id = ?1"
            ))?;
            let mut rows = Vec::with_capacity(ids.len());
            for id in ids {
                rows.extend(statement.query_row([id], connection_row).optional()?);
            }
            Ok(rows)
        })
    }

    /// How many connections a filter has over all its pages.
    pub fn connections_count(&self, filter: &ConnectionFilter) -> Result<i64> {
        let selection = Selection::of(filter);
        self.main().read(|sql| {
            let text = format!(
                "SELECT count(*) FROM {} WHERE {}",
                selection.from,
                selection.condition()
            );
            let mut statement = sql.prepare_cached(&text)?;
            Ok(
                statement.query_row(rusqlite::params_from_iter(selection.parameters.iter()), |row| {
                    row.get(0)
                })?,
            )
        })
    }

    /// The plain columns of a connection, archived or not.
    pub fn connection(&self, id: &str) -> Result<Option<Connection>> {
        self.main().read(|sql| read_connection(sql, id))
    }

    /// The connections with that key, newest first, archived ones not.
    pub fn connections_by_key(&self, key: &str) -> Result<Vec<Connection>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM connections c WHERE c.key = ?1 AND c.archived_at IS NULL ORDER BY c.n DESC"
            ))?;
            let rows = statement.query_map([key], connection)?.collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// The connection that a selector of the API names, among one tenant's or all: by id (archived ones too), else by
    /// key, by its integration's id, by its integration's key. Of several, one that needs no reconnect, and of those
    /// the one that was connected last.
    pub fn connection_by_selector(
        &self,
        tenant_id: Option<&str>,
        selector: &str,
    ) -> Result<Option<Connection>> {
        const WAYS: [&str; 4] = [
            "c.id = ?1",
            "c.archived_at IS NULL AND c.key = ?1",
            "c.archived_at IS NULL AND c.integration_id = ?1",
            "c.archived_at IS NULL AND c.integration_id IN
               (SELECT id FROM integrations WHERE key = ?1 AND archived_at IS NULL)",
        ];
        self.main().read(|sql| {
            for way in WAYS {
                let mut statement = sql.prepare_cached(&format!(
                    "SELECT {COLUMNS} FROM connections c WHERE {way} AND (?2 IS NULL OR c.tenant_id = ?2)
                     ORDER BY c.health = 'needs_reconnect', c.connected_at DESC, c.n DESC LIMIT 1"
                ))?;
                let found = statement
                    .query_row(rusqlite::params![selector, tenant_id], connection)
                    .optional()?;
                if found.is_some() {
                    return Ok(found);
                }
            }
            Ok(None)
        })
    }
}

/// The plain columns of a connection, inside somebody's transaction.
pub(crate) fn read_connection(sql: &Sql, id: &str) -> Result<Option<Connection>> {
    let mut statement =
        sql.prepare_cached(&format!("SELECT {COLUMNS} FROM connections c WHERE c.id = ?1"))?;
    Ok(statement.query_row([id], connection).optional()?)
}

fn connection(row: &Row<'_>) -> rusqlite::Result<Connection> {
    let cause = row.get::<_, Option<String>>(9)?.unwrap_or_default();
    let health = match row.get_ref(8)?.as_str()? {
        "needs_reconnect" => StoredHealth::NeedsReconnect { cause },
        "misconfigured" => StoredHealth::Misconfigured { path: cause },
        "refresh_delayed" => StoredHealth::RefreshDelayed {
            until: row.get::<_, Option<i64>>(10)?.unwrap_or_default(),
            cause,
        },
        _ => StoredHealth::Working,
    };
    Ok(Connection {
        id: row.get(0)?,
        key: row.get(1)?,
        name: row.get(2)?,
        integration_id: row.get(3)?,
        tenant_id: row.get(4)?,
        option: row.get(5)?,
        override_count: row.get(6)?,
        variant: row.get(7)?,
        health,
        created_at: row.get(11)?,
        updated_at: row.get(12)?,
        connected_at: row.get(13)?,
        last_call_at: row.get(14)?,
        expires_at: row.get(15)?,
        archived_at: row.get(16)?,
        revision: row.get(17)?,
        meta: json_column(row, 18)?,
    })
}

/// The columns of a health: word, cause or path, until.
pub(crate) fn health_columns(health: &StoredHealth) -> (&'static str, Option<&str>, Option<i64>) {
    match health {
        StoredHealth::Working => ("working", None, None),
        StoredHealth::NeedsReconnect { cause } => ("needs_reconnect", Some(cause), None),
        StoredHealth::Misconfigured { path } => ("misconfigured", Some(path), None),
        StoredHealth::RefreshDelayed { until, cause } => ("refresh_delayed", Some(cause), Some(*until)),
    }
}

/// Writes the search text anew for the connections of a tenant, of an integration, or one by its id. In Rust, not SQL:
/// SQLite's `lower` knows only ASCII.
pub(crate) fn refresh_search(tx: &Transaction<'_>, column: &str, id: &str) -> Result<()> {
    let mut select = tx.prepare_cached(&format!(
        "SELECT c.n, c.name, c.key, c.variant, i.key, i.name, t.key, t.name FROM connections c
         CROSS JOIN integrations i ON i.id = c.integration_id CROSS JOIN tenants t ON t.id = c.tenant_id
         WHERE c.{column} = ?1"
    ))?;
    let texts: Vec<(i64, String)> = select
        .query_map([id], |row| {
            let mut text = String::new();
            for column in 1..8 {
                if let Some(part) = row.get::<_, Option<String>>(column)? {
                    text.push_str(&part.to_lowercase());
                    text.push('\n');
                }
            }
            Ok((row.get(0)?, text))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut write = tx.prepare_cached(
        "INSERT INTO connection_texts (n, search) VALUES (?1, ?2)
         ON CONFLICT (n) DO UPDATE SET search = excluded.search WHERE search <> excluded.search",
    )?;
    for (n, text) in texts {
        write.execute((n, text))?;
    }
    Ok(())
}
