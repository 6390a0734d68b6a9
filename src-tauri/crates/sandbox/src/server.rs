//! One environment's HTTP server: its listener, its routes, and what every request must pass.

use std::convert::Infallible;
use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::HOST;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get, post};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::api_error::ApiError;
use crate::authorize::{self, PendingAuthorizations};
use crate::environment::Environment;
use crate::faults::Faults;
use crate::state::Store;
use crate::{api, consent_page, echo, metadata, token};

/// The largest request body, in bytes.
const BODY_MAX: usize = 64 * 1024;
/// How long a client may take to send its request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// One environment as its routes see it.
pub(crate) struct Server {
    pub(crate) environment: Environment,
    /// The origin, which is also the issuer identifier (RFC 8414 §2).
    pub(crate) issuer: String,
    port: u16,
    pub(crate) store: Arc<Store>,
    pub(crate) pending: PendingAuthorizations,
    faults: Arc<RwLock<Faults>>,
}

impl Server {
    pub(crate) fn new(
        environment: Environment,
        port: u16,
        store: Arc<Store>,
        faults: Arc<RwLock<Faults>>,
    ) -> Self {
        let issuer = format!("http://127.0.0.1:{port}");
        Self {
            environment,
            issuer,
            port,
            store,
            pending: PendingAuthorizations::default(),
            faults,
        }
    }

    /// The faults that are switched on now.
    pub(crate) fn faults(&self) -> Faults {
        self.faults.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// `WWW-Authenticate` for a client that did not authenticate (RFC 6749 §5.2).
    pub(crate) fn basic_challenge(&self) -> HeaderValue {
        match self.environment {
            Environment::Production => HeaderValue::from_static(r#"Basic realm="production""#),
            Environment::Sandbox => HeaderValue::from_static(r#"Basic realm="sandbox""#),
        }
    }

    fn router(self: Arc<Self>) -> Router {
        let api = Router::new()
            .route("/me", get(api::me))
            .route("/contacts", get(api::contacts).post(api::add_contact))
            .route("/deals", get(api::deals).post(api::add_deal))
            .route("/echo", any(echo::echo))
            .route("/echo/{*rest}", any(echo::echo))
            .route_layer(middleware::from_fn_with_state(Arc::clone(&self), api::gate));
        Router::new()
            .route("/", get(consent_page::home))
            .route("/health", get(api::health))
            .route("/.well-known/oauth-authorization-server", get(metadata::metadata))
            .route("/.well-known/openid-configuration", get(metadata::metadata))
            .route("/authorize", get(authorize::ask).post(authorize::decide))
            .route("/token", post(token::token))
            .route("/revoke", post(token::revoke))
            .merge(api)
            .fallback(api::not_found)
            .method_not_allowed_fallback(api::method_not_allowed)
            .layer(middleware::from_fn_with_state(
                Arc::clone(&self),
                require_own_host,
            ))
            .layer(DefaultBodyLimit::max(BODY_MAX))
            .with_state(self)
    }

    /// Serves until the task that runs it is aborted, and every connection with it.
    pub(crate) async fn serve(self: Arc<Self>, listener: TcpListener) {
        let router = self.router();
        let mut connections = JoinSet::new();
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    connections.spawn(serve_connection(stream, router.clone()));
                    while connections.try_join_next().is_some() {}
                }
                Err(error) => {
                    // Out of file descriptors, or a client that was gone already: neither is the listener's end.
                    tracing::warn!(%error, "the sandbox could not accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}

/// A page elsewhere that got its own name to resolve to 127.0.0.1 still sends that name.
async fn require_own_host(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let name = host.strip_suffix(&format!(":{}", server.port));
    if matches!(name, Some("127.0.0.1" | "localhost")) {
        next.run(request).await
    } else {
        let why = format!(
            "This server answers only to 127.0.0.1:{0} and localhost:{0}.",
            server.port
        );
        ApiError::new(server.environment, StatusCode::FORBIDDEN, "forbidden_host", why).into_response()
    }
}

/// Marks an answer that must not be sent.
#[derive(Clone)]
struct Unanswered;

/// An answer that closes the connection instead of being sent.
pub(crate) fn unanswered() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.extensions_mut().insert(Unanswered);
    response
}

async fn serve_connection(stream: TcpStream, router: Router) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let router = router.clone();
        async move {
            let answer: Result<Response, Infallible> = router.oneshot(request.map(Body::new)).await;
            let Ok(answer) = answer;
            if answer.extensions().get::<Unanswered>().is_some() {
                // hyper closes a connection whose service fails, without a byte of answer.
                return Err(io::Error::other("dropped by a fault"));
            }
            Ok(answer)
        }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "a connection to the sandbox ended early");
    }
}
