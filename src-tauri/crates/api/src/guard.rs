//! What is asked of every request before it reaches a route: its `Host`, its length, its `Origin` (security A6.1, A6.2).

use axum::response::{IntoResponse, Response};
use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue, Method, StatusCode, request};
use patchbay_engine::{Access, Remedy};

use crate::host::{HostProblem, Hosts};
use crate::origin::{Sender, Stranger, sender};
use crate::page::{Page, Tone};
use crate::problem::Problem;
use crate::request_log::Refused;
use crate::wire;

/// The longest path and query that is read, in bytes (security A4.2).
const LONGEST_TARGET: usize = 8 * 1024;

/// The host a request was sent to, as the client wrote it: what the redirect URI begins with.
#[derive(Debug, Clone)]
pub(crate) struct SentTo(pub(crate) String);

/// What kind of thing is at an address, as far as the door is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing that a page could gain: the health check, a provider's redirect, monograms and the files of the screens.
    Open,
    /// The command line's door. No page has any business there.
    Control,
    /// What browsers navigate to, by links, frames and forms: the screens and the connect flow.
    Screens,
    /// A call through a connection. Its body streams.
    Proxy,
    /// Everything else.
    Data,
}

/// A request that may go on.
#[derive(Debug)]
pub(crate) struct Admitted {
    pub(crate) sent_to: SentTo,
    pub(crate) kind: Kind,
    /// The listed origin of the page that asks.
    pub(crate) origin: Option<HeaderValue>,
}

/// A request that may not.
#[derive(Debug)]
pub(crate) struct Denied {
    problem: Problem,
    remedy: Option<Remedy>,
    shown: Shown,
}

/// How a refusal is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// To a program.
    Json,
    /// To a person, as a page.
    Page,
    /// To a person, inside the frame of the page that asked.
    Frame,
}

/// What is at a path. Of the raw path, as the router matches it: another spelling is nowhere, and [`Kind::Data`].
pub(crate) fn kind(path: &str) -> Kind {
    let below = |root: &str| {
        path.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let open = ["/oauth-callback", "/oauth-result", "/screens/assets", "/logos"];
    if path == "/health" || open.into_iter().any(below) {
        Kind::Open
    } else if below("/control") {
        Kind::Control
    } else if below("/connect") || path == "/connection-popup" || below("/screens") || below("/embed") {
        Kind::Screens
    } else if wire::proxy::target(path).is_some() {
        Kind::Proxy
    } else {
        Kind::Data
    }
}

/// Lets a request through, or says why not.
pub(crate) fn admit(hosts: &Hosts, access: &Access, head: &request::Parts) -> Result<Admitted, Box<Denied>> {
    let host = hosts.check(&head.uri, &head.headers).map_err(refused_host)?;
    let target = head
        .uri
        .path_and_query()
        .map_or(0, |target| target.as_str().len());
    if target > LONGEST_TARGET {
        return Err(Denied::plain(Problem::bad_request(
            StatusCode::URI_TOO_LONG,
            "uri_too_long",
            "The address is longer than 8 KiB.",
        )));
    }
    let kind = kind(head.uri.path());
    let reads = head.method == Method::GET || head.method == Method::HEAD;
    let origin = match sender(&head.headers, host, access) {
        Sender::NoPage if !from_a_strange_page(kind, reads, &head.headers) => None,
        Sender::NoPage => return Err(Denied::unnamed(head, kind)),
        Sender::Listed(_) if kind == Kind::Control => {
            return Err(Denied::plain(forbidden(
                "No page may ask this: /control is the command line's.",
            )));
        }
        Sender::Listed(origin) => Some(origin),
        Sender::Stranger(_) if kind == Kind::Open && reads => None,
        Sender::Stranger(stranger) => return Err(Denied::stranger(&stranger, head, kind)),
    };
    Ok(Admitted {
        sent_to: SentTo(host.to_owned()),
        kind,
        origin,
    })
}

/// Whether a browser says that another site's page asks, although it sends no `Origin`: an image, a script, a link.
/// (Fetch Metadata; a browser without it sends at least `Origin` with whatever changes something.)
fn from_a_strange_page(kind: Kind, reads: bool, headers: &HeaderMap) -> bool {
    let cross_site = headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "cross-site");
    match kind {
        Kind::Open => false,
        // Links to a screen and a provider's way back to the connect flow come from other sites.
        Kind::Screens => cross_site && !reads,
        Kind::Control | Kind::Proxy | Kind::Data => cross_site,
    }
}

impl Denied {
    fn plain(problem: Problem) -> Box<Self> {
        Box::new(Self {
            problem,
            remedy: None,
            shown: Shown::Json,
        })
    }

