//! The server: accepting, the way of a request through the door, the routes, and stopping.
//!
//! Every request goes the same way: watched for the log, host and origin (`guard`), preflights answered (`cors`),
//! requests counted and bodies read (`limits`), routed, and CORS put on whatever comes out.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Method, Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use patchbay_connector::Secret;
use patchbay_engine::Engine;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::control::{self, ControlDoor};
use crate::guard::{Admitted, Kind, admit};
use crate::host::Hosts;
use crate::limits::{self, Limits};
use crate::listen::{ApiError, Bound};
use crate::problem::Problem;
use crate::request_log::{Asker, Refused, Watched};
use crate::result_due::ResultsDue;
use crate::wire::connect::Endings;
use crate::wire::proxy::Proxied;
use crate::{callback, cors, health, wire};

/// How long a client may take to send its headers (security A4.2). Idle connections end after it too.
const HEADER_TIME: Duration = Duration::from_secs(5);
/// The most a request line and its headers may hold, in bytes: 8 KiB and 32 KiB.
const LARGEST_HEAD: usize = 40 * 1024;
/// How many connections are served at once.
const MOST_CONNECTIONS: usize = 1024;
/// How many more wait for a place, and how long: then they are told to come again.
const MOST_WAITING: usize = 1024;
const WAITING_TIME: Duration = Duration::from_secs(5);
/// How long open requests may go on after a stop.
const STOP_TIME: Duration = Duration::from_secs(2);

/// What a listener answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everything.
    Api,
    /// `/health` and `/control` only: where the API's port is taken, the command line and deep links still get through.
    ControlOnly,
}

/// What the routes share.
#[derive(Clone)]
pub(crate) struct Room {
    pub(crate) engine: Engine,
    pub(crate) control: Option<Arc<ControlDoor>>,
    pub(crate) results: ResultsDue,
    pub(crate) endings: Endings,
}

