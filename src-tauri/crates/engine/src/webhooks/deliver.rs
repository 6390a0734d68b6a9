//! Sending: what is due now, and when the next try is.
//!
//! One try at a time for each connection, and a later event of it waits for the earlier ones, so that a receiver never
//! learns of them in the wrong order. A receiver may still get one twice: its id is the same in every try.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use ::http::{HeaderMap, HeaderValue, Method, header};
use futures_util::{StreamExt as _, stream};
use patchbay_store::{Delivery, DeliveryState, DeliveryTry};
use tokio::sync::{Mutex, Notify};

use super::{
    event::{KEPT, delivery},
    sign,
};
use crate::{
    ChangedWhat, Code, Engine, Error,
    engine::Inner,
    http::{Http, HttpError, OutBody, Outgoing, Reach},
};

/// How long a receiver may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Pauses before the second try and those after it, in milliseconds.
const PAUSES: [i64; 6] = [5_000, 30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000];
/// Tries that are under way at once.
const AT_ONCE: usize = 4;
/// The longest sleep: a machine that slept, or a clock that was set, delays a try by no more.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// The event that the developer sends to try the webhook.
const TEST_EVENT: &str = "webhook.test";

/// What the engine holds for its webhooks.
#[derive(Default)]
pub(crate) struct Webhooks {
    wake: Arc<Notify>,
    pub(super) settings: Mutex<()>,
    pub(super) secret: Mutex<()>,
}

/// A signed request, ready to be sent.
struct Ready {
    http: Arc<dyn Http>,
    request: Outgoing,
}

impl Engine {
    /// Starts the task that sends; it takes up what an earlier run left, and ends with the engine.
    pub(crate) fn start_webhooks(&self) {
        let (weak, wake) = (Arc::downgrade(&self.0), Arc::clone(&self.0.webhooks.wake));
        let mut vault = self.0.vault.clone();
        tokio::spawn(async move {
            loop {
                let Some(sleep) = send_due(&weak).await else {
                    return;
                };
                tokio::select! {
                    () = wake.notified() => {}
                    () = tokio::time::sleep(sleep) => {}
                    changed = vault.changed() => if changed.is_err() { return },
                }
            }
        });
    }

    /// Looks now for deliveries that are due, instead of when the next one was expected.
    pub fn webhooks_due(&self) {
        self.0.webhooks.wake.notify_one();
    }

    /// The last deliveries, newest first.
    pub async fn webhook_deliveries(&self, limit: u32) -> Result<Vec<Delivery>, Error> {
        let limit = limit.clamp(1, KEPT);
        self.with_store(move |store| store.webhook_deliveries(limit))
            .await
    }

    /// Sends a delivery again, whatever became of it, as soon as earlier ones of its connection are over.
    pub async fn webhook_redeliver(&self, id: &str) -> Result<Delivery, Error> {
        self.webhook_target().await?;
        let (wanted, now) = (id.to_owned(), self.now());
        let delivery = self
            .with_store(move |store| store.webhook_again(&wanted, now))
            .await?;
        self.webhooks_due();
        self.tell(ChangedWhat::Api, None);
        Ok(delivery)
    }

    /// Sends the event `webhook.test`, once, and waits for what becomes of it.
    pub async fn webhook_test(&self) -> Result<Delivery, Error> {
        self.webhook_target().await?;
        let body = format!("{{\"eventType\":\"{TEST_EVENT}\",\"data\":{{}}}}");
        let mut delivery = delivery(TEST_EVENT, None, body, self.now())?;
        let ready = self.ready(&delivery).await?;
        let (status, error) = outcome(ready.http.send(ready.request).await);
        delivery.state = if error.is_none() {
            DeliveryState::Delivered
        } else {
            DeliveryState::Failed
        };
        delivery.attempts = 1;
        delivery.next_at = None;
        (delivery.status, delivery.error) = (status, error.map(|failure| failure.words));
        let kept = delivery.clone();
        self.with_store(move |store| store.webhook_insert(&kept, KEPT))
            .await?;
        self.tell(ChangedWhat::Api, None);
        Ok(delivery)
    }

