//! Looking on while the engine works for one connection: what it did, and when. For the bench, where a developer wants to
//! see a refresh happen; nobody looking on costs a call one atomic read.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use tokio::sync::mpsc;

use crate::{Engine, engine::locked};

/// Something that the engine did. Without secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Did {
    /// A refresh begins; its intent is written.
    RefreshBegun,
    /// A call waits for the refresh that runs.
    Waits,
    /// A request for a token leaves for this host.
    TokenAsked(String),
    /// It was answered so.
    TokenAnswered(String),
    /// The refresh ended; why it failed, if it did. Its tokens are stored by now.
    RefreshEnded(Option<String>),
    /// A call that waited goes on.
    Woken,
    /// A call is sent again after the provider refused its token.
    SentAgain,
}

/// What was done, and when.
pub(crate) type Observed = (Instant, Did);

/// Whoever looks on now, by connection.
#[derive(Default)]
pub(crate) struct Observers {
    count: AtomicUsize,
    all: Mutex<Vec<(String, mpsc::UnboundedSender<Observed>)>>,
}

/// What is seen from now on, until it is dropped.
pub(crate) struct Observer {
    engine: Engine,
    seen: mpsc::UnboundedReceiver<Observed>,
}

impl Observer {
    /// Everything seen so far.
    pub(crate) fn take(&mut self) -> Vec<Observed> {
        let mut all = Vec::new();
        while let Ok(one) = self.seen.try_recv() {
            all.push(one);
        }
        all
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        self.seen.close();
        let observers = &self.engine.0.observers;
        let mut all = locked(&observers.all);
        all.retain(|(_, sender)| !sender.is_closed());
        observers.count.store(all.len(), Ordering::Release);
    }
}

impl Engine {
    /// Looks on at one connection.
    pub(crate) fn observe(&self, connection: &str) -> Observer {
        let (sender, seen) = mpsc::unbounded_channel();
        let observers = &self.0.observers;
        let mut all = locked(&observers.all);
        all.push((connection.to_owned(), sender));
        observers.count.store(all.len(), Ordering::Release);
        drop(all);
        Observer {
            engine: self.clone(),
            seen,
        }
    }

    /// Tells whoever looks on at this connection.
    pub(crate) fn did(&self, connection: &str, what: impl FnOnce() -> Did) {
        let observers = &self.0.observers;
        if observers.count.load(Ordering::Acquire) == 0 {
            return;
        }
        let (at, what) = (Instant::now(), what());
        for (id, sender) in locked(&observers.all).iter() {
            if id == connection {
                let _ = sender.send((at, what.clone()));
            }
        }
    }
}

/// Who hears of a request for a token.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hearer<'a> {
    /// Nobody.
    Nobody,
    /// An attempt gets a line about it.
    Attempt(&'a str),
    /// Whoever looks on at this connection.
    Connection(&'a str),
}
