//! What a request carries: one JSON object, read as it was written (contract 0.6, security A7.6).
//!
//! The SDK sends body-less POSTs with a form's content type, so an empty body of any type is an empty object; a body
//! that is not empty must be JSON. Each field is kept as its text, so that parameters are read by the strict reader of
//! patches and a duplicate key is refused wherever it stands.

use std::fmt;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use patchbay_connector::Patch;
use patchbay_engine::{Code, Error};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::problem::Problem;

/// The most that a body may hold, in bytes (security A4.2). The proxy has its own reading.
pub(crate) const LARGEST_BODY: usize = 1024 * 1024;

/// The fields of a JSON object, in their order. No Debug: a field may be a secret.
#[derive(Default)]
pub(crate) struct Fields(Vec<(String, Box<RawValue>)>);

impl<S: Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (head, body) = request.into_parts();
        let kind = head
            .headers
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .map(media_type);
        let bytes = whole(body).await?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        if kind.as_deref() != Some("application/json") {
            return Err(Problem::bad_request(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "The body is not JSON. Send it with Content-Type: application/json.",
            ));
        }
        Self::parse(&bytes)
    }
}

/// Reads a body to its end, up to [`LARGEST_BODY`].
pub(crate) async fn whole(body: Body) -> Result<bytes::Bytes, Problem> {
    to_bytes(body, LARGEST_BODY).await.map_err(|_| {
        Problem::bad_request(
            StatusCode::PAYLOAD_TOO_LARGE,
            "payload_too_large",
            "The body is larger than 1 MiB, or ended early.",
        )
    })
}

/// A content type without its parameters, in lower case.
pub(crate) fn media_type(header: &str) -> String {
    header
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

impl Fields {
    /// Reads one JSON object.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, Problem> {
        serde_json::from_slice::<Read>(text)
            .map(|read| Self(read.0))
            .map_err(|error| malformed(&error.to_string()))
    }

    fn raw(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, raw)| raw.get())
    }

    /// Whether the field is there, be it null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// A field's value; null is no value.
    pub(crate) fn value(&self, name: &str) -> Result<Option<Value>, Problem> {
        let Some(raw) = self.raw(name).filter(|raw| *raw != "null") else {
            return Ok(None);
        };
        serde_json::from_str(raw)
            .map(Some)
            .map_err(|error| malformed(&error.to_string()))
    }

    /// A text; null and the empty one are none.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Problem> {
        match self.value(name)? {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            Some(_) => Err(not_a(name, "a text")),
        }
    }

    /// The first of several names that has a text.
    pub(crate) fn any_text(&self, names: &[&str]) -> Result<Option<String>, Problem> {
        for name in names {
            if let Some(text) = self.text(name)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// A switch.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Problem> {
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(Value::String(text)) => Ok(Some(!matches!(text.as_str(), "" | "0" | "false"))),
            Some(Value::Number(number)) => Ok(Some(number.as_f64() != Some(0.0))),
            Some(_) => Err(not_a(name, "true or false")),
        }
    }

    /// An object.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Map<String, Value>>, Problem> {
        match self.patch(name)? {
            None => Ok(None),
            Some(patch) => Ok(Some(patch.expose().clone())),
        }
    }

    /// Parameters or input: an object, or the text of one (the SDK's forms send it so).
    pub(crate) fn patch(&self, name: &str) -> Result<Option<Patch>, Problem> {
        let Some(raw) = self.raw(name).filter(|raw| *raw != "null") else {
            return Ok(None);
        };
        let text = match serde_json::from_str::<String>(raw) {
            Ok(text) if text.trim().is_empty() => return Ok(None),
            Ok(text) => text,
            Err(_) => raw.to_owned(),
        };
        Patch::parse(&text).map(Some).map_err(|mut problems| {
            for problem in &mut problems {
                // Where it stands in the body, not only inside the field.
                if problem.path.is_empty() {
                    name.clone_into(&mut problem.path);
                }
            }
            Problem::from(Error::parameters(problems))
        })
    }

    /// The whole body as parameters.
    pub(crate) fn as_patch(&self) -> Result<Patch, Problem> {
        let fields: Vec<String> = self
            .0
            .iter()
            .map(|(key, raw)| format!("{}:{}", Value::String(key.clone()), raw.get()))
            .collect();
        Patch::parse(&format!("{{{}}}", fields.join(",")))
            .map_err(|problems| Problem::from(Error::parameters(problems)))
    }

    /// The first of several names that has parameters.
    pub(crate) fn any_patch(&self, names: &[&str]) -> Result<Option<Patch>, Problem> {
        for name in names {
            if let Some(patch) = self.patch(name)? {
                return Ok(Some(patch));
            }
        }
        Ok(None)
    }
}