    fn stranger(stranger: &Stranger, head: &request::Parts, kind: Kind) -> Box<Self> {
        let (message, remedy) = match stranger {
            Stranger::Origin(origin) => (
                format!(
                    "A page of {origin} asked, and that origin is not listed, so nothing was done. If it is yours, \
                     list it on the API page of Patchbay's window, or with `patchbay origins add {origin}`."
                ),
                Some(Remedy::Origin(origin.clone())),
            ),
            Stranger::Null => (
                "A page without an origin of its own (`null`) asked, so nothing was done: a sandboxed frame, a file, \
                 or a form that an https page sends to http. `null` stands for anybody and cannot be listed. Serve \
                 the page from http://localhost, which is listed, while you develop."
                    .to_owned(),
                None,
            ),
            Stranger::Unreadable => (
                "The request names no readable origin, or several, so nothing was done. A browser sends exactly one."
                    .to_owned(),
                None,
            ),
        };
        Box::new(Self {
            problem: forbidden(message),
            remedy,
            shown: Shown::of(head, kind),
        })
    }

    fn unnamed(head: &request::Parts, kind: Kind) -> Box<Self> {
        Box::new(Self {
            problem: forbidden(
                "A page of another site asked without naming its origin, so nothing was done. Ask with fetch or \
                 EventSource, which name it, from an origin that is listed: the API page of Patchbay's window and \
                 `patchbay origins` show which are.",
            ),
            remedy: None,
            shown: Shown::of(head, kind),
        })
    }

    /// The answer. Nothing else was done.
    pub(crate) fn answer(self, access: &Access) -> Response {
        let refused = Refused {
            reason: self.problem.message.clone(),
            remedy: self.remedy,
        };
        let mut response = match (self.shown, &refused.remedy) {
            (Shown::Json, _) => self.problem.into_response(),
            // Else the frame would stay blank, and its developer would never see why.
            (Shown::Frame, Some(Remedy::Origin(origin))) => {
                wire::screens::not_listed(&self.problem, origin, access)
            }
            _ => Page::new(
                self.problem.status,
                Tone::Bad,
                "This page may not use Patchbay",
                &self.problem.message,
                None,
            )
            .into_response(),
        };
        response.extensions_mut().insert(refused);
        response
    }
}

impl Shown {
    fn of(head: &request::Parts, kind: Kind) -> Self {
        if kind != Kind::Screens || !is_navigation(&head.headers) {
            Self::Json
        } else if head.uri.path().starts_with("/connect") {
            Self::Page
        } else {
            Self::Frame
        }
    }
}

fn forbidden(message: impl Into<String>) -> Problem {
    Problem::forbidden("access_denied", message)
}