    async fn ready(&self, delivery: &Delivery) -> Result<Ready, Error> {
        let url = self.webhook_target().await?;
        let timestamp = self.now() / 1000;
        let signature = sign::signature(
            &self.signing_secret().await?,
            &delivery.id,
            timestamp,
            &delivery.body,
        )?;
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(
            header::USER_AGENT,
            HeaderValue::from_static(concat!("Patchbay/", env!("CARGO_PKG_VERSION"))),
        );
        for (name, value) in [
            ("webhook-id", delivery.id.clone()),
            ("webhook-timestamp", timestamp.to_string()),
            ("webhook-signature", signature),
        ] {
            headers.insert(name, HeaderValue::try_from(value).map_err(Error::internal)?);
        }
        Ok(Ready {
            http: Arc::clone(&self.0.http),
            request: Outgoing {
                method: Method::POST,
                url,
                headers,
                body: OutBody::Bytes(delivery.body.clone().into()),
                timeout: TIMEOUT,
                // The target is the developer's own choice; metadata and link-local addresses are refused even so.
                reach: Reach::Private,
            },
        })
    }

    /// What is due now, and otherwise how long until something is.
    async fn due(&self) -> Result<Result<Vec<Delivery>, Duration>, Error> {
        if self.need_vault().is_err() {
            return Ok(Err(LONGEST_SLEEP));
        }
        let waiting = self.with_store(patchbay_store::Store::webhooks_waiting).await?;
        let now = self.now();
        let at = |delivery: &Delivery| delivery.next_at.unwrap_or(now);
        let next = waiting.iter().map(at).min();
        let due: Vec<Delivery> = waiting
            .into_iter()
            .filter(|delivery| at(delivery) <= now)
            .collect();
        if due.is_empty() {
            let left = next.map(|next| Duration::from_millis((next - now).unsigned_abs()));
            return Ok(Err(left.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)));
        }
        Ok(Ok(due))
    }

    async fn write_try(&self, delivery: &Delivery, status: Option<u16>, failure: Option<Failure>) {
        let tried = tried(delivery.attempts, status, failure, self.now(), jitter());
        let id = delivery.id.clone();
        if let Err(error) = self
            .with_store(move |store| store.webhook_tried(&id, &tried))
            .await
        {
            tracing::warn!(delivery = delivery.id, code = ?error.code, "a webhook's outcome could not be written");
        }
        self.tell(ChangedWhat::Api, None);
    }
}

/// Sends what is due until nothing is; how long to sleep then. None where the engine is gone.
async fn send_due(weak: &Weak<Inner>) -> Option<Duration> {
    loop {
        let due = Engine(weak.upgrade()?).due().await;
        match due {
            Ok(Ok(due)) => {
                stream::iter(due)
                    .for_each_concurrent(AT_ONCE, |delivery| send_one(weak, delivery))
                    .await;
            }
            Ok(Err(sleep)) => return Some(sleep),
            Err(error) => {
                tracing::warn!(code = ?error.code, "webhooks that are due could not be read");
                return Some(LONGEST_SLEEP);
            }
        }
    }
}

/// One try. The engine is not held while the receiver thinks: it may be shut down meanwhile, and the try is repeated by
/// the next run.
async fn send_one(weak: &Weak<Inner>, delivery: Delivery) {
    let Some(ready) = weak.upgrade().map(Engine) else {
        return;
    };
    let ready = ready.ready(&delivery).await;
    let (status, failure) = match ready {
        Ok(ready) => outcome(ready.http.send(ready.request).await),
        Err(error) => (None, Some(Failure::before_sending(&error))),
    };
    if let Some(inner) = weak.upgrade() {
        Engine(inner).write_try(&delivery, status, failure).await;
    }
}

