//! The last requests to the API, for the window: what came, from whom, and why it was refused. In memory only; paths
//! come here without secrets.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::{ChangedWhat, changed::Changes, engine::locked};

/// How many are kept.
const KEPT: usize = 500;
/// How long further requests wait to be told with the first, so that a burst redraws the window once.
const GATHER: Duration = Duration::from_millis(150);

/// What would let a refused request in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// List this origin.
    Origin(String),
    /// Register this redirect URI.
    RedirectUri(String),
}

/// One request to the API.
#[derive(Debug, Clone)]
pub struct WireRequest {
    /// Its id: 24 hex.
    pub id: String,
    /// When it came, UTC milliseconds.
    pub at: i64,
    /// The method.
    pub method: String,
    /// Path and query, without secrets.
    pub path: String,
    /// The page's origin, where one asked.
    pub origin: Option<String>,
    /// The tenant's key, or `admin`.
    pub who: Option<String>,
    /// The status it was answered with.
    pub status: u16,
    /// Why it was refused, in words.
    pub reason: Option<String>,
    /// What would let it in.
    pub remedy: Option<Remedy>,
    /// From the request to the answer's head, in milliseconds.
    pub duration_ms: u64,
}

/// The log. Cheap to clone.
#[derive(Clone)]
pub struct WireLog {
    requests: Arc<Mutex<VecDeque<WireRequest>>>,
    telling: Arc<AtomicBool>,
    changes: Changes,
}

impl WireLog {
    pub(crate) fn new(changes: Changes) -> Self {
        Self {
            requests: Arc::default(),
            telling: Arc::default(),
            changes,
        }
    }

    /// Adds a request; the oldest goes where there are too many.
    pub fn push(&self, request: WireRequest) {
        {
            let mut requests = locked(&self.requests);
            if requests.len() == KEPT {
                requests.pop_back();
            }
            requests.push_front(request);
        }
        if !self.telling.swap(true, Ordering::AcqRel) {
            let log = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(GATHER).await;
                log.telling.store(false, Ordering::Release);
                log.changes.tell(ChangedWhat::Api, None);
            });
        }
    }

    /// The requests, newest first.
    pub fn list(&self) -> Vec<WireRequest> {
        locked(&self.requests).iter().cloned().collect()
    }
}
