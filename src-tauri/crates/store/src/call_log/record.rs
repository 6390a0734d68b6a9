//! Records read back: one, or a page that follows another.

use rusqlite::{Connection as Sql, OptionalExtension, Row, ToSql, params_from_iter};

use crate::attempt_records::{CallFilter, CallRecord};
use crate::store::{Result, Store};

const COLUMNS: &str =
    "id, connection_id, at, method, url, status, error_code, duration_ms, attempts, request_bytes,
    response_bytes, override_hash, integration_id, tenant_id";

/// The records of these numbers, in their order; those that are gone are left out.
pub(super) fn by_number(sql: &Sql, numbers: &[i64]) -> Result<Vec<CallRecord>> {
    let mut one = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM calls WHERE n = ?1"))?;
    let mut records = Vec::with_capacity(numbers.len());
    for n in numbers {
        records.extend(one.query_row([n], call).optional()?);
    }
    Ok(records)
}

/// The newest records up to a number, passing over some of them.
pub(super) fn down_from(sql: &Sql, n: i64, pass: i64, limit: u32) -> Result<Vec<CallRecord>> {
    let mut statement = sql.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM calls WHERE n <= ?1 ORDER BY n DESC LIMIT ?2 OFFSET ?3"
    ))?;
    let rows = statement
        .query_map([n, i64::from(limit), pass], call)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

impl Store {
    /// The record of one call.
    pub fn call(&self, id: &str) -> Result<Option<CallRecord>> {
        self.inner.calls.flush(false);
        self.inner.calls.db.read(|sql| {
            let mut one = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM calls WHERE id = ?1"))?;
            Ok(one.query_row([id], call).optional()?)
        })
    }

    /// One page of calls, newest first or as the filter says. What was recorded before is in it.
    pub fn calls(&self, filter: &CallFilter) -> Result<Vec<CallRecord>> {
        self.calls_flush();
        let limit = if filter.limit == 0 {
            100
        } else {
            filter.limit.min(1000)
        };
        self.inner.calls.db.read(|sql| {
            let mut conditions = vec!["1"];
            let mut parameters: Vec<Box<dyn ToSql>> = Vec::new();
            if let Some(after) = &filter.after {
                let n: Option<i64> = sql
                    .prepare_cached("SELECT n FROM calls WHERE id = ?1")?
                    .query_row([after], |row| row.get(0))
                    .optional()?;
                let Some(n) = n else { return Ok(Vec::new()) };
                conditions.push(if filter.oldest_first { "n > ?" } else { "n < ?" });
                parameters.push(Box::new(n));
            }
            for (condition, id) in [
                ("connection_id = ?", &filter.connection_id),
                ("integration_id = ?", &filter.integration_id),
                ("tenant_id = ?", &filter.tenant_id),
            ] {
                if let Some(id) = id {
                    conditions.push(condition);
                    parameters.push(Box::new(id.clone()));
                }
            }
            for (condition, time) in [("at >= ?", filter.from), ("at <= ?", filter.to)] {
                if let Some(time) = time {
                    conditions.push(condition);
                    parameters.push(Box::new(time));
                }
            }
            if filter.failed_only || filter.succeeded == Some(false) {
                conditions.push("failed = 1");
            }
            if filter.succeeded == Some(true) {
                conditions.push("failed = 0");
            }
            let mut statement = sql.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM calls WHERE {} ORDER BY n {} LIMIT {limit}",
                conditions.join(" AND "),
                if filter.oldest_first { "ASC" } else { "DESC" }
            ))?;
            let rows = statement
                .query_map(params_from_iter(parameters.iter()), call)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }
}

fn call(row: &Row<'_>) -> rusqlite::Result<CallRecord> {
    Ok(CallRecord {
        id: row.get(0)?,
        connection_id: row.get(1)?,
        at: row.get(2)?,
        method: row.get(3)?,
        url: row.get(4)?,
        status: row.get(5)?,
        error_code: row.get(6)?,
        duration_ms: row.get(7)?,
        attempts: row.get(8)?,
        request_bytes: row.get(9)?,
        response_bytes: row.get(10)?,
        override_hash: row.get(11)?,
        integration_id: row.get(12)?,
        tenant_id: row.get(13)?,
    })
}
