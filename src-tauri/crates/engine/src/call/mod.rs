//! A call: one HTTP request made through a connection (design section 5).

mod answer_size;
mod course;
mod expired;
mod headers;
mod record;
mod target;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use ::http::{HeaderMap, Method, StatusCode, header};
use bytes::Bytes;
use patchbay_connector::{AuthKind, Origin};
use patchbay_store::{Credentials, StoredHealth};

use crate::{
    Code, Engine, Error, Health,
    dpop_nonces::wants_nonce,
    http::{Incoming, OutBody, Outgoing},
    live::Live,
    observe::Did,
    refresh::needs_reconnect,
    send::{Trust, unreachable_error},
    sign::attach::{Signer, Unsigned},
};

use course::Course;
pub use course::Sent;
pub use record::Redacted;

/// Bodies up to this size are kept, so that a call can be sent again after a refresh.
pub const REPLAY_LIMIT: usize = 1024 * 1024;

/// Redirects followed within one origin.
const REDIRECTS: u32 = 5;

/// What to send.
pub struct Call {
    /// The method.
    pub method: Method,
    /// A path under the base URL with its query, or an absolute URL inside the binding.
    pub path: String,
    /// The caller's headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: OutBody,
}

/// What came back.
pub struct Called {
    /// Id of the call's record.
    pub id: String,
    /// The provider's answer; its body streams.
    pub answer: Incoming,
    /// The URL that was dialled, without secrets.
    pub url: Redacted,
    /// How often it was sent.
    pub attempts: u32,
    /// From the call to the answer's head.
    pub duration: Duration,
    /// Of that, until the request that was answered was sent: parameters, credentials, a refresh, earlier tries.
    pub prepared: Duration,
    /// When the answer's head was there.
    pub answered_at: Instant,
    /// What was sent: the request that was answered.
    pub sent: Sent,
}

impl Engine {
    /// Makes a call. The credential is attached only after the target's origin was found inside the binding.
    pub async fn call(&self, connection: &str, call: Call) -> Result<Called, Error> {
        let started = Instant::now();
        let live = self.live(connection).await?;
        let record = record::Recording::new(self, &live, &call)?;
        let id = record.id().to_owned();
        let mut course = Course::new(started);
        let result = self.call_steps(&live, call, &mut course).await;
        let answer = record.end(result, &course)?;
        let url = course
            .url
            .ok_or_else(|| Error::internal("a call without a target"))?;
        let answered_at = Instant::now();
        Ok(Called {
            id,
            answer,
            url,
            attempts: course.attempts,
            duration: answered_at - started,
            prepared: course.sent_at - started,
            answered_at,
            sent: Sent::new(course.headers, live),
        })
    }

    async fn call_steps(&self, live: &Arc<Live>, call: Call, course: &mut Course) -> Result<Incoming, Error> {
        may_call(live)?;
        headers::check(live, &call.headers)?;
        let mut credentials = self.credentials_for(live).await?;
        let names = live.names(credentials.as_deref());
        let base = live.effective.base_url(&names)?;
        let mut url = target::join(&base, &call.path)?;
        let mut method = call.method;
        let mut body = Body::new(call.body);
        let trust = Trust::of_live(live);
        let mut redirects = 0;
        let mut refreshed = false;
        let mut nonce_given = false;
        loop {
            let origin = Origin::of(&url).filter(|origin| live.binding.contains(origin));
            let Some(origin) = origin else {
                let outside = Origin::of(&url)
                    .map(|origin| origin.to_string())
                    .unwrap_or_default();
                return Err(crate::refresh::binding_changed(&outside));
            };
            course.url = Some(Redacted::of(&url));
            let names = live.names(credentials.as_deref());
            let mut target = headers::with_query(live, &names, &url)?;
            let mut heads = headers::outgoing(live, &names, &call.headers)?;
            let content = body.take();
            let signer = Signer {
                effective: &live.effective,
                names: &names,
            };
            let unsigned = Unsigned {
                method: method.as_str(),
                url: &mut target,
                headers: &mut heads,
                body: &content,
            };
            self.sign(signer, unsigned)?;
            let request = Outgoing {
                url: target,
                headers: heads,
                method: method.clone(),
                reach: trust.reach(&url),
                body: content,
                timeout: Duration::from_millis(live.effective.timeout_ms()),
            };
            course.sends(&request);
            let host = url.host_str().unwrap_or_default().to_owned();
            let answer = self
                .0
                .http
                .send(request)
                .await
                .map_err(|error| unreachable_error(&host, &error))?;
            self.0.dpop_nonces.keep(&url, &answer.headers);
            if !nonce_given && live.grant.dpop_key.is_some() && wants_nonce(answer.status, &answer.headers) {
                nonce_given = true;
                if body.again() {
                    continue;
                }
            }
            let (answer, expired) = expired::look(live.effective.expired_rule(), answer).await;
            if expired {
                if !refreshed && body.again() && Self::can_refresh(live) {
                    refreshed = true;
                    let seen = credentials.as_ref().map_or(0, |held| held.epoch);
                    // If the refresh fails, the provider's own answer is what the caller should see.
                    if let Ok(newer) = self.refreshed(live, seen).await {
                        self.did(&live.connection.id, || Did::SentAgain);
                        credentials = Some(newer);
                        continue;
                    }
                }
                self.rejected(live).await;
                return Ok(answer);
            }
            match target::redirect(&answer, &url, &origin) {
                Some(next) if redirects < REDIRECTS => {
                    if see_other(answer.status, &method) {
                        method = Method::GET;
                        body = Body::new(OutBody::Empty);
                    } else if !body.again() {
                        return Ok(answer);
                    }
                    redirects += 1;
                    url = next;
                }
                _ => return Ok(answer),
            }
        }
    }

