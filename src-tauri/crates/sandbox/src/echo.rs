//! The echo: what a request looked like when it arrived, so that an override's headers can be seen.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::header::{AUTHORIZATION, PROXY_AUTHORIZATION};
use axum::http::{HeaderMap, Method};
use serde_json::{Map, Value, json};

use crate::server::Server;

/// Any method on `/echo` and below; needs no token.
pub(crate) async fn echo(
    State(server): State<Arc<Server>>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Json<Value> {
    let query = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let mut parameters = Map::new();
    for (name, value) in query {
        add(&mut parameters, &name, value.into_owned());
    }
    let mut shown = Map::new();
    for (name, value) in &headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = if name == AUTHORIZATION || name == PROXY_AUTHORIZATION {
            mask(&value)
        } else {
            value.into_owned()
        };
        add(&mut shown, name.as_str(), value);
    }
    Json(json!({
        "environment": server.environment,
        "method": method.as_str(),
        "path": uri.path(),
        "query": parameters,
        "headers": shown,
        "body": String::from_utf8_lossy(&body),
    }))
}

/// The scheme with its credentials covered.
fn mask(value: &str) -> String {
    match value.split_once(' ') {
        Some((scheme, _)) => format!("{scheme} ••••"),
        None => "••••".to_owned(),
    }
}

/// A name that comes again has its values joined, as HTTP joins header lines (RFC 9110 §5.2).
fn add(object: &mut Map<String, Value>, name: &str, value: String) {
    let joined = match object.get(name).and_then(Value::as_str) {
        Some(before) => format!("{before}, {value}"),
        None => value,
    };
    object.insert(name.to_owned(), joined.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_covered_and_their_scheme_is_not() {
        assert_eq!(mask("Bearer abc.def"), "Bearer ••••");
        assert_eq!(mask("naked-key"), "••••");
    }
}