/// Why a try failed, in words without a secret.
struct Failure {
    words: String,
    /// Another try would end in the same way.
    final_: bool,
}

impl Failure {
    fn before_sending(error: &Error) -> Self {
        Self {
            words: error.message.clone(),
            final_: matches!(error.code, Code::AddressRefused | Code::InvalidRequest),
        }
    }
}

fn outcome(answer: Result<crate::http::Incoming, HttpError>) -> (Option<u16>, Option<Failure>) {
    match answer {
        Ok(answer) if (200..300).contains(&answer.status) => (Some(answer.status), None),
        Ok(answer) => {
            let words = if (300..400).contains(&answer.status) {
                format!("It answered {}: redirects are not followed.", answer.status)
            } else {
                format!("It answered {}.", answer.status)
            };
            (Some(answer.status), Some(Failure { words, final_: false }))
        }
        Err(error) => (
            None,
            Some(Failure {
                words: error.to_string(),
                final_: matches!(error, HttpError::Refused { .. }),
            }),
        ),
    }
}

/// How a try came out, after `before` earlier ones. `jitter` is from 0 to 1.
fn tried(before: u32, status: Option<u16>, failure: Option<Failure>, now: i64, jitter: f64) -> DeliveryTry {
    let Some(failure) = failure else {
        return DeliveryTry {
            state: DeliveryState::Delivered,
            status,
            error: None,
            next_at: None,
        };
    };
    let pause = usize::try_from(before).ok().and_then(|n| PAUSES.get(n)).copied();
    let next_at = pause
        .filter(|_| !failure.final_)
        .map(|pause| now + spread(pause, jitter));
    DeliveryTry {
        state: if next_at.is_some() {
            DeliveryState::Pending
        } else {
            DeliveryState::Failed
        },
        status,
        error: Some(failure.words),
        next_at,
    }
}

/// A pause between 80 and 120 per cent, so that what failed together is not tried together again.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
fn spread(pause: i64, jitter: f64) -> i64 {
    (pause as f64 * (0.8 + 0.4 * jitter)) as i64
}

/// A random share of 1; the middle where the system gives no randomness, since nothing secret hangs on it.
fn jitter() -> f64 {
    let mut random = [0_u8; 2];
    getrandom::fill(&mut random).map_or(0.5, |()| {
        f64::from(u16::from_le_bytes(random)) / f64::from(u16::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(final_: bool) -> Failure {
        Failure {
            words: "no".to_owned(),
            final_,
        }
    }

    #[test]
    fn pauses_grow_and_end() {
        let now = 1_000;
        let mut last = 0;
        for before in 0..6 {
            let tried = tried(before, Some(500), Some(failure(false)), now, 0.5);
            assert_eq!(tried.state, DeliveryState::Pending);
            let pause = tried.next_at.unwrap() - now;
            assert!(pause >= 3 * last, "{pause} after {last}");
            last = pause;
        }
        assert_eq!(last, 6 * 3_600_000);
        let given_up = tried(6, Some(500), Some(failure(false)), now, 0.5);
        assert_eq!((given_up.state, given_up.next_at), (DeliveryState::Failed, None));
    }

    #[test]
    fn a_refused_target_is_not_tried_again_and_a_taken_event_is_over() {
        assert_eq!(
            tried(0, None, Some(failure(true)), 0, 0.0).state,
            DeliveryState::Failed
        );
        let taken = tried(3, Some(204), None, 0, 0.0);
        assert_eq!((taken.state, taken.next_at), (DeliveryState::Delivered, None));
    }

    #[test]
    fn a_pause_is_spread_by_a_fifth() {
        assert_eq!((spread(5_000, 0.0), spread(5_000, 1.0)), (4_000, 6_000));
        assert!((0.0..=1.0).contains(&jitter()));
    }
}
