//! [`Http`] by reqwest: no redirects, no cookies, no proxy from the environment, rustls.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use async_trait::async_trait;
use futures_util::StreamExt as _;
use reqwest::{
    Client,
    dns::{Addrs, Name, Resolve, Resolving},
    header::CONTENT_LENGTH,
    redirect::Policy,
};
use tokio::sync::Notify;
use url::Host;

use super::{Http, HttpError, Incoming, OutBody, Outgoing, Reach, refused};

/// A client for each reach: the resolver that checks addresses belongs to the client's connection pool.
pub struct Reqwest {
    public: Client,
    private: Client,
}

impl Reqwest {
    /// Builds both clients.
    pub fn new() -> Result<Self, HttpError> {
        Ok(Self {
            public: client(Reach::Public)?,
            private: client(Reach::Private)?,
        })
    }
}

fn client(reach: Reach) -> Result<Client, HttpError> {
    Client::builder()
        .redirect(Policy::none())
        .referer(false)
        .no_proxy()
        .connect_timeout(Duration::from_secs(10))
        .pool_max_idle_per_host(128)
        .tcp_nodelay(true)
        .dns_resolver(Arc::new(CheckedResolver(reach)))
        .build()
        .map_err(|error| HttpError::Connect(format!("the HTTP client could not be built: {}", cause(&error))))
}

/// Resolves by the system and keeps only the addresses that may be dialled.
struct CheckedResolver(Reach);

/// Passed through reqwest's error chain and found again there.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct AddressRefused(&'static str);

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let all: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let mut why = None;
            let allowed: Vec<SocketAddr> = all
                .into_iter()
                .filter(|address| {
                    let reason = refused(address.ip(), reach);
                    why = why.or(reason);
                    reason.is_none()
                })
                .collect();
            match why {
                Some(why) if allowed.is_empty() => Err(AddressRefused(why).into()),
                _ => Ok(Box::new(allowed.into_iter()) as Addrs),
            }
        })
    }
}

#[async_trait]
impl Http for Reqwest {
    async fn send(&self, request: Outgoing) -> Result<Incoming, HttpError> {
        let host = request.url.host_str().unwrap_or_default().to_owned();
        // A literal address never reaches the resolver.
        let literal = match request.url.host() {
            Some(Host::Ipv4(address)) => refused(address.into(), request.reach),
            Some(Host::Ipv6(address)) => refused(address.into(), request.reach),
            _ => None,
        };
        if let Some(why) = literal {
            return Err(HttpError::Refused { host, why });
        }
        let client = match request.reach {
            Reach::Public => &self.public,
            Reach::Private => &self.private,
        };
        let mut builder = client
            .request(request.method, request.url)
            .headers(request.headers);
        let moved = Arc::new(Notify::new());
        builder = match request.body {
            OutBody::Empty => builder,
            OutBody::Bytes(bytes) => builder.body(bytes),
            OutBody::Stream { pieces, length } => {
                let moved = Arc::clone(&moved);
                let pieces = pieces.inspect(move |_| moved.notify_one());
                let builder = match length {
                    // Framed by its length where the caller knew it, else in chunks.
                    Some(length) => builder.header(CONTENT_LENGTH, length),
                    None => builder,
                };
                builder.body(reqwest::Body::wrap_stream(pieces))
            }
        };
        let mut sending = std::pin::pin!(builder.send());
        let answer = loop {
            tokio::select! {
                answer = sending.as_mut() => break answer.map_err(|error| explain(&error, host))?,
                () = moved.notified() => {}
                () = tokio::time::sleep(request.timeout) => {
                    return Err(HttpError::Timeout(request.timeout.as_secs()));
                }
            }
        };
        Ok(Incoming {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            body: answer
                .bytes_stream()
                .map(|chunk| chunk.map_err(|error| HttpError::Broken(cause(&error))))
                .boxed(),
        })
    }
}

fn explain(error: &reqwest::Error, host: String) -> HttpError {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(AddressRefused(why)) = inner.downcast_ref::<AddressRefused>() {
            return HttpError::Refused { host, why };
        }
        source = inner.source();
    }
    if error.is_connect() {
        HttpError::Connect(cause(error))
    } else {
        HttpError::Broken(cause(error))
    }
}

/// The innermost cause, without the URL that reqwest puts before it.
fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error.source();
    while let Some(inner) = innermost.and_then(std::error::Error::source) {
        innermost = Some(inner);
    }
    innermost.map_or_else(|| "the request could not be sent".to_owned(), ToString::to_string)
}
