//! `/connections/:selector/proxy/…`: a provider's API through a connection (contract 3.3).
//!
//! Bodies stream both ways; one of up to 1 MiB whose length is known is kept, so that the engine can send it again after
//! a refresh. Path and query go on as they came, not decoded. What is deliberately not here: the binding, the
//! credential, redirects and the refresh (the engine), and CORS (`cors`).

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use futures_util::StreamExt as _;
use http::header::{CONNECTION, HeaderName};
use http::{HeaderMap, Method, StatusCode};
use patchbay_engine::http::OutBody;
use patchbay_engine::{Call, Called, Engine, Error, REPLAY_LIMIT, Who, is_hop_by_hop};
use percent_encoding::percent_decode_str;

use super::bearer::Asked;
use crate::limits;
use crate::problem::Problem;
use crate::server::Room;

/// How long a client may take to send a body that is kept.
const KEPT_BODY_TIME: std::time::Duration = std::time::Duration::from_secs(30);

/// Marks an answer as a provider's: nothing of ours is added to it but CORS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proxied;

/// The proxy's routes.
pub(crate) fn routes() -> Router<Room> {
    Router::new()
        .route("/connections/{sel}/proxy", any(proxy))
        .route("/connections/{sel}/proxy/", any(proxy))
        .route("/connections/{sel}/proxy/{*path}", any(proxy))
}

/// Selector and remainder of a proxy's path, both as they came; the remainder begins with `/` or is empty.
pub(crate) fn target(path: &str) -> Option<(&str, &str)> {
    let (selector, rest) = path.strip_prefix("/connections/")?.split_once('/')?;
    let rest = rest.strip_prefix("proxy")?;
    (!selector.is_empty() && (rest.is_empty() || rest.starts_with('/'))).then_some((selector, rest))
}

async fn proxy(State(room): State<Room>, Asked(bearer): Asked, request: Request) -> Response {
    match call(&room.engine, &bearer.who, request).await {
        Ok(called) => answer(called),
        Err(problem) => problem.into_response(),
    }
}

async fn call(engine: &Engine, who: &Who, request: Request) -> Result<Called, Problem> {
    let (head, body) = request.into_parts();
    let (selector, rest) = target(head.uri.path()).ok_or_else(Problem::not_found)?;
    let selector = percent_decode_str(selector)
        .decode_utf8()
        .map_err(|_| Problem::not_found())?;
    if matches!(head.method, Method::TRACE | Method::CONNECT) {
        return Err(Problem::bad_request(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "This method asks the next server, not a provider's API, and is not passed on.",
        ));
    }
    let connection = connection_id(engine, &selector, who).await?;
    let path = match head.uri.query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };
    let body = outgoing(&head.headers, body).await?;
    let call = Call {
        method: head.method,
        path,
        headers: forwarded(head.headers),
        body,
    };
    Ok(engine.call(&connection, call).await?)
}

/// The id of the connection that is meant. One that is in memory already is found there: that is the way of nearly
/// every call.
pub(super) async fn connection_id(engine: &Engine, selector: &str, who: &Who) -> Result<String, Error> {
    let is_id = selector.len() == 24 && selector.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if is_id
        && let Ok(live) = engine.live(selector).await
        && live.connection.id == selector
        && who.may_see(&live.connection.tenant_id)
    {
        return Ok(live.connection.id.clone());
    }
    engine
        .connection_of(selector, who)
        .await
        .map(|connection| connection.id)
}

/// The body as it goes on: kept where it is short and its length known, else a stream.
async fn outgoing(headers: &HeaderMap, body: Body) -> Result<OutBody, Problem> {
    if body.is_end_stream() {
        return Ok(OutBody::Empty);
    }
    match body.size_hint().exact() {
        Some(0) => Ok(OutBody::Empty),
        Some(length) if length <= REPLAY_LIMIT as u64 => limits::within(headers, body, KEPT_BODY_TIME)
            .await
            .map(OutBody::Bytes),
        length => Ok(OutBody::Stream {
            pieces: body
                .into_data_stream()
                .map(|piece| piece.map_err(std::io::Error::other))
                .boxed(),
            length,
        }),
    }
}

/// The caller's headers without those of the hop, of browsers and of other proxies. Dropped in silence: nobody wrote
/// them. One that carries the credential is left to the engine, which refuses it in words.
fn forwarded(mut headers: HeaderMap) -> HeaderMap {
    let dropped: Vec<HeaderName> = headers
        .keys()
        .filter(|name| is_hop_by_hop(name) || is_the_hops(name.as_str()))
        .cloned()
        .chain(named_by_connection(&headers))
        .collect();
    for name in dropped {
        headers.remove(name);
    }
    headers
}

