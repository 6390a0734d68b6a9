//! How connects ended, for whoever asked over the wire: kept for some minutes by the asker's `requestId`, so that neither
//! the order of POST and event stream nor a severed opener loses a result (contract 2.5).
//!
//! In memory and bounded. After a restart a result is built anew from the attempt's stored reply.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore, watch};
use tokio_util::sync::CancellationToken;

use super::ending::Ending;
use super::form::KeptForms;

/// How long a result waits for its listener.
const KEPT: Duration = Duration::from_secs(5 * 60);
/// How many results, or listeners' places, are kept; the oldest that nobody listens to goes.
const MOST: usize = 512;
/// How many event streams are open at once.
const MOST_STREAMS: usize = 256;

/// A result as it is sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// The tenant it is about; none where the connect never came as far as a tenant.
    tenant: Option<String>,
    /// The message's JSON.
    pub(crate) text: String,
}

impl Told {
    /// Whether this listener may hear it: one without a token knows the `requestId`, which is a secret of its own.
    pub(crate) fn is_for(&self, listener: Option<&str>) -> bool {
        listener.is_none() || listener == self.tenant.as_deref()
    }
}

/// Where listeners wait and results lie.
struct Place {
    told: watch::Sender<Option<Arc<Told>>>,
    touched: Instant,
}

/// Results and listeners by `requestId`.
#[derive(Default)]
struct Places(HashMap<String, Place>);

impl Places {
    fn at(&mut self, request_id: &str, now: Instant) -> &mut Place {
        self.0.retain(|id, place| {
            id == request_id || place.told.receiver_count() > 0 || now.duration_since(place.touched) < KEPT
        });
        if self.0.len() >= MOST && !self.0.contains_key(request_id) {
            let oldest = self
                .0
                .iter()
                .filter(|(_, place)| place.told.receiver_count() == 0)
                .min_by_key(|(_, place)| place.touched)
                .map(|(id, _)| id.clone());
            if let Some(oldest) = oldest {
                self.0.remove(&oldest);
            }
        }
        let place = self.0.entry(request_id.to_owned()).or_insert_with(|| Place {
            told: watch::Sender::new(None),
            touched: now,
        });
        // What lay there for long is another connect's.
        if place.told.receiver_count() == 0 && now.duration_since(place.touched) >= KEPT {
            place.told.send_replace(None);
        }
        place.touched = now;
        place
    }
}

/// Shared by the routes. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Endings(Arc<Inner>);

/// Where the ending of one attempt is built, once.
type Cell = Arc<OnceCell<Arc<Ending>>>;

struct Inner {
    places: Mutex<Places>,
    built: Mutex<Vec<(String, Cell)>>,
    led: Mutex<VecDeque<String>>,
    forms: KeptForms,
    streams: Arc<Semaphore>,
    stop: CancellationToken,
}

/// A listener's place at a `requestId`.
pub(crate) struct Listening {
    pub(crate) told: watch::Receiver<Option<Arc<Told>>>,
    _place: OwnedSemaphorePermit,
}

impl Endings {
    /// None yet; what waits ends with `stop`.
    pub(crate) fn new(stop: CancellationToken) -> Self {
        Self(Arc::new(Inner {
            places: Mutex::default(),
            built: Mutex::default(),
            led: Mutex::default(),
            forms: KeptForms::default(),
            streams: Arc::new(Semaphore::new(MOST_STREAMS)),
            stop,
        }))
    }

    /// Tells a result to whoever listens at a `requestId` now or in the next minutes. A result of another tenant's that
    /// lies there already stays.
    pub(crate) fn tell(&self, request_id: &str, tenant: Option<&str>, message: &Value) {
        let told = Arc::new(Told {
            tenant: tenant.map(str::to_owned),
            text: message.to_string(),
        });
        let mut places = held(&self.0.places);
        let place = places.at(request_id, Instant::now());
        let taken = place
            .told
            .borrow()
            .as_ref()
            .is_some_and(|known| known.tenant != told.tenant);
        if !taken {
            place.told.send_replace(Some(told));
        }
    }