/// Whether the answer is shown as a page.
fn is_navigation(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

fn refused_host(problem: HostProblem) -> Box<Denied> {
    let message = match problem {
        HostProblem::Absent => "The request names no host.",
        HostProblem::Repeated => "The request names several hosts.",
        HostProblem::NotOriginForm => "The request is written as for a proxy; Patchbay is none.",
        HostProblem::Unknown => {
            "The request is meant for another host than this one. Ask by 127.0.0.1, [::1] or localhost, and the port."
        }
    };
    Denied::plain(Problem::bad_request(
        StatusCode::MISDIRECTED_REQUEST,
        "wrong_host",
        message,
    ))
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn head(method: &str, uri: &str, headers: &[(&str, &str)]) -> request::Parts {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn admitted(method: &str, uri: &str, headers: &[(&str, &str)]) -> Result<String, StatusCode> {
        let access = Access {
            origins: vec!["https://app.example.com".to_owned()],
            ..Access::default()
        };
        admit(&Hosts::new(7282), &access, &head(method, uri, headers))
            .map(|admitted| admitted.sent_to.0)
            .map_err(|denied| denied.problem.status)
    }

    const HOST: (&str, &str) = ("host", "localhost:7282");
    const FORBIDDEN: Result<String, StatusCode> = Err(StatusCode::FORBIDDEN);

    #[test]
    fn the_host_is_checked_on_every_method_and_path() {
        for method in ["GET", "POST", "OPTIONS", "DELETE", "PATCH", "PURGE"] {
            for path in [
                "/health",
                "/connections/a/proxy/b",
                "/screens/connect",
                "/control/rpc",
                "/nowhere",
            ] {
                assert_eq!(
                    admitted(method, path, &[("host", "evil.example")]),
                    Err(StatusCode::MISDIRECTED_REQUEST),
                    "{method} {path}"
                );
            }
            assert_eq!(admitted(method, "/nowhere", &[HOST]), Ok("localhost:7282".into()));
        }
    }

    #[test]
    fn a_strange_page_reaches_only_health_callbacks_and_files() {
        let strangers = [
            "https://evil.example",
            "null",
            "https://app.example.com.evil.example",
            "x",
        ];
        for origin in strangers.map(|origin| ("origin", origin)) {
            for open in [
                "/health",
                "/oauth-callback/x?code=1",
                "/oauth-result/x",
                "/screens/assets/connect.js",
                "/logos/acme",
            ] {
                assert!(admitted("GET", open, &[HOST, origin]).is_ok(), "{open}");
                assert_eq!(admitted("POST", open, &[HOST, origin]), FORBIDDEN, "{open}");
                assert_eq!(admitted("OPTIONS", open, &[HOST, origin]), FORBIDDEN, "{open}");
            }
            for closed in [
                "/connections",
                "/oauth-callbacks",
                "/healthy",
                "/HEALTH",
                "/%68ealth",
                "/screens/connect",
                "/screens/assetsx",
                "/embed/main",
                "/connect",
                "/connection-popup",
                "/connections/a/proxy/b",
                "/sse/connection-events/abc?token=x",
                "/control/rpc",
                "/",
            ] {
                for method in ["GET", "POST", "OPTIONS", "PATCH"] {
                    assert_eq!(
                        admitted(method, closed, &[HOST, origin]),
                        FORBIDDEN,
                        "{method} {closed}"
                    );
                }
            }
        }
    }

    #[test]
    fn listed_pages_programs_and_our_own_pages_pass() {
        for origin in [
            "http://localhost:3000",
            "https://app.example.com",
            "http://localhost:7282",
        ] {
            for path in [
                "/connections",
                "/screens/connect",
                "/connect",
                "/connections/a/proxy/b",
            ] {
                assert!(
                    admitted("POST", path, &[HOST, ("origin", origin)]).is_ok(),
                    "{origin} {path}"
                );
            }
            assert_eq!(
                admitted("POST", "/control/rpc", &[HOST, ("origin", origin)]),
                FORBIDDEN
            );
        }
        assert!(admitted("POST", "/connect", &[HOST]).is_ok());
        assert!(admitted("POST", "/control/rpc", &[HOST]).is_ok());
    }

    #[test]
    fn another_sites_page_without_an_origin_is_told_by_its_browser() {
        let cross = ("sec-fetch-site", "cross-site");
        for path in [
            "/connections",
            "/connections/a/proxy/b",
            "/sse/workspace",
            "/nowhere",
        ] {
            assert_eq!(admitted("GET", path, &[HOST, cross]), FORBIDDEN, "{path}");
            for site in ["none", "same-origin", "same-site"] {
                assert!(
                    admitted("GET", path, &[HOST, ("sec-fetch-site", site)]).is_ok(),
                    "{path} {site}"
                );
            }
        }
        for path in [
            "/connect",
            "/screens/connect",
            "/embed/main",
            "/connect/attempts/x",
        ] {
            assert!(admitted("GET", path, &[HOST, cross]).is_ok(), "{path}");
            assert_eq!(admitted("POST", path, &[HOST, cross]), FORBIDDEN, "{path}");
        }
        assert!(admitted("GET", "/oauth-callback?code=1", &[HOST, cross]).is_ok());
        let listed = ("origin", "http://127.0.0.1:3000");
        assert!(admitted("POST", "/connections", &[HOST, cross, listed]).is_ok());
    }

    #[test]
    fn a_refusal_says_how_to_list_the_origin() {
        let denied = |origin| {
            admit(
                &Hosts::new(7282),
                &Access::default(),
                &head("POST", "/connections", &[HOST, ("origin", origin)]),
            )
            .unwrap_err()
        };
        let named = denied("https://app.example.com");
        assert!(
            named
                .problem
                .message
                .contains("patchbay origins add https://app.example.com")
        );
        assert_eq!(
            named.remedy,
            Some(Remedy::Origin("https://app.example.com".to_owned()))
        );
        let null = denied("null");
        assert!(null.problem.message.contains("cannot be listed"));
        assert_eq!(null.remedy, None);
        assert!(!denied("https://a/<b>").problem.message.contains('<'));
    }

    #[test]
    fn an_address_over_eight_kibibytes_is_too_long() {
        let long = format!("/oauth-callback?code={}", "a".repeat(LONGEST_TARGET));
        assert_eq!(admitted("GET", &long, &[HOST]), Err(StatusCode::URI_TOO_LONG));
    }
}
