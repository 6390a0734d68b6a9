//! How much a client may ask: the size and time of a body, requests per second, failed tokens (security A6.7).
//!
//! Deliberately not here: the proxy's bodies, which stream, and the limits of a request's head (`server`).

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, CONTENT_LENGTH};
use http::{HeaderMap, StatusCode, request};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};

use crate::problem::Problem;

/// The largest body that is read, in bytes.
pub(crate) const LARGEST_BODY: usize = 1024 * 1024;
/// How long a client may take to send it.
const BODY_TIME: Duration = Duration::from_secs(30);
/// What is read of a body that is too large, so that the client gets as far as reading the answer.
const MOST_DRAINED: usize = 16 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(3);

/// Requests per second of one token, and how many may come at once.
const TOKEN: Rate = Rate {
    each_s: 300.0,
    burst: 600.0,
};
/// Requests with a token that is not accepted, of all clients together.
const FAILED: Rate = Rate {
    each_s: 20.0,
    burst: 60.0,
};
/// How many tokens are told apart.
const MOST_TOKENS: usize = 2048;

/// A token bucket.
#[derive(Debug, Clone, Copy)]
struct Rate {
    each_s: f64,
    burst: f64,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    at: Instant,
    /// Whether a request of this token has been let in.
    known: bool,
}

impl Bucket {
    fn full(rate: Rate, now: Instant) -> Self {
        Self {
            left: rate.burst,
            at: now,
            known: false,
        }
    }

    fn fill(&mut self, rate: Rate, now: Instant) {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = rate.burst.min(self.left + since * rate.each_s);
        self.at = now;
    }

    fn take(&mut self, rate: Rate, now: Instant) -> bool {
        self.fill(rate, now);
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }
}

/// Whose requests are counted together: a token's hash. Requests without one are counted together too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Client(u64);

/// The counts of a listener.
#[derive(Debug)]
pub(crate) struct Limits {
    hasher: RandomState,
    counts: Mutex<Counts>,
}

#[derive(Debug)]
struct Counts {
    tokens: HashMap<Client, Bucket>,
    failed: Bucket,
}

impl Limits {
    pub(crate) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            counts: Mutex::new(Counts {
                tokens: HashMap::new(),
                failed: Bucket::full(FAILED, Instant::now()),
            }),
        }
    }

    /// Whose request it is, by the token that it carries.
    pub(crate) fn client(&self, head: &request::Parts) -> Client {
        let in_query = || {
            let pairs = head.uri.query().unwrap_or_default().split('&');
            pairs
                .filter_map(|pair| pair.strip_prefix("token="))
                .map(str::as_bytes)
                .next()
        };
        let token = head
            .headers
            .get(AUTHORIZATION)
            .map(http::HeaderValue::as_bytes)
            .or_else(in_query)
            .unwrap_or_default();
        Client(self.hasher.hash_one(token))
    }

    /// Counts a request, or says that it is one too many. Calls through the proxy are not counted, but a token that was
    /// never accepted is tried no more often there than elsewhere.
    ///
    /// Says whether the token is known to be a good one, so that [`Limits::ended`] need not be told so again.
    pub(crate) fn take(&self, client: Client, counted: bool) -> Result<bool, Problem> {
        let now = Instant::now();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.failed.fill(FAILED, now);
        let guessing = counts.failed.left < 1.0;
        counts.make_room(now);
        let bucket = counts
            .tokens
            .entry(client)
            .or_insert_with(|| Bucket::full(TOKEN, now));
        if guessing && !bucket.known {
            return Err(too_many(
                "Too many requests came with a token that is not accepted, so no unknown one is tried for a moment.",
            ));
        }
        if counted && !bucket.take(TOKEN, now) {
            return Err(too_many("More than 300 requests a second came with this token."));
        }
        Ok(bucket.known)
    }

    /// Remembers how a request with a token ended.
    pub(crate) fn ended(&self, client: Client, accepted: bool) {
        let now = Instant::now();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if accepted {
            if let Some(bucket) = counts.tokens.get_mut(&client) {
                bucket.known = true;
            }
        } else {
            counts.failed.take(FAILED, now);
        }
    }
}

impl Counts {
    /// Forgets tokens that have not been used for long enough to have their whole burst again.
    fn make_room(&mut self, now: Instant) {
        if self.tokens.len() < MOST_TOKENS {
            return;
        }
        let refilled = Duration::from_secs_f64(TOKEN.burst / TOKEN.each_s);
        self.tokens
            .retain(|_, bucket| now.saturating_duration_since(bucket.at) < refilled);
        if self.tokens.len() >= MOST_TOKENS {
            self.tokens.clear();
        }
    }
}

fn too_many(what: &str) -> Problem {
    Problem {
        retry_after: Some(1),
        ..Problem::bad_request(
            StatusCode::TOO_MANY_REQUESTS,
            "rate_limit_exceeded",
            format!("{what} Try again in a second."),
        )
    }
}

/// Reads a body to its end, within limits of size and time.
pub(crate) async fn whole(headers: &HeaderMap, body: Incoming) -> Result<Body, Problem> {
    if body.is_end_stream() {
        return Ok(Body::empty());
    }
    within(headers, body, BODY_TIME).await.map(Body::from)
}

