//! The log of calls: records go into a queue, one thread writes them in batches. The hot path never waits for the disk.
//!
//! A full queue drops the record and counts it. The same thread writes when a connection was last used, seldom: that
//! is in the main file, where a commit is durable and so costs more.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{OptionalExtension, Row, ToSql, params, params_from_iter};

use crate::attempt_records::{CallFilter, CallRecord};
use crate::db::Db;
use crate::error::{FolderError, StoreError};
use crate::store::{Result, Store};

/// Records that may wait.
const QUEUE: usize = 16 * 1024;
/// Records of one transaction, and how long it waits to fill.
const BATCH: usize = 1024;
const GATHER: Duration = Duration::from_millis(100);
/// How seldom `last_call_at` is written.
const TOUCH_EVERY: Duration = Duration::from_secs(2);
/// Rows between two looks at the limits.
const PURGE_EVERY: usize = 2000;
/// Rows deleted at once, so that readers of the log's end and the next batch wait little.
const PURGE_CHUNK: i64 = 5000;

/// What is kept.
#[derive(Clone, Copy)]
struct Retention {
    age_ms: i64,
    rows: i64,
}

const RETENTION: Retention = Retention {
    age_ms: 30 * 24 * 3600 * 1000,
    rows: 1_000_000,
};

enum Message {
    Call(Box<CallRecord>),
    Touch(String, i64),
    Flush(SyncSender<()>),
}

/// The queue and its thread. Dropping it writes what waits.
pub(crate) struct CallLog {
    pub(crate) db: Arc<Db>,
    sender: Option<SyncSender<Message>>,
    thread: Option<JoinHandle<()>>,
    dropped: AtomicU64,
}

impl CallLog {
    pub(crate) fn start(db: Arc<Db>, main: Arc<Db>) -> Result<Self> {
        let (sender, receiver) = sync_channel(QUEUE);
        let writer = Writer {
            db: Arc::clone(&db),
            main,
            touched: HashMap::new(),
            since_purge: PURGE_EVERY,
        };
        let thread = std::thread::Builder::new()
            .name("call log".to_owned())
            .spawn(move || writer.run(&receiver))
            .map_err(|source| FolderError::Io {
                action: "starting",
                path: "the call log".to_owned(),
                source,
            })?;
        Ok(Self {
            db,
            sender: Some(sender),
            thread: Some(thread),
            dropped: AtomicU64::new(0),
        })
    }

