//! `POST /act` with `api`: one request to a provider's API, described as JSON (contract 3.3; the SDK's `ActRequest`).
//!
//! Actions (`id`, `key`) and code are outside what Patchbay does: they are typed `not_found`.

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use patchbay_engine::http::OutBody;
use patchbay_engine::{Call, Code, Engine, Error, Who};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::bearer::Asked;
use super::body::Fields;
use super::proxy::connection_id;
use crate::problem::Problem;
use crate::server::Room;

/// The largest answer that is given as JSON, in bytes; the proxy streams larger ones.
const LARGEST_ANSWER: usize = 10 * 1024 * 1024;

/// The route.
pub(crate) fn routes() -> Router<Room> {
    Router::new().route("/act", post(act))
}

/// What to send, as the SDK's `ActApiDispatch` has it. No Debug: it may hold a secret.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Api {
    #[serde(default)]
    method: Option<String>,
    #[serde(default, alias = "url")]
    path: Option<String>,
    #[serde(default, alias = "data")]
    body: Option<Value>,
    #[serde(default)]
    headers: Option<Map<String, Value>>,
    #[serde(default)]
    query: Option<Map<String, Value>>,
}

async fn act(State(room): State<Room>, Asked(bearer): Asked, fields: Fields) -> Result<Json<Value>, Problem> {
    if ["id", "key", "code"].iter().any(|name| fields.has(name)) {
        return Err(Problem::bad_request(
            StatusCode::NOT_FOUND,
            "not_found",
            "Patchbay has no actions and runs no code. Describe the request itself: `api` with method and path.",
        ));
    }
    let api = fields.value("api")?.ok_or_else(|| {
        invalid(
            "api",
            "The request says nothing to do. Give `api` with method and path.",
        )
    })?;
    let api: Api = serde_json::from_value(api).map_err(|_| {
        invalid(
            "api",
            "`api` has method, path, body, headers and query, and nothing else.",
        )
    })?;
    let connection = connection(&room.engine, &bearer.who, &fields).await?;
    let called = room.engine.call(&connection, api.into_call()?).await?;
    let ok = (200..300).contains(&called.answer.status);
    let status = called.answer.status;
    let (_, headers, bytes, cut) = called
        .answer
        .collect_up_to(LARGEST_ANSWER)
        .await
        .map_err(|error| {
            Error::new(
                Code::ProviderUnreachable,
                format!("The answer broke off: {error}."),
            )
        })?;
    if cut {
        return Err(Problem::from(
            Error::new(Code::ProviderError, "The answer is longer than 10 MiB.")
                .next("Make this call through /connections/:selector/proxy, which streams."),
        ));
    }
    let output = read(&headers, &bytes);
    if ok {
        return Ok(Json(json!({ "output": output })));
    }
    Err(Problem {
        data: Some(json!({ "response": { "status": status, "data": output } })),
        ..Problem::from(
            Error::new(Code::ProviderError, format!("The provider answered {status}."))
                .next("What it said is in data.response."),
        )
    })
}

/// The connection that is named, or the tenant's default one of the integration that is named.
async fn connection(engine: &Engine, who: &Who, fields: &Fields) -> Result<String, Problem> {
    let selector = fields
        .any_text(&["connectionId", "connectionKey", "integrationId", "integrationKey"])?
        .ok_or_else(|| {
            invalid(
                "connectionId",
                "The request names no connection. Give connectionId, connectionKey, integrationId or integrationKey.",
            )
        })?;
    Ok(connection_id(engine, &selector, who).await?)
}

impl Api {
    fn into_call(self) -> Result<Call, Problem> {
        let method = self.method.as_deref().unwrap_or("GET").to_ascii_uppercase();
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| invalid("api.method", "`api.method` is no HTTP method."))?;
        let path = self
            .path
            .ok_or_else(|| invalid("api.path", "`api.path` says where: a path under the base URL."))?;
        let path = with_query(path, self.query.unwrap_or_default())?;
        let mut headers = own_headers(self.headers.unwrap_or_default())?;
        let body = match self.body {
            None | Some(Value::Null) => OutBody::Empty,
            // A text is sent as it stands where its type is given; else everything is JSON, as the SDK's callers mean it.
            Some(Value::String(text)) if headers.contains_key(CONTENT_TYPE) => OutBody::Bytes(text.into()),
            Some(value) => {
                headers
                    .entry(CONTENT_TYPE)
                    .or_insert(HeaderValue::from_static("application/json"));
                OutBody::Bytes(value.to_string().into())
            }
        };
        headers
            .entry(ACCEPT)
            .or_insert(HeaderValue::from_static("application/json, text/plain, */*"));
        Ok(Call {
            method,
            path,
            headers,
            body,
        })
    }
}