    /// The credentials to attach: refreshed first where they are about to expire.
    async fn credentials_for(&self, live: &Arc<Live>) -> Result<Option<Arc<Credentials>>, Error> {
        let held = live.credentials();
        let tokens = live.kind() == AuthKind::Oauth2 || live.kind().is_minted();
        let Some(credentials) = held else {
            return if tokens {
                Err(needs_reconnect("key_lost"))
            } else {
                Ok(None)
            };
        };
        let Some(expires_at) = credentials.expires_at else {
            return Ok(Some(credentials));
        };
        let now = self.now();
        let lifetime = (expires_at - credentials.obtained_at).max(0);
        let cap = live
            .grant
            .endpoint
            .as_ref()
            .map_or(0, |endpoint| endpoint.buffer_s);
        let buffer = i64::try_from(cap)
            .unwrap_or(i64::MAX)
            .saturating_mul(1000)
            .min(lifetime / 2);
        if now < expires_at - buffer || (!Self::can_refresh(live) && now < expires_at) {
            return Ok(Some(credentials));
        }
        match self.refreshed(live, credentials.epoch).await {
            Ok(newer) => Ok(Some(newer)),
            // The old one still lives: the call need not fail (design section 7's table).
            Err(error) if now < expires_at && error.code == Code::RefreshDelayed => Ok(Some(credentials)),
            Err(error) => {
                // Where a refresh was tried, what came of it is written down already, and more exactly.
                if error.code == Code::NeedsReconnect && !Self::can_refresh(live) {
                    self.write_health(
                        &live.connection.id,
                        StoredHealth::NeedsReconnect {
                            cause: "expired".to_owned(),
                        },
                    )
                    .await;
                }
                Err(error)
            }
        }
    }

    /// A 401 that no refresh can mend: only other credentials are any good (design section 5; the same holds for a sign-in
    /// that came without a refresh token). Where a refresh is possible, a 401 that outlives one is the provider's answer to
    /// this call.
    async fn rejected(&self, live: &Live) {
        if live.kind() != AuthKind::None
            && !Self::can_refresh(live)
            && live.connection.health == StoredHealth::Working
        {
            let health = StoredHealth::NeedsReconnect {
                cause: "rejected".to_owned(),
            };
            self.write_health(&live.connection.id, health).await;
        }
    }
}

/// Whether calls go through at all.
fn may_call(live: &Live) -> Result<(), Error> {
    if live.connection.archived_at.is_some() {
        return Err(
            Error::new(Code::NotFound, "This connection is archived.").next("Restore it to use it again.")
        );
    }
    match live.health() {
        Health::NeedsReconnect { cause } => Err(needs_reconnect(&cause)),
        // An absolute URL may still be inside; the target's own check decides.
        Health::Misconfigured { path } if path != "clientSecret" => Err(Error::new(
            Code::Misconfigured,
            format!("The parameter {path} is wrong or missing."),
        )
        .at(path)
        .next("Correct it on the integration or in the override.")),
        _ => Ok(()),
    }
}

/// Whether a redirect becomes a GET (RFC 9110 §15.4).
fn see_other(status: u16, method: &Method) -> bool {
    status == StatusCode::SEE_OTHER.as_u16() && method != Method::HEAD
        || matches!(status, 301 | 302) && method == Method::POST
}

/// A body that may be sent again, if it was kept.
enum Body {
    Empty,
    Kept(Bytes),
    Once(Option<OutBody>),
}

impl Body {
    fn new(body: OutBody) -> Self {
        match body {
            OutBody::Empty => Self::Empty,
            OutBody::Bytes(bytes) => Self::Kept(bytes),
            stream @ OutBody::Stream { .. } => Self::Once(Some(stream)),
        }
    }

    fn take(&mut self) -> OutBody {
        match self {
            Self::Empty => OutBody::Empty,
            Self::Kept(bytes) => OutBody::Bytes(bytes.clone()),
            Self::Once(stream) => stream.take().unwrap_or(OutBody::Empty),
        }
    }

    /// Whether it can be sent once more.
    fn again(&self) -> bool {
        !matches!(self, Self::Once(_))
    }
}

/// Names of hop-by-hop and framing headers (RFC 9110 §7.6.1), which are between two hops and nobody else's business.
pub fn is_hop_by_hop(name: &header::HeaderName) -> bool {
    const NAMES: [&str; 9] = [
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    NAMES.contains(&name.as_str())
}
