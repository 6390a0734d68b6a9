//! The one thread that writes the log: in batches, and seldom when a connection was last used, which is in the main
//! file, where a commit is durable and so costs more.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use rusqlite::params;

use super::Message;
use super::limits::{RETENTION, purge};
use crate::attempt_records::CallRecord;
use crate::db::Db;
use crate::store::Result;

/// Records of one transaction, and how long it waits to fill.
const BATCH: usize = 1024;
const GATHER: Duration = Duration::from_millis(100);
/// How seldom `last_call_at` is written.
const TOUCH_EVERY: Duration = Duration::from_secs(2);
/// Rows between two looks at the limits.
const PURGE_EVERY: usize = 2000;

pub(super) struct Writer {
    db: Arc<Db>,
    main: Arc<Db>,
    touched: HashMap<String, i64>,
    since_purge: usize,
}

impl Writer {
    pub(super) fn new(db: Arc<Db>, main: Arc<Db>) -> Self {
        Self {
            db,
            main,
            touched: HashMap::new(),
            since_purge: PURGE_EVERY,
        }
    }

    pub(super) fn run(mut self, receiver: &Receiver<Message>) {
        let mut touch_at = Instant::now() + TOUCH_EVERY;
        let mut open = true;
        while open {
            let mut batch: Vec<CallRecord> = Vec::new();
            let mut sizes = Vec::new();
            let mut flushed = Vec::new();
            let mut touch_now = false;
            let mut deadline = None;
            // Waits for the first message as long as it takes, then a little for more.
            while batch.len() + sizes.len() < BATCH && flushed.is_empty() {
                let until = deadline.or((!self.touched.is_empty()).then_some(touch_at));
                let message = match until {
                    Some(until) => receiver.recv_timeout(until.saturating_duration_since(Instant::now())),
                    None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
                };
                match message {
                    Ok(Message::Call(record)) => {
                        // What was refused here did not use the connection.
                        if record.attempts > 0 {
                            self.touch(&record.connection_id, record.at);
                        }
                        batch.push(*record);
                    }
                    Ok(Message::Size(id, bytes)) => match batch.iter_mut().rfind(|call| call.id == id) {
                        Some(call) => call.response_bytes = Some(bytes),
                        None => sizes.push((id, bytes)),
                    },
                    Ok(Message::Flush(done, with_touched)) => {
                        flushed.push(done);
                        touch_now = with_touched;
                    }
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => {
                        open = false;
                        break;
                    }
                }
                deadline = deadline.or_else(|| Some(Instant::now() + GATHER));
            }
            self.write_calls(&batch);
            self.write_sizes(&sizes);
            if !open || touch_now || Instant::now() >= touch_at {
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

    fn write_sizes(&self, sizes: &[(String, i64)]) {
        if sizes.is_empty() {
            return;
        }
        let written = self.db.write(|tx| {
            let mut statement = tx.prepare_cached("UPDATE calls SET response_bytes = ?2 WHERE id = ?1")?;
            for (id, bytes) in sizes {
                statement.execute(params![id, bytes])?;
            }
            Ok(())
        });
        if let Err(error) = written {
            tracing::warn!(code = error.code(), "how long answers were could not be recorded");
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

pub(super) fn insert(db: &Db, batch: &[CallRecord]) -> Result<()> {
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