fn with_query(path: String, query: Map<String, Value>) -> Result<String, Problem> {
    if query.is_empty() {
        return Ok(path);
    }
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in query {
        match value {
            Value::String(text) => pairs.append_pair(&name, &text),
            Value::Number(_) | Value::Bool(_) => pairs.append_pair(&name, &value.to_string()),
            _ => {
                return Err(invalid(
                    "api.query",
                    "Values of `api.query` are texts, numbers and switches.",
                ));
            }
        };
    }
    let joint = if path.contains('?') { '&' } else { '?' };
    Ok(format!("{path}{joint}{}", pairs.finish()))
}

/// Refused with CR, LF or NUL by the types (RFC 9110 §5.5), and by the engine where they are ours to set.
fn own_headers(given: Map<String, Value>) -> Result<HeaderMap, Problem> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let wrong = || {
            invalid(
                "api.headers",
                "`api.headers` has names and texts that a header may hold.",
            )
        };
        let text = value.as_str().ok_or_else(wrong)?;
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
        headers.insert(name, HeaderValue::from_str(text).map_err(|_| wrong())?);
    }
    Ok(headers)
}

/// JSON where the provider says so and it is, else text.
fn read(headers: &HeaderMap, bytes: &[u8]) -> Value {
    let json = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("json"));
    if bytes.is_empty() {
        return Value::Null;
    }
    let parsed = json.then(|| serde_json::from_slice(bytes).ok()).flatten();
    parsed.unwrap_or_else(|| Value::String(String::from_utf8_lossy(bytes).into_owned()))
}

fn invalid(path: &str, message: &str) -> Problem {
    Problem::from(Error::new(Code::InvalidRequest, message).at(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(api: Value) -> Result<Call, Problem> {
        serde_json::from_value::<Api>(api)
            .map_err(|_| invalid("api", "unknown"))
            .and_then(Api::into_call)
    }

    #[test]
    fn a_request_is_read_from_json() {
        let call = call(json!({
            "method": "post", "path": "/v2/contacts?a=1", "query": { "b": true, "c": 2, "d": "x y" },
            "headers": { "X-Page": "1" }, "body": { "name": "N" },
        }))
        .ok()
        .unwrap();
        assert_eq!(call.method, Method::POST);
        assert_eq!(call.path, "/v2/contacts?a=1&b=true&c=2&d=x+y");
        assert_eq!(call.headers["x-page"], "1");
        assert_eq!(call.headers[CONTENT_TYPE], "application/json");
        assert!(matches!(call.body, OutBody::Bytes(body) if body == r#"{"name":"N"}"#));
    }

    #[test]
    fn the_sdks_aliases_are_read() {
        let call = call(json!({ "method": "PUT", "url": "/x", "data": "plain", "headers": { "content-type": "text/plain" } }))
            .ok()
            .unwrap();
        assert_eq!(call.path, "/x");
        assert!(matches!(call.body, OutBody::Bytes(body) if body == "plain"));
    }

    #[test]
    fn what_no_request_can_hold_is_refused() {
        for api in [
            json!({}),
            json!({ "path": "/x", "method": "G T" }),
            json!({ "path": "/x", "headers": { "a": "b\r\nc: d" } }),
            json!({ "path": "/x", "headers": { "a b": "c" } }),
            json!({ "path": "/x", "query": { "a": {} } }),
            json!({ "path": "/x", "more": 1 }),
        ] {
            assert!(call(api.clone()).is_err(), "{api}");
        }
    }

    #[test]
    fn an_answer_is_json_where_it_says_so() {
        let mut headers = HeaderMap::new();
        assert_eq!(read(&headers, b"{}"), json!("{}"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/hal+json"));
        assert_eq!(read(&headers, br#"{"a":1}"#), json!({ "a": 1 }));
        assert_eq!(read(&headers, b"{"), json!("{"));
        assert_eq!(read(&headers, b""), Value::Null);
    }
}