    fn send(&self, message: Message) {
        if self
            .sender
            .as_ref()
            .is_none_or(|sender| sender.try_send(message).is_err())
        {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn flush(&self) {
        let (done, wait) = sync_channel(1);
        if let Some(sender) = &self.sender
            && sender.send(Message::Flush(done)).is_ok()
        {
            // An error means that the thread is gone; then there is nothing to wait for.
            let _ = wait.recv();
        }
    }
}

impl Drop for CallLog {
    fn drop(&mut self) {
        drop(self.sender.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::warn!("the call log's thread had failed");
        }
    }
}

struct Writer {
    db: Arc<Db>,
    main: Arc<Db>,
    touched: HashMap<String, i64>,
    since_purge: usize,
}

impl Writer {
    fn run(mut self, receiver: &Receiver<Message>) {
        let mut touch_at = Instant::now() + TOUCH_EVERY;
        let mut open = true;
        while open {
            let mut batch = Vec::new();
            let mut flushed = Vec::new();
            let mut deadline = None;
            // Waits for the first message as long as it takes, then a little for more.
            while batch.len() < BATCH && flushed.is_empty() {
                let until = deadline.or((!self.touched.is_empty()).then_some(touch_at));
                let message = match until {
                    Some(until) => receiver.recv_timeout(until.saturating_duration_since(Instant::now())),
                    None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
                };
                match message {
                    Ok(Message::Call(record)) => {
                        self.touch(&record.connection_id, record.at);
                        batch.push(*record);
                    }
                    Ok(Message::Touch(id, at)) => self.touch(&id, at),
                    Ok(Message::Flush(done)) => flushed.push(done),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => {
                        open = false;
                        break;
                    }
                }
                deadline = deadline.or_else(|| Some(Instant::now() + GATHER));
            }
            self.write_calls(&batch);
            if !open || !flushed.is_empty() || Instant::now() >= touch_at {
                self.write_touched();
                touch_at = Instant::now() + TOUCH_EVERY;
            }
            for done in flushed {
                // Whoever asked may have gone.
                let _ = done.send(());
            }
        }
    }

    fn touch(&mut self, id: &str, at: i64) {
        match self.touched.get_mut(id) {
            Some(last) => *last = at.max(*last),
            None => {
                self.touched.insert(id.to_owned(), at);
            }
        }
    }

    fn write_calls(&mut self, batch: &[CallRecord]) {
        let Some(last) = batch.last() else { return };
        if let Err(error) = insert(&self.db, batch) {
            tracing::warn!(
                code = error.code(),
                lost = batch.len(),
                "calls could not be recorded"
            );
            return;
        }
        self.since_purge += batch.len();
        if self.since_purge >= PURGE_EVERY {
            self.since_purge = 0;
            if let Err(error) = purge(&self.db, last.at, RETENTION) {
                tracing::warn!(code = error.code(), "old calls could not be removed");
            }
        }
    }

    fn write_touched(&mut self) {
        if self.touched.is_empty() {
            return;
        }
        let touched = std::mem::take(&mut self.touched);
        let written = self.main.write(|tx| {
            let mut statement = tx.prepare_cached(
                "UPDATE connections SET last_call_at = max(coalesce(last_call_at, 0), ?2) WHERE id = ?1",
            )?;
            for (id, at) in &touched {
                statement.execute(params![id, at])?;
            }
            Ok(())
        });
        if let Err(error) = written {
            tracing::warn!(
                code = error.code(),
                "the time of the last call could not be written"
            );
        }
    }
}

fn insert(db: &Db, batch: &[CallRecord]) -> Result<()> {
    db.write(|tx| {
        // A record that is there already is left alone: one bad id must not lose the others.
        let mut statement = tx.prepare_cached(
            "INSERT OR IGNORE INTO calls (id, connection_id, at, method, url, status, error_code, duration_ms, attempts,
               request_bytes, response_bytes, override_hash, failed, integration_id, tenant_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        for call in batch {
            let failed = call.status.is_none_or(|status| status >= 400);
            statement.execute(params![
                call.id,
                call.connection_id,
                call.at,
                call.method,
                call.url,
                call.status,
                call.error_code,
                call.duration_ms,
                call.attempts,
                call.request_bytes,
                call.response_bytes,
                call.override_hash,
                failed,
                call.integration_id,
                call.tenant_id
            ])?;
        }
        Ok(())
    })
}

/// Removes what is too old or too much, oldest first, a chunk at a time.
fn purge(db: &Db, now: i64, retention: Retention) -> Result<()> {
    let oldest = now.saturating_sub(retention.age_ms);
    loop {
        let removed = db.write(|tx| {
            // Rows are added in the order of time but for milliseconds: the old ones are at the front.
            let aged = tx.execute(
                "DELETE FROM calls WHERE n IN
                   (SELECT n FROM (SELECT n, at FROM calls ORDER BY n LIMIT ?2) WHERE at < ?1)",
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

impl Store {
    /// Records a call. Never blocks and never fails; see [`Store::calls_dropped`].
    pub fn call_record(&self, record: CallRecord) {
        self.inner.calls.send(Message::Call(Box::new(record)));
    }

    /// Notes when a connection was last used. [`Store::call_record`] does so by itself.
    pub fn touch_call(&self, id: &str, now: i64) {
        self.inner.calls.send(Message::Touch(id.to_owned(), now));
    }

    /// How many records were dropped because the queue was full.
    pub fn calls_dropped(&self) -> u64 {
        self.inner.calls.dropped.load(Ordering::Relaxed)
    }

    /// Returns once everything that was recorded before is written.
    pub fn calls_flush(&self) {
        self.inner.calls.flush();
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
                "SELECT id, connection_id, at, method, url, status, error_code, duration_ms, attempts, request_bytes,
                   response_bytes, override_hash, integration_id, tenant_id FROM calls WHERE {} ORDER BY n {} LIMIT {limit}",
                conditions.join(" AND "),
                if filter.oldest_first { "ASC" } else { "DESC" }
            ))?;
            let rows = statement
                .query_map(params_from_iter(parameters.iter()), call)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// Removes calls older than 30 days, and the oldest beyond 1,000,000. Happens by itself as calls are recorded.
    pub fn calls_purge(&self, now: i64) -> std::result::Result<(), StoreError> {
        self.calls_flush();
        purge(&self.inner.calls.db, now, RETENTION)
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

#[cfg(test)]
mod tests {
    use super::*;
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