/// As [`whole`], as bytes and within another time.
pub(crate) async fn within<B>(headers: &HeaderMap, mut body: B, time: Duration) -> Result<Bytes, Problem>
where
    B: hyper::body::Body<Data = Bytes> + Unpin,
{
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
        .unwrap_or(0);
    let reading = async {
        if announced > LARGEST_BODY as u64 {
            return Err(too_large());
        }
        let mut first = Bytes::new();
        let mut more = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else { return Err(broken()) };
            let Ok(data) = frame.into_data() else { continue };
            if first.len() + more.len() + data.len() > LARGEST_BODY {
                return Err(too_large());
            }
            // Most bodies come in one piece, which then is not copied.
            if first.is_empty() {
                first = data;
            } else {
                more.extend_from_slice(&data);
            }
        }
        if more.is_empty() {
            return Ok(first);
        }
        let mut all = BytesMut::with_capacity(first.len() + more.len());
        all.extend_from_slice(&first);
        all.extend_from_slice(&more);
        Ok(all.freeze())
    };
    let read = tokio::time::timeout(time, reading).await;
    match read {
        Ok(Err(problem)) if problem.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let _ = tokio::time::timeout(DRAIN_TIME, drain(body)).await;
            Err(problem)
        }
        Ok(read) => read,
        Err(_) => Err(Problem::bad_request(
            StatusCode::REQUEST_TIMEOUT,
            "request_timeout",
            format!("The body did not end within {} seconds.", time.as_secs()),
        )),
    }
}

/// Reads on without keeping anything: a client that is still sending would not see the answer.
async fn drain<B: hyper::body::Body<Data = Bytes> + Unpin>(mut body: B) {
    let mut read = 0;
    while let Some(Ok(frame)) = body.frame().await {
        read += frame.data_ref().map_or(0, Bytes::len);
        if read > MOST_DRAINED {
            return;
        }
    }
}

fn too_large() -> Problem {
    Problem::bad_request(
        StatusCode::PAYLOAD_TOO_LARGE,
        "payload_too_large",
        "The body is larger than 1 MiB. Only calls through /connections/:selector/proxy may be larger.",
    )
}

fn broken() -> Problem {
    Problem::bad_request(
        StatusCode::BAD_REQUEST,
        "invalid_request",
        "The body broke off before its end.",
    )
}

#[cfg(test)]
mod tests {
    use http_body_util::{Full, StreamBody};
    use hyper::body::Frame;

    use super::*;

    #[test]
    fn a_token_has_its_burst_and_no_more() {
        let limits = Limits::new();
        let (one, other) = (Client(1), Client(2));
        let let_in = (0..1000).filter(|_| limits.take(one, true).is_ok()).count();
        assert!((600..900).contains(&let_in), "{let_in}");
        let refused = limits.take(one, true).err();
        assert!(refused.is_none_or(|problem| problem.retry_after == Some(1)));
        assert!(limits.take(other, true).is_ok(), "another token is not held back");
    }

    #[test]
    fn guessing_holds_back_tokens_that_were_never_accepted_only() {
        let limits = Limits::new();
        let (good, bad) = (Client(1), Client(2));
        assert!(limits.take(good, true).is_ok());
        limits.ended(good, true);
        for _ in 0..200 {
            limits.ended(bad, false);
        }
        for counted in [true, false] {
            assert_eq!(
                limits.take(bad, counted).unwrap_err().status,
                StatusCode::TOO_MANY_REQUESTS
            );
            assert!(limits.take(good, counted).is_ok());
        }
    }

    #[test]
    fn tokens_are_told_apart_wherever_they_stand() {
        let limits = Limits::new();
        let client = |uri: &str, token: Option<&str>| {
            let mut request = http::Request::get(uri);
            if let Some(token) = token {
                request = request.header("authorization", token);
            }
            limits.client(&request.body(()).unwrap().into_parts().0)
        };
        assert_eq!(client("/a", None), client("/b?x=1", None));
        assert_ne!(client("/a", Some("Bearer a")), client("/a", Some("Bearer b")));
        assert_ne!(client("/sse/x?token=a", None), client("/sse/x?token=b", None));
    }

    #[test]
    fn the_counts_stay_few() {
        let limits = Limits::new();
        for client in 0..10_000 {
            let _ = limits.take(Client(client), true);
        }
        assert!(limits.counts.lock().unwrap().tokens.len() <= MOST_TOKENS);
    }

    async fn read(announced: Option<usize>, pieces: Vec<usize>) -> Result<usize, StatusCode> {
        let mut headers = HeaderMap::new();
        if let Some(length) = announced {
            headers.insert(CONTENT_LENGTH, length.into());
        }
        let frames = pieces
            .into_iter()
            .map(|length| Ok::<_, std::io::Error>(Frame::data(Bytes::from(vec![b'a'; length]))));
        let body = StreamBody::new(futures_util::stream::iter(frames));
        within(&headers, body, Duration::from_secs(5))
            .await
            .map(|bytes| bytes.len())
            .map_err(|problem| problem.status)
    }

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit() {
        assert_eq!(read(None, vec![]).await, Ok(0));
        assert_eq!(read(Some(10), vec![4, 6]).await, Ok(10));
        assert_eq!(read(None, vec![LARGEST_BODY - 1, 1]).await, Ok(LARGEST_BODY));
        let too_large = Err(StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(read(None, vec![LARGEST_BODY, 1]).await, too_large);
        assert_eq!(read(Some(LARGEST_BODY + 1), vec![1]).await, too_large);
        assert_eq!(read(None, vec![LARGEST_BODY; 64]).await, too_large);
    }

    #[tokio::test]
    async fn a_body_that_does_not_end_is_given_up() {
        let never = StreamBody::new(futures_util::stream::pending::<
            Result<Frame<Bytes>, std::io::Error>,
        >());
        let soon = Duration::from_millis(20);
        let problem = within(&HeaderMap::new(), never, soon).await.unwrap_err();
        assert_eq!(problem.status, StatusCode::REQUEST_TIMEOUT);
        let whole = within(&HeaderMap::new(), Full::new(Bytes::from_static(b"x")), BODY_TIME).await;
        assert_eq!(whole.unwrap().len(), 1);
    }
}
