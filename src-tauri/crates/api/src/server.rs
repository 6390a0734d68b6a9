//! The server: accepting, limits, the guard, the routes, and stopping.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use patchbay_connector::Secret;
use patchbay_engine::Engine;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::control::{self, ControlDoor};
use crate::guard::admit;
use crate::host::Hosts;
use crate::listen::{ApiError, Bound};
use crate::problem::Problem;
use crate::result_due::ResultsDue;
use crate::{callback, health, wire};

/// How long a client may take to send its headers (security A4.2). Idle connections end after it too.
const HEADER_TIME: Duration = Duration::from_secs(5);
/// The most a request line and its headers may hold, in bytes: 8 KiB and 32 KiB.
const LARGEST_HEAD: usize = 40 * 1024;
/// How many connections are served at once; more wait to be accepted.
const MOST_CONNECTIONS: usize = 1024;
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
        let room = Room {
            engine,
            control: control.map(|token| Arc::new(ControlDoor::new(token))),
            results: ResultsDue::new(),
        };
        let results = room.results.clone();
        let served = Served {
            hosts: Hosts::new(bound.port),
            router: router(room, door),
            places: Arc::new(Semaphore::new(MOST_CONNECTIONS)),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        let (stop, tasks) = (served.stop.clone(), served.tasks.clone());
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

/// The routes. Issue by issue, Membrane's contract joins them here.
fn router(room: Room, door: Door) -> Router {
    let mut router = Router::new()
        .route("/health", get(health::health))
        .route("/control/hello", post(control::hello))
        .route("/control/rpc", post(control::rpc));
    if door == Door::Api {
        router = router
            .route("/oauth-callback", get(callback::arrive))
            .route("/oauth-callback/{integration}", get(callback::arrive))
            .route("/oauth-result/{attempt}", get(callback::result))
            .merge(wire::routes());
    }
    router
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::not_found())
        .with_state(room)
}

/// What every connection of a listener shares.
struct Served {
    hosts: Hosts,
    router: Router,
    places: Arc<Semaphore>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Served {
    async fn accept(self: Arc<Self>, listener: TcpListener) {
        loop {
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
                return;
            };
            let accepted = tokio::select! {
                () = self.stop.cancelled() => return,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, _)) => {
                    let served = Arc::clone(&self);
                    self.tasks.spawn(async move {
                        served.connection(stream).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // Out of file descriptors, or a client that left again: neither is a reason to stop listening.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    async fn connection(self: Arc<Self>, stream: TcpStream) {
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
        let (mut head, body) = request.into_parts();
        match admit(&self.hosts, &head) {
            Ok(sent_to) => {
                head.extensions.insert(sent_to);
                self.router
                    .clone()
                    .oneshot(Request::from_parts(head, Body::new(body)))
                    .await
            }
            Err(problem) => Ok(problem.into_response()),
        }
    }
}
