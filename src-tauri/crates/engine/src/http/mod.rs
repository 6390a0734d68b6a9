//! HTTP as the engine needs it: one request out, one streamed answer back, redirects never followed.

mod address;
mod reqwest_client;

use std::time::Duration;

use ::http::{HeaderMap, Method};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use url::Url;

pub use address::{Reach, refused};
pub use patchbay_connector::is_loopback;
pub use reqwest_client::Reqwest;

/// A body on its way out.
pub enum OutBody {
    /// Nothing.
    Empty,
    /// Kept bytes: such a request can be sent again.
    Bytes(Bytes),
    /// A stream, sent once.
    Stream {
        /// The pieces.
        pieces: BoxStream<'static, Result<Bytes, std::io::Error>>,
        /// How many bytes they are together, where that is known: some providers refuse a body without.
        length: Option<u64>,
    },
}

/// A request on its way out. Its URL and headers may hold credentials: it has no Debug.
pub struct Outgoing {
    /// The method.
    pub method: Method,
    /// The URL that is dialled.
    pub url: Url,
    /// The headers, complete but for Host and framing.
    pub headers: HeaderMap,
    /// The body.
    pub body: OutBody,
    /// The longest that nothing may happen before the answer's head: a streamed body that goes on counts as something.
    /// The answer's body may take longer.
    pub timeout: Duration,
    /// Which addresses may be dialled.
    pub reach: Reach,
}

/// An answer.
pub struct Incoming {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it arrives.
    pub body: BoxStream<'static, Result<Bytes, HttpError>>,
}

/// Why no answer came. Never holds a URL: it may carry secrets.
#[derive(Debug, Clone, thiserror::Error)]
pub enum HttpError {
    /// The address is one that is never dialled, or not for this connection.
    #[error("the address of {host} is refused: {why}")]
    Refused {
        /// The host.
        host: String,
        /// The rule.
        why: &'static str,
    },
    /// No answer in time.
    #[error("no answer within {0} s")]
    Timeout(u64),
    /// No connection: name not found, refused, TLS.
    #[error("no connection: {0}")]
    Connect(String),
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// The answer is longer than allowed.
    #[error("the answer is longer than {0} bytes")]
    TooLong(usize),
}

/// Sends requests.
#[async_trait]
pub trait Http: Send + Sync {
    /// Sends one request. Redirects are answers like any other (security 0.3, A7.3).
    async fn send(&self, request: Outgoing) -> Result<Incoming, HttpError>;
}

impl Incoming {
    /// The whole body, at most `limit` bytes.
    pub async fn collect(self, limit: usize) -> Result<(u16, HeaderMap, Vec<u8>), HttpError> {
        let (status, headers, bytes, truncated) = self.collect_up_to(limit).await?;
        if truncated {
            Err(HttpError::TooLong(limit))
        } else {
            Ok((status, headers, bytes))
        }
    }

    /// The body's first `limit` bytes, and whether there were more.
    pub async fn collect_up_to(mut self, limit: usize) -> Result<(u16, HeaderMap, Vec<u8>, bool), HttpError> {
        use futures_util::StreamExt as _;
        let mut bytes = Vec::new();
        while let Some(chunk) = self.body.next().await {
            let chunk = chunk?;
            let room = limit - bytes.len();
            if chunk.len() > room {
                bytes.extend_from_slice(&chunk[..room]);
                return Ok((self.status, self.headers, bytes, true));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok((self.status, self.headers, bytes, false))
    }
}
