//! Who asks: the token of a request, checked (contract 1.2).
//!
//! A handler that takes [`Asked`] is not reached without a valid token. Tokens in `?token=`, a form field or a payload
//! are given to [`bearer_of`] by the routes that read them there.

use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
pub(crate) use patchbay_engine::Bearer;
use patchbay_engine::Engine;

use super::query::Query;
use crate::problem::Problem;
use crate::request_log::Asker;
use crate::server::Room;

/// The holder of the token in `Authorization: Bearer …` (RFC 6750 §2.1).
pub(crate) struct Asked(pub(crate) Bearer);

impl FromRequestParts<Room> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, room: &Room) -> Result<Self, Problem> {
        let token = bearer_text(&parts.headers).ok_or_else(no_token)?;
        let bearer = bearer_of(&room.engine, token).await?;
        note(parts, &bearer);
        Ok(Self(bearer))
    }
}

/// The holder of the token in `?token=` or in the header: an EventSource can send no headers.
pub(crate) struct AskedByQuery(pub(crate) Bearer);

impl FromRequestParts<Room> for AskedByQuery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, room: &Room) -> Result<Self, Problem> {
        let query = Query::parse(parts.uri.query().unwrap_or_default());
        let token = query.text("token").or_else(|| bearer_text(&parts.headers));
        let bearer = bearer_of(&room.engine, token.ok_or_else(no_token)?).await?;
        note(parts, &bearer);
        Ok(Self(bearer))
    }
}

/// Says to the log of requests who asks.
fn note(parts: &Parts, bearer: &Bearer) {
    if let Some(asker) = parts.extensions.get::<Asker>() {
        asker.is(&bearer.who);
    }
}

/// The holder of a token that came in another way.
pub(crate) async fn bearer_of(engine: &Engine, token: &str) -> Result<Bearer, Problem> {
    let token = token.trim();
    if token.is_empty() {
        return Err(no_token());
    }
    engine.verify_token(token).await.map_err(Problem::from)
}

/// The token's text in the header; the scheme's case does not matter (RFC 9110 §11.1).
pub(crate) fn bearer_text(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .trim()
        .split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// No token was sent.
fn no_token() -> Problem {
    Problem::bad_request(
        StatusCode::UNAUTHORIZED,
        "not_authenticated",
        "The request carries no access token. Send one as Authorization: Bearer; `patchbay token` mints one to try with.",
    )
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(header: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static(header));
        bearer_text(&headers).map(str::to_owned)
    }

    #[test]
    fn the_scheme_has_no_case() {
        for header in ["Bearer abc", "bearer abc", "BEARER  abc "] {
            assert_eq!(read(header).as_deref(), Some("abc"), "{header}");
        }
    }

    #[test]
    fn another_scheme_is_no_token() {
        for header in ["Basic abc", "Bearer", "abc", ""] {
            assert_eq!(read(header), None, "{header}");
        }
        assert_eq!(bearer_text(&HeaderMap::new()), None);
    }
}
