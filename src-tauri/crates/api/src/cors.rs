//! CORS (Fetch standard §3.2) for listed origins, and for nobody else: an answer names the one origin that asked.
//!
//! There are no cookies, so credentials are never allowed and `*` is never said. Deliberately not here: who is listed
//! (the engine), and refusing the others (`guard`).

use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, request};

/// What the SDK sends.
const HEADERS: &str = "authorization, content-type, membrane-api-version";
const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
/// How long a browser may keep a preflight's answer, in seconds.
const MAX_AGE: &str = "600";
/// The most of the headers asked for on a proxy route that is repeated, in bytes.
const LONGEST_REQUESTED: usize = 1024;

/// Whether the request asks only what a page may send (Fetch §3.2.2).
pub(crate) fn is_preflight(head: &request::Parts) -> bool {
    head.method == Method::OPTIONS && head.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to a preflight of a listed origin; [`answer`] puts the origin on it. A call through the proxy may carry
/// whatever headers its provider wants.
pub(crate) fn preflight(head: &request::Parts, proxied: bool) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
    let allowed = proxied
        .then(|| requested(&head.headers))
        .flatten()
        .unwrap_or(HeaderValue::from_static(HEADERS));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE));
    // A page of a public address asks so before it may reach this machine (Private Network Access).
    let asked = HeaderName::from_static("access-control-request-private-network");
    if head.headers.get(asked).is_some_and(|asked| asked == "true") {
        headers.insert(
            HeaderName::from_static("access-control-allow-private-network"),
            HeaderValue::from_static("true"),
        );
    }
    response
}

/// Our own list and the headers asked for, where those are names and nothing else.
fn requested(headers: &HeaderMap) -> Option<HeaderValue> {
    let asked = headers.get(ACCESS_CONTROL_REQUEST_HEADERS)?.to_str().ok()?;
    if asked.len() > LONGEST_REQUESTED {
        return None;
    }
    let mut all = HEADERS.to_owned();
    for name in asked.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        all.push_str(", ");
        all.push_str(HeaderName::from_bytes(name.as_bytes()).ok()?.as_str());
    }
    HeaderValue::from_str(&all).ok()
}

/// Lets the page that asked read the answer, errors included. `Vary` is on every answer, so that no cache gives one
/// page's answer to another.
pub(crate) fn answer(headers: &mut HeaderMap, origin: Option<&HeaderValue>) {
    headers.append(VARY, HeaderValue::from_name(ORIGIN));
    let Some(origin) = origin else { return };
    // Named one by one: a page may read every header that a provider answered with.
    let names: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
    if let Ok(names) = HeaderValue::from_str(&names.join(", ")) {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, names);
    }
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn asked(headers: &[(&str, &str)], proxied: bool) -> HeaderMap {
        let mut request = Request::options("/connections").header("access-control-request-method", "PATCH");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        assert!(is_preflight(&head));
        let response = preflight(&head, proxied);
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        response.headers().clone()
    }

    #[test]
    fn the_sdks_headers_are_allowed_and_no_others() {
        let headers = asked(
            &[("access-control-request-headers", "authorization,x-evil")],
            false,
        );
        assert_eq!(headers[ACCESS_CONTROL_ALLOW_HEADERS], HEADERS);
        assert_eq!(headers[ACCESS_CONTROL_MAX_AGE], "600");
        assert!(!headers.contains_key("access-control-allow-credentials"));
        assert!(!headers.contains_key("access-control-allow-private-network"));
    }

    #[test]
    fn a_call_may_carry_its_providers_headers() {
        let with = |asked_for| {
            asked(&[("access-control-request-headers", asked_for)], true)[ACCESS_CONTROL_ALLOW_HEADERS]
                .clone()
        };
        assert_eq!(with("x-page, If-Match"), format!("{HEADERS}, x-page, if-match"));
        assert_eq!(with("x page"), HEADERS);
        assert_eq!(with(&"x,".repeat(600)), HEADERS);
    }

    #[test]
    fn private_network_access_is_answered_where_it_is_asked() {
        let headers = asked(&[("access-control-request-private-network", "true")], false);
        assert_eq!(headers["access-control-allow-private-network"], "true");
    }

    #[test]
    fn an_answer_names_the_origin_that_asked_and_no_star() {
        let mut headers = HeaderMap::new();
        headers.insert("x-page", HeaderValue::from_static("2"));
        answer(&mut headers, None);
        assert_eq!(headers[VARY], "origin");
        assert!(!headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
        answer(
            &mut headers,
            Some(&HeaderValue::from_static("http://localhost:3000")),
        );
        assert_eq!(headers[ACCESS_CONTROL_ALLOW_ORIGIN], "http://localhost:3000");
        assert!(
            headers[ACCESS_CONTROL_EXPOSE_HEADERS]
                .to_str()
                .unwrap()
                .contains("x-page")
        );
    }
}
