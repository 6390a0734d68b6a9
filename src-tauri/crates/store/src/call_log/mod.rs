//! The log of calls: records go into a queue, one thread writes them in batches. The hot path never waits for the disk.
//!
//! A full queue drops the record and counts it.

mod found;
mod limits;
mod matching;
mod pages;
mod record;
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use crate::attempt_records::CallRecord;
use crate::db::Db;
use crate::error::{FolderError, StoreError};
use crate::store::{Result, Store};
use limits::{RETENTION, purge};
pub(crate) use matching::Belonging;
use pages::KeptLists;
pub use pages::{CallPage, CallQuery, CallRest, Patience};
use writer::Writer;

/// Records that may wait.
const QUEUE: usize = 16 * 1024;

enum Message {
    Call(Box<CallRecord>),
    /// How long the answer of a call was, which came before.
    Size(String, i64),
    /// Writes what came before; with the times of the last calls, or without.
    Flush(SyncSender<()>, bool),
}

/// The queue and its thread. Dropping it writes what waits.
pub(crate) struct CallLog {
    pub(crate) db: Arc<Db>,
    kept: KeptLists,
    sender: Option<SyncSender<Message>>,
    thread: Option<JoinHandle<()>>,
    dropped: AtomicU64,
}

impl CallLog {
    pub(crate) fn start(db: Arc<Db>, main: Arc<Db>) -> Result<Self> {
        let (sender, receiver) = sync_channel(QUEUE);
        let writer = Writer::new(Arc::clone(&db), main);
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
            kept: KeptLists::default(),
            sender: Some(sender),
            thread: Some(thread),
            dropped: AtomicU64::new(0),
        })
    }

    /// Whether there was room for it.
    fn try_send(&self, message: Message) -> bool {
        self.sender
            .as_ref()
            .is_some_and(|sender| sender.try_send(message).is_ok())
    }

    fn flush(&self, touched: bool) {
        let (done, wait) = sync_channel(1);
        if let Some(sender) = &self.sender
            && sender.send(Message::Flush(done, touched)).is_ok()
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

impl Store {
    /// Records a call. Never blocks and never fails; see [`Store::calls_dropped`].
    pub fn call_record(&self, record: CallRecord) {
        let calls = &self.inner.calls;
        if !calls.try_send(Message::Call(Box::new(record))) {
            calls.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Adds to a call's record how long the answer's body was, in bytes. Never blocks and never fails; where the queue is
    /// full the record stays without it.
    pub fn call_sized(&self, id: &str, bytes: i64) {
        self.inner.calls.try_send(Message::Size(id.to_owned(), bytes));
    }

    /// How many records were dropped because the queue was full.
    pub fn calls_dropped(&self) -> u64 {
        self.inner.calls.dropped.load(Ordering::Relaxed)
    }

    /// Returns once everything that was recorded before is written.
    pub fn calls_flush(&self) {
        self.inner.calls.flush(true);
    }

    /// Removes calls older than 30 days, and the oldest beyond 1,000,000. Happens by itself as calls are recorded.
    pub fn calls_purge(&self, now: i64) -> std::result::Result<(), StoreError> {
        self.calls_flush();
        purge(&self.inner.calls.db, now, RETENTION)
    }
}
