//! What is kept of the log, and the removal of the rest.

use crate::db::Db;
use crate::store::Result;

/// Rows deleted at once, so that readers of the log's end and the next batch wait little.
const PURGE_CHUNK: i64 = 5000;

/// What is kept.
#[derive(Clone, Copy)]
pub(super) struct Retention {
    pub(super) age_ms: i64,
    pub(super) rows: i64,
}

pub(super) const RETENTION: Retention = Retention {
    age_ms: 30 * 24 * 3600 * 1000,
    rows: 1_000_000,
};

/// Removes what is too old or too much, oldest first, a chunk at a time.
pub(super) fn purge(db: &Db, now: i64, retention: Retention) -> Result<()> {
    let oldest = now.saturating_sub(retention.age_ms);
    loop {
        let removed = db.write(|tx| {
            // Always from the front, so that the numbers of what is left have no gap: pages of the log count by them.
            // Rows are added in the order of time but for milliseconds.
            let aged = tx.execute(
                "DELETE FROM calls WHERE n <
                   (SELECT coalesce(min(iif(at >= ?1, n, NULL)), max(n) + 1)
                    FROM (SELECT n, at FROM calls ORDER BY n LIMIT ?2))",
                [oldest, PURGE_CHUNK],
            )?;
            let surplus = tx.execute(
                "DELETE FROM calls WHERE n IN
                   (SELECT n FROM calls WHERE n <= (SELECT max(n) FROM calls) - ?1 ORDER BY n LIMIT ?2)",
                [retention.rows, PURGE_CHUNK],
            )?;
            Ok(aged + surplus)
        })?;
        if removed == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::writer::insert;
    use super::*;
    use crate::attempt_records::CallRecord;
    use crate::db::Durability;
    use crate::migrate;

    fn record(n: i64) -> CallRecord {
        CallRecord {
            id: format!("{n:024}"),
            connection_id: "c".to_owned(),
            integration_id: "i".to_owned(),
            tenant_id: "t".to_owned(),
            at: n,
            method: "GET".to_owned(),
            url: "https://api.example/me".to_owned(),
            status: Some(200),
            error_code: None,
            duration_ms: 1,
            attempts: 1,
            request_bytes: 0,
            response_bytes: None,
            override_hash: None,
        }
    }

    #[test]
    fn old_and_surplus_calls_are_removed_oldest_first() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().canonicalize().unwrap().join("calls.db");
        let db = Db::open(&path, Durability::Normal, &migrate::CALLS).unwrap();
        let left = |db: &Db| -> (i64, i64) {
            db.read(|sql| {
                Ok(sql.query_row("SELECT min(at), count(*) FROM calls", [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?)
            })
            .unwrap()
        };
        // More than one chunk is too old.
        insert(&db, &(0..12_000).map(record).collect::<Vec<_>>()).unwrap();
        purge(
            &db,
            12_000,
            Retention {
                age_ms: 1000,
                rows: 1_000_000,
            },
        )
        .unwrap();
        assert_eq!(left(&db), (11_000, 1000));
        purge(
            &db,
            12_000,
            Retention {
                age_ms: 100_000,
                rows: 10,
            },
        )
        .unwrap();
        assert_eq!(left(&db), (11_990, 10));
    }
}
