//! Names that no layer above the connector file may set: the protocol's own, and those that carry a credential.

use crate::{format::Document, templates::Template};

/// What belongs to the protocol in `authorizeParams` and `tokenParams` (RFC 6749 §3.1, RFC 7636 §4.3).
const PROTOCOL: &[&str] = &[
    "client_id",
    "redirect_uri",
    "state",
    "code",
    "code_verifier",
    "response_type",
    "grant_type",
    "refresh_token",
];

/// Credentials, and what frames a message or routes it (RFC 9110 §7.6.1, RFC 9112 §6).
const HEADERS: &[&str] = &[
    "authorization",
    "host",
    "cookie",
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "content-length",
    "expect",
];

/// Names whose value is a credential.
const CREDENTIALS: &[&str] = &[
    "accessToken",
    "refreshToken",
    "clientSecret",
    "assertion",
    "code",
    "codeVerifier",
];

/// Whether a path of the values tree is reserved.
pub(crate) fn is_reserved(document: &Document, path: &[&str]) -> bool {
    match path {
        ["authorizeParams" | "tokenParams", name] => {
            PROTOCOL.contains(name) || name.starts_with("code_challenge")
        }
        ["http", "headers", name] => {
            let proxy = name
                .get(..6)
                .is_some_and(|start| start.eq_ignore_ascii_case("proxy-"));
            proxy || is_framing(name) || carries_credential(document, name)
        }
        ["http", "query", name] => {
            let template = document.http.query.get(*name);
            is_framing(name) || template.is_some_and(|template| uses_secret(document, template))
        }
        _ => false,
    }
}

/// Compared without lower-casing a copy: this runs for every header and query parameter of every layer.
fn is_framing(name: &str) -> bool {
    HEADERS.iter().any(|header| header.eq_ignore_ascii_case(name))
}

fn carries_credential(document: &Document, header: &str) -> bool {
    let known = document
        .http
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(header));
    known.is_some_and(|(_, template)| uses_secret(document, template))
}

/// Whether a template uses a credential or a secret parameter.
pub(crate) fn uses_secret(document: &Document, template: &Template) -> bool {
    template.names().iter().any(|name| is_secret(document, name))
}

/// Whether a name stands for a secret.
pub(crate) fn is_secret(document: &Document, name: &str) -> bool {
    CREDENTIALS.contains(&name) || document.params.get(name).is_some_and(|param| param.secret)
}
