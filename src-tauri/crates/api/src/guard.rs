//! What is asked of every request before it reaches a route: its length, its `Host`, its `Origin`.

use http::{Method, StatusCode, request};

use crate::host::{HostProblem, Hosts};
use crate::origin::{Sender, sender};
use crate::problem::Problem;

/// The longest path and query that is read, in bytes (security A4.2).
const LONGEST_TARGET: usize = 8 * 1024;

/// The host a request was sent to, as the client wrote it: what the redirect URI begins with.
#[derive(Debug, Clone)]
pub(crate) struct SentTo(pub(crate) String);

/// Lets a request through, or says why not.
pub(crate) fn admit(hosts: &Hosts, head: &request::Parts) -> Result<SentTo, Problem> {
    let host = hosts.check(&head.uri, &head.headers).map_err(refused_host)?;
    if head
        .uri
        .path_and_query()
        .map_or(0, |target| target.as_str().len())
        > LONGEST_TARGET
    {
        return Err(Problem::bad_request(
            StatusCode::URI_TOO_LONG,
            "uri_too_long",
            "The address is longer than 8 KiB.",
        ));
    }
    if let Sender::Stranger(origin) = sender(&head.headers)
        && !open_to_any_page(head)
    {
        return Err(Problem::forbidden(
            "origin_not_listed",
            format!(
                "A page of {origin} asked. Only pages of http://localhost and http://127.0.0.1 are listed; \
                 serve the page from one of them."
            ),
        ));
    }
    Ok(SentTo(host.to_owned()))
}

/// Whether the route holds nothing that a page could gain: the health check, and where a provider's page sends the user.
fn open_to_any_page(head: &request::Parts) -> bool {
    let path = head.uri.path();
    let reads = head.method == Method::GET || head.method == Method::HEAD;
    let is_callback = path == "/oauth-callback"
        || path.starts_with("/oauth-callback/")
        || path.starts_with("/oauth-result/");
    reads && (path == "/health" || is_callback)
}

fn refused_host(problem: HostProblem) -> Problem {
    let message = match problem {
        HostProblem::Absent => "The request names no host.",
        HostProblem::Repeated => "The request names several hosts.",
        HostProblem::NotOriginForm => "The request is written as for a proxy; Patchbay is none.",
        HostProblem::Unknown => "The request is meant for another host than this one.",
    };
    Problem::bad_request(StatusCode::MISDIRECTED_REQUEST, "wrong_host", message)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn admitted(method: &str, uri: &str, headers: &[(&str, &str)]) -> Result<String, StatusCode> {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        admit(&Hosts::new(7282), &head)
            .map(|sent| sent.0)
            .map_err(|problem| problem.status)
    }

    const HOST: (&str, &str) = ("host", "localhost:7282");

    #[test]
    fn the_host_is_checked_on_every_method_and_path() {
        for method in ["GET", "POST", "OPTIONS", "DELETE", "PATCH", "PURGE"] {
            assert_eq!(
                admitted(method, "/health", &[("host", "evil.example")]),
                Err(StatusCode::MISDIRECTED_REQUEST)
            );
            assert_eq!(admitted(method, "/nowhere", &[HOST]), Ok("localhost:7282".into()));
        }
    }

    #[test]
    fn a_strange_page_reaches_only_health_and_callbacks() {
        let evil = ("origin", "https://evil.example");
        assert!(admitted("GET", "/health", &[HOST, evil]).is_ok());
        assert!(admitted("GET", "/oauth-callback/x?code=1", &[HOST, ("origin", "null")]).is_ok());
        assert_eq!(
            admitted("POST", "/health", &[HOST, evil]),
            Err(StatusCode::FORBIDDEN)
        );
        assert_eq!(
            admitted("GET", "/connections", &[HOST, evil]),
            Err(StatusCode::FORBIDDEN)
        );
        assert_eq!(
            admitted("GET", "/oauth-callbacks", &[HOST, evil]),
            Err(StatusCode::FORBIDDEN)
        );
        assert_eq!(
            admitted("POST", "/connections", &[HOST, ("origin", "null")]),
            Err(StatusCode::FORBIDDEN)
        );
        assert!(
            admitted(
                "POST",
                "/connections",
                &[HOST, ("origin", "http://localhost:3000")]
            )
            .is_ok()
        );
    }

    #[test]
    fn an_address_over_eight_kibibytes_is_too_long() {
        let long = format!("/oauth-callback?code={}", "a".repeat(LONGEST_TARGET));
        assert_eq!(admitted("GET", &long, &[HOST]), Err(StatusCode::URI_TOO_LONG));
    }
}