/// What belongs to the way here (contract 3.3): our own token and address, what a browser says of its page, what
/// proxies add.
fn is_the_hops(name: &str) -> bool {
    const NAMES: [&str; 21] = [
        "host",
        "authorization",
        "content-length",
        "cookie",
        "expect",
        "forwarded",
        "forwarded-for-header",
        "membrane-api-version",
        "origin",
        "proxy-protocol",
        "referer",
        "upgrade-insecure-requests",
        "via",
        "x-request-id",
        "x-real-ip",
        "x-scheme",
        "x-original-forwarded-for",
        "x-amzn-trace-id",
        "cdn-loop",
        "true-client-ip",
        "x-client-ip",
    ];
    const PREFIXES: [&str; 7] = [
        "x-forwarded-",
        "cf-",
        "real-ip-",
        "real_ip_",
        "sec-",
        "proxy-",
        "access-control-request-",
    ];
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// The headers that a `Connection` header makes hop-by-hop (RFC 9110 §7.6.1).
fn named_by_connection(headers: &HeaderMap) -> Vec<HeaderName> {
    headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| HeaderName::from_bytes(name.trim().as_bytes()).ok())
        .collect()
}

/// The provider's answer as it came, but for what belongs to the hop, and what would say something about our origin.
fn answer(called: Called) -> Response {
    let answer = called.answer;
    let mut headers = answer.headers;
    let dropped: Vec<HeaderName> = headers
        .keys()
        .filter(|name| is_hop_by_hop(name) || is_about_origin(name.as_str()))
        .cloned()
        .chain(named_by_connection(&headers))
        .collect();
    for name in dropped {
        headers.remove(name);
    }
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = Response::new(Body::from_stream(answer.body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.extensions_mut().insert(Proxied);
    response
}

/// Headers that a browser takes as words about the origin it asked: that is ours, not the provider's.
fn is_about_origin(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "alt-svc",
        "clear-site-data",
        "nel",
        "report-to",
        "reporting-endpoints",
        "set-cookie",
        "strict-transport-security",
        "service-worker-allowed",
    ];
    NAMES.contains(&name) || name.starts_with("access-control-")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_rest_of_the_path_is_left_as_it_came() {
        assert_eq!(target("/connections/a/proxy"), Some(("a", "")));
        assert_eq!(target("/connections/a/proxy/"), Some(("a", "/")));
        assert_eq!(
            target("/connections/a/proxy/v1/a%2Fb//c"),
            Some(("a", "/v1/a%2Fb//c"))
        );
        assert_eq!(
            target("/connections/a%20b/proxy/https://api.example.com/x"),
            Some(("a%20b", "/https://api.example.com/x"))
        );
        for other in [
            "/connections/a/proxyx",
            "/connections/a",
            "/connections//proxy/x",
            "/connections/a/b/proxy/x",
            "/connections/a/pro%78y/x",
        ] {
            assert_eq!(target(other), None, "{other}");
        }
    }

    fn kept(names: &[&str], connection: Option<&str>) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for name in names {
            headers.insert(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_static("x"),
            );
        }
        if let Some(connection) = connection {
            headers.insert(CONNECTION, HeaderValue::from_str(connection).unwrap());
        }
        forwarded(headers).keys().map(ToString::to_string).collect()
    }

    #[test]
    fn what_belongs_to_the_way_here_stays_here() {
        let dropped = [
            "host",
            "connection",
            "authorization",
            "content-length",
            "x-request-id",
            "x-real-ip",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-scheme",
            "x-original-forwarded-for",
            "cdn-loop",
            "cf-ray",
            "x-amzn-trace-id",
            "proxy-protocol",
            "forwarded-for-header",
            "real_ip_header",
            "membrane-api-version",
            "origin",
            "referer",
            "cookie",
            "proxy-authorization",
            "sec-fetch-site",
            "transfer-encoding",
            "te",
        ];
        assert_eq!(kept(&dropped, None), Vec::<String>::new());
        let passed = ["accept", "content-type", "if-match", "user-agent", "x-page"];
        assert_eq!(kept(&passed, None), passed);
        assert_eq!(kept(&["x-page", "x-hop"], Some("close, X-Hop")), ["x-page"]);
    }

    #[test]
    fn a_provider_says_nothing_about_our_origin() {
        for name in [
            "set-cookie",
            "access-control-allow-origin",
            "clear-site-data",
            "strict-transport-security",
        ] {
            assert!(is_about_origin(name), "{name}");
        }
        for name in [
            "etag",
            "location",
            "content-type",
            "x-ratelimit-remaining",
            "content-encoding",
        ] {
            assert!(!is_about_origin(name), "{name}");
        }
    }

    #[tokio::test]
    async fn a_short_body_is_kept_and_a_long_one_streams() {
        let kept = outgoing(&HeaderMap::new(), Body::from("abc")).await.unwrap();
        assert!(matches!(kept, OutBody::Bytes(bytes) if bytes == "abc"));
        let long = Body::from(vec![b'a'; REPLAY_LIMIT + 1]);
        assert!(matches!(
            outgoing(&HeaderMap::new(), long).await.unwrap(),
            OutBody::Stream { length: Some(length), .. } if length > REPLAY_LIMIT as u64
        ));
        assert!(matches!(
            outgoing(&HeaderMap::new(), Body::empty()).await.unwrap(),
            OutBody::Empty
        ));
    }
}
