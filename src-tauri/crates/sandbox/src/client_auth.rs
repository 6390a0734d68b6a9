//! Who the client is at the token and revocation endpoints (RFC 6749 §2.3).

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::oauth_error::OAuthError;
use crate::opaque::{digest, same_digest};
use crate::parameters::Parameters;
use crate::state::State;

/// The id of the authenticated client.
pub(crate) fn authenticate(
    headers: &HeaderMap,
    form: &Parameters,
    state: &State,
) -> Result<String, OAuthError> {
    let basic =
        match headers.get(AUTHORIZATION) {
            Some(value) => {
                Some(value.to_str().ok().and_then(read_basic).ok_or_else(|| {
                    OAuthError::invalid_client("The Authorization header is not valid Basic.")
                })?)
            }
            None => None,
        };
    let (id, secret) = match (basic, form.get("client_secret")) {
        (Some(_), Some(_)) => {
            return Err(OAuthError::invalid_request(
                "The client authenticated twice, by header and in the body. Use one.",
            ));
        }
        (Some((id, secret)), None) => {
            if form.get("client_id").is_some_and(|other| other != id) {
                return Err(OAuthError::invalid_request(
                    "client_id is not the client that authenticated.",
                ));
            }
            (id, secret)
        }
        (None, Some(secret)) => {
            let id = form.get("client_id");
            let id = id.ok_or_else(|| OAuthError::invalid_client("client_id is missing."))?;
            (id.to_owned(), secret.to_owned())
        }
        (None, None) => return Err(OAuthError::invalid_client("The client did not authenticate.")),
    };
    // An unknown client is compared as well, so that its absence takes as long as a wrong secret.
    let kept = state
        .client(&id)
        .map_or("", |client| client.secret_digest.as_str());
    if same_digest(&digest(&secret), kept) {
        Ok(id)
    } else {
        Err(OAuthError::invalid_client(
            "The client is unknown, or its secret is wrong.",
        ))
    }
}

/// Id and secret of a Basic header. Both are form-encoded inside (RFC 6749 §2.3.1).
fn read_basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((form_decode(id), form_decode(secret)))
}

fn form_decode(text: &str) -> String {
    // One component: the separators of a form cannot be in it unencoded, so it is the name of a valueless pair.
    let escaped = text.replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(escaped.as_bytes())
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_form_decoded_on_both_sides() {
        let header = format!("basic {}", STANDARD.encode("my%3Aid:a+b%2B%25="));
        assert_eq!(read_basic(&header), Some(("my:id".into(), "a b+%=".into())));
    }

    #[test]
    fn other_schemes_and_broken_values_are_nobody() {
        assert_eq!(read_basic("Bearer abc"), None);
        assert_eq!(read_basic("Basic !!!"), None);
        assert_eq!(read_basic(&format!("Basic {}", STANDARD.encode("nocolon"))), None);
    }
}