/// A running listener.
pub struct Api {
    port: u16,
    results: ResultsDue,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Api {
    /// Binds 127.0.0.1 and `[::1]` and serves. `control` is the run's token; without it there is no `/control`.
    ///
    /// # Errors
    /// Where the port is taken or the operating system refuses.
    pub async fn start(engine: Engine, control: Option<Secret<String>>, port: u16) -> Result<Self, ApiError> {
        Ok(Self::serve(Bound::new(port).await?, engine, control, Door::Api))
    }

    /// Serves on listeners that were bound before the engine was there.
    pub fn serve(bound: Bound, engine: Engine, control: Option<Secret<String>>, door: Door) -> Self {
        let stop = CancellationToken::new();
        let room = Room {
            engine,
            control: control.map(|token| Arc::new(ControlDoor::new(token))),
            results: ResultsDue::new(),
            endings: Endings::new(stop.clone()),
        };
        let results = room.results.clone();
        let served = Served {
            engine: room.engine.clone(),
            hosts: Hosts::new(bound.port),
            limits: Limits::new(),
            router: router(room, door),
            places: Arc::new(Semaphore::new(MOST_CONNECTIONS)),
            waiting: Semaphore::new(MOST_WAITING),
            stop: stop.clone(),
            tasks: TaskTracker::new(),
        };
        let tasks = served.tasks.clone();
        let served = Arc::new(served);
        for listener in bound.listeners {
            tasks.spawn(Arc::clone(&served).accept(listener));
        }
        Self {
            port: bound.port,
            results,
            stop,
            tasks,
        }
    }

    /// Where it answers: `127.0.0.1:7282`.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Lets browsers fetch the result pages they were sent to, stops accepting, lets open requests finish for two
    /// seconds, and frees the port.
    pub async fn stop(self) {
        self.results.all_settled().await;
        self.stop.cancel();
        self.tasks.close();
        let _ = tokio::time::timeout(STOP_TIME, self.tasks.wait()).await;
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// The routes: our own, and Membrane's contract.
fn router(room: Room, door: Door) -> Router {
    let mut router = Router::new()
        .route("/health", get(health::health))
        .route("/control/hello", post(control::hello))
        .route("/control/rpc", post(control::rpc));
    if door == Door::Api {
        router = router
            .route("/oauth-callback", get(callback::arrive))
            .route("/oauth-callback/{integration}", get(callback::arrive))
            .route(
                "/oauth-result/{attempt}",
                get(callback::result).post(callback::choose),
            )
            .merge(wire::routes())
            .merge(wire::proxy::routes())
            .merge(wire::act::routes())
            .merge(wire::screens::routes());
    }
    router
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(other_method)
        .with_state(room)
}

/// There is something at the address, but not for this method.
async fn other_method(method: Method) -> Response {
    if method == Method::OPTIONS {
        return StatusCode::NO_CONTENT.into_response();
    }
    Problem::bad_request(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        format!("There is no {method} at this address; the header Allow says what there is."),
    )
    .into_response()
}

/// What every connection of a listener shares.
struct Served {
    engine: Engine,
    hosts: Hosts,
    limits: Limits,
    router: Router,
    places: Arc<Semaphore>,
    waiting: Semaphore,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Served {
    async fn accept(self: Arc<Self>, listener: TcpListener) {
        loop {
            let accepted = tokio::select! {
                () = self.stop.cancelled() => return,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, _)) => {
                    let served = Arc::clone(&self);
                    self.tasks.spawn(served.seat(stream));
                }
                Err(error) => {
                    // Out of file descriptors, or a client that left again: neither is a reason to stop listening.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    /// Serves a connection when there is a place for it.
    async fn seat(self: Arc<Self>, stream: TcpStream) {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            self.connection(stream).await;
            drop(place);
            return;
        }
        if let Ok(_waiting) = self.waiting.try_acquire()
            && let Ok(Ok(place)) =
                tokio::time::timeout(WAITING_TIME, Arc::clone(&self.places).acquire_owned()).await
        {
            Arc::clone(&self).connection(stream).await;
            drop(place);
            return;
        }
        send_away(stream).await;
    }

    async fn connection(self: Arc<Self>, stream: TcpStream) {
        // Small answers leave at once.
        let _ = stream.set_nodelay(true);
        let stop = self.stop.clone();
        let service = service_fn(move |request| Arc::clone(&self).answer(request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIME)
            .max_header_size(LARGEST_HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                tokio::select! {
                    ended = connection => ended,
                    () = tokio::time::sleep(STOP_TIME) => Ok(()),
                }
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }

    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Result<Response, Infallible> {
        let (head, body) = request.into_parts();
        let watched = Watched::begin(&self.engine, &head);
        let access = self.engine.access();
        let mut response = match admit(&self.hosts, &access, &head) {
            Err(denied) => {
                let mut response = denied.answer(&access);
                cors::answer(response.headers_mut(), None);
                response
            }
            Ok(admitted) => {
                let origin = admitted.origin.clone();
                let mut response = if origin.is_some() && cors::is_preflight(&head) {
                    cors::preflight(&head, admitted.kind == Kind::Proxy)
                } else {
                    self.routed(head, body, admitted, watched.asker()).await
                };
                cors::answer(response.headers_mut(), origin.as_ref());
                response
            }
        };
        watched.end(&self.engine, &mut response);
        Ok(response)
    }

    /// Counts the request, reads its body and lets a route answer it.
    async fn routed(
        &self,
        mut head: http::request::Parts,
        body: Incoming,
        admitted: Admitted,
        asker: Asker,
    ) -> Response {
        let proxied = admitted.kind == Kind::Proxy;
        let counted = matches!(admitted.kind, Kind::Data | Kind::Screens);
        let client = self.limits.client(&head);
        let known = match self.limits.take(client, counted) {
            Ok(known) => known,
            Err(problem) => return problem.into_response(),
        };
        let body = if proxied {
            Body::new(body)
        } else {
            match limits::whole(&head.headers, body).await {
                Ok(body) => body,
                Err(problem) => return problem.into_response(),
            }
        };
        head.extensions.insert(admitted.sent_to);
        head.extensions.insert(asker);
        let answered = self.router.clone().oneshot(Request::from_parts(head, body)).await;
        let mut response = answered.unwrap_or_else(|never| match never {});
        if response.extensions().get::<Proxied>().is_none() {
            let headers = response.headers_mut();
            headers
                .entry(CACHE_CONTROL)
                .or_insert(HeaderValue::from_static("no-store"));
            headers
                .entry(X_CONTENT_TYPE_OPTIONS)
                .or_insert(HeaderValue::from_static("nosniff"));
            let refused = response.status() == StatusCode::UNAUTHORIZED
                && response.extensions().get::<Refused>().is_some();
            if refused || (counted && !known && response.status().is_success()) {
                self.limits.ended(client, !refused);
            }
        } else if !known {
            self.limits.ended(client, true);
        }
        response
    }
}

/// Tells a client that there is no place for it, in a line that needs no server (RFC 9110 §15.6.4).
async fn send_away(mut stream: TcpStream) {
    const BODY: &str = r#"{"type":"internal","key":"overloaded","message":"Patchbay serves as many connections as it can. Try again in a second.","data":null}"#;
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Retry-After: 1\r\nConnection: close\r\n\r\n{BODY}",
        BODY.len()
    );
    let sent = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await
    };
    let _ = tokio::time::timeout(STOP_TIME, sent).await;
}