    /// Listens at a `requestId`; none where too many listen already.
    pub(crate) fn listen(&self, request_id: &str) -> Option<Listening> {
        let place = Arc::clone(&self.0.streams).try_acquire_owned().ok()?;
        let told = held(&self.0.places)
            .at(request_id, Instant::now())
            .told
            .subscribe();
        Some(Listening { told, _place: place })
    }

    /// Where the ending of an attempt is built, once.
    pub(crate) fn cell(&self, attempt: &str) -> Cell {
        let mut built = held(&self.0.built);
        if let Some((_, cell)) = built.iter().find(|(id, _)| id == attempt) {
            return Arc::clone(cell);
        }
        if built.len() >= MOST {
            built.remove(0);
        }
        let cell = Arc::new(OnceCell::new());
        built.push((attempt.to_owned(), Arc::clone(&cell)));
        cell
    }

    /// Whether this is the first time that somebody is led to the provider for this attempt. A link that works once
    /// cannot be handed to a second person after the first (draft-ietf-oauth-security-topics-update, session fixation).
    pub(crate) fn leads(&self, attempt: &str) -> bool {
        let mut led = held(&self.0.led);
        let first = led.iter().all(|known| known != attempt);
        if first {
            if led.len() >= MOST {
                led.pop_front();
            }
            led.push_back(attempt.to_owned());
        }
        first
    }

    /// Forms without a token that wait for a word.
    pub(crate) fn forms(&self) -> &KeptForms {
        &self.0.forms
    }

    /// Ends with the server.
    pub(crate) fn stop(&self) -> &CancellationToken {
        &self.0.stop
    }
}

/// A lock that survives a panic of its holder: each change is whole.
pub(super) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn endings() -> Endings {
        Endings::new(CancellationToken::new())
    }

    fn heard(listening: &Listening) -> Option<String> {
        listening.told.borrow().as_ref().map(|told| told.text.clone())
    }

    #[test]
    fn a_result_waits_for_its_listener_and_a_listener_for_its_result() {
        let endings = endings();
        endings.tell("early-result", Some("t"), &json!({"n": 1}));
        let late = endings.listen("early-result").unwrap();
        assert_eq!(heard(&late).as_deref(), Some(r#"{"n":1}"#));
        let early = endings.listen("early-listener").unwrap();
        assert_eq!(heard(&early), None);
        endings.tell("early-listener", Some("t"), &json!({"n": 2}));
        assert_eq!(heard(&early).as_deref(), Some(r#"{"n":2}"#));
        assert_eq!(
            heard(&late).as_deref(),
            Some(r#"{"n":1}"#),
            "each hears its own only"
        );
    }

    #[test]
    fn another_tenants_result_is_neither_heard_nor_replaced() {
        let endings = endings();
        endings.tell("request-1", Some("a"), &json!(1));
        endings.tell("request-1", Some("b"), &json!(2));
        let listening = endings.listen("request-1").unwrap();
        let told = listening.told.borrow().clone().unwrap();
        assert_eq!(told.text, "1");
        assert!(told.is_for(Some("a")) && told.is_for(None) && !told.is_for(Some("b")));
    }

    #[test]
    fn memory_is_bounded_and_listeners_keep_their_places() {
        let endings = endings();
        let listening = endings.listen("the-first").unwrap();
        for n in 0..2 * MOST {
            endings.tell(&format!("request-{n}"), None, &json!(n));
        }
        assert_eq!(held(&endings.0.places).0.len(), MOST);
        endings.tell("the-first", None, &json!("heard"));
        assert_eq!(heard(&listening).as_deref(), Some("\"heard\""));
        let many: Vec<_> = (0..MOST_STREAMS - 1)
            .map(|n| endings.listen(&format!("listener-{n}")).unwrap())
            .collect();
        assert!(endings.listen("one-too-many").is_none());
        drop(many);
        assert!(endings.listen("one-too-many").is_some());
    }

    #[test]
    fn an_old_result_is_gone() {
        let mut places = Places::default();
        let now = Instant::now();
        places.at("request-1", now).told.send_replace(Some(Arc::new(Told {
            tenant: None,
            text: String::new(),
        })));
        assert!(places.at("request-1", now + KEPT / 2).told.borrow().is_some());
        assert!(places.at("request-1", now + KEPT * 2).told.borrow().is_none());
    }
}