fn malformed(why: &str) -> Problem {
    Problem::from(Error::new(
        Code::InvalidRequest,
        format!("The body is not a JSON object that can be read: {why}."),
    ))
}

/// A field of the wrong type.
pub(crate) fn not_a(name: &str, what: &str) -> Problem {
    Problem::from(Error::new(Code::InvalidRequest, format!("“{name}” must be {what}.")).at(name))
}

/// An object whose keys may not repeat: serde_json alone takes the last one silently.
struct Read(Vec<(String, Box<RawValue>)>);

impl<'de> de::Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Read;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
                let mut fields: Vec<(String, Box<RawValue>)> = Vec::new();
                while let Some((key, raw)) = map.next_entry::<String, Box<RawValue>>()? {
                    if fields.iter().any(|(known, _)| *known == key) {
                        return Err(de::Error::custom(format!("“{key}” is there twice")));
                    }
                    fields.push((key, raw));
                }
                Ok(Read(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(kind: Option<&str>, body: &str) -> Request {
        let mut request = Request::builder().method("POST").uri("/");
        if let Some(kind) = kind {
            request = request.header(CONTENT_TYPE, kind);
        }
        request.body(Body::from(body.to_owned())).unwrap()
    }

    #[tokio::test]
    async fn an_empty_body_is_an_empty_object_whatever_its_type() {
        for kind in [
            None,
            Some("application/x-www-form-urlencoded"),
            Some("application/json"),
            Some("text/plain"),
        ] {
            assert!(
                Fields::from_request(sent(kind, ""), &())
                    .await
                    .is_ok_and(|fields| fields.0.is_empty()),
                "{kind:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_body_that_is_not_empty_must_be_json() {
        for kind in [
            None,
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("application/jsonx"),
        ] {
            let refused = Fields::from_request(sent(kind, "{}"), &()).await.err().unwrap();
            assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind:?}");
        }
        let taken = Fields::from_request(
            sent(Some("Application/JSON; charset=utf-8"), r#"{"name":"N"}"#),
            &(),
        )
        .await;
        assert_eq!(
            taken.ok().unwrap().text("name").ok().unwrap().as_deref(),
            Some("N")
        );
    }

    #[tokio::test]
    async fn a_body_has_an_end() {
        let long = format!("{{\"name\":\"{}\"}}", "a".repeat(LARGEST_BODY));
        let refused = Fields::from_request(sent(Some("application/json"), &long), &())
            .await
            .err()
            .unwrap();
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[test]
    fn keys_may_not_repeat() {
        for text in [r#"{"name":"a","name":"b"}"#, "[]", "3", "{", r#"{"a":1} x"#] {
            assert!(Fields::parse(text.as_bytes()).is_err(), "{text}");
        }
        let fields = Fields::parse(br#"{"connectorParameters":{"scopes":["a"],"scopes":["b"]}}"#)
            .ok()
            .unwrap();
        assert!(fields.patch("connectorParameters").is_err());
    }

    #[test]
    fn parameters_may_come_as_text() {
        let fields =
            Fields::parse(br#"{"a":{"scopes":["x"]},"b":"{\"scopes\":[\"x\"]}","c":null,"d":"","e":[]}"#)
                .ok()
                .unwrap();
        for name in ["a", "b"] {
            assert_eq!(
                fields.patch(name).ok().unwrap().unwrap().to_value(),
                json!({"scopes": ["x"]})
            );
        }
        assert_eq!(fields.patch("c").ok().unwrap(), None);
        assert_eq!(fields.patch("d").ok().unwrap(), None);
        assert!(fields.patch("e").is_err());
        assert!(fields.has("c") && !fields.has("z"));
    }
}
