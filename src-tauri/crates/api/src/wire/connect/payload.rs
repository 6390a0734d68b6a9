//! What a connect was asked with: a form with `payload`, query parameters, or JSON (contract 2.5), read as one.

use axum::body::Body;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use patchbay_connector::Patch;
use serde_json::Value;

use crate::problem::Problem;
use crate::wire::body::{Fields, media_type, whole};

/// The field of a form or a query that holds all others as JSON.
const PAYLOAD: &str = "payload";

/// The fields, the most explicit place first: `payload`, the form's other fields, the query. No Debug: a token is in it.
pub(crate) struct Payload {
    layers: Vec<Fields>,
    /// Whether it came as a form of a page, as an HTML form is sent.
    pub(crate) is_form: bool,
}

impl Payload {
    /// Reads a request.
    ///
    /// # Errors
    /// Text that is no JSON object, a name that is there twice, a body of another type or over 1 MiB.
    pub(crate) async fn read(head: &Parts, body: Body) -> Result<Self, Problem> {
        let bytes = if head.method == Method::GET {
            bytes::Bytes::new()
        } else {
            whole(body).await?
        };
        Self::parse(content_type(&head.headers).as_deref(), &bytes, head.uri.query())
    }

    fn parse(kind: Option<&str>, body: &[u8], query: Option<&str>) -> Result<Self, Problem> {
        let mut layers = Vec::new();
        let mut is_form = false;
        if !body.iter().all(u8::is_ascii_whitespace) {
            match kind {
                Some("application/json") => layers.push(Fields::parse(body)?),
                Some("application/x-www-form-urlencoded") => {
                    is_form = true;
                    push_pairs(&mut layers, body)?;
                }
                _ => {
                    return Err(Problem::bad_request(
                        StatusCode::UNSUPPORTED_MEDIA_TYPE,
                        "unsupported_media_type",
                        "The body is neither a form nor JSON. Send application/x-www-form-urlencoded with a field \
                         “payload”, or application/json.",
                    ));
                }
            }
        }
        if let Some(query) = query {
            push_pairs(&mut layers, query.as_bytes())?;
        }
        Ok(Self { layers, is_form })
    }

    /// Puts further fields beneath the others.
    pub(crate) fn under(&mut self, fields: Fields) {
        self.layers.push(fields);
    }

    /// The first text under one of these names; the empty text is none.
    pub(crate) fn text(&self, names: &[&str]) -> Result<Option<String>, Problem> {
        self.first(|fields| fields.any_text(names))
    }

    /// The first parameters under one of these names.
    pub(crate) fn patch(&self, names: &[&str]) -> Result<Option<Patch>, Problem> {
        self.first(|fields| fields.any_patch(names))
    }

    /// A switch; off where it is absent or empty.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Problem> {
        Ok(self.first(|fields| fields.flag(name))?.unwrap_or(false))
    }

    fn first<T>(&self, read: impl Fn(&Fields) -> Result<Option<T>, Problem>) -> Result<Option<T>, Problem> {
        for fields in &self.layers {
            if let Some(found) = read(fields)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

/// Whether the caller is a program that wants JSON back: it sent JSON, or accepts it and no page.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    content_type(headers).as_deref() == Some("application/json")
        || (accept.contains("application/json") && !accept.contains("text/html"))
}

fn content_type(headers: &HeaderMap) -> Option<String> {
    headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .map(media_type)
}

/// The pairs of a form or a query: what `payload` holds, then the others as texts.
fn push_pairs(layers: &mut Vec<Fields>, encoded: &[u8]) -> Result<(), Problem> {
    let mut others = String::from("{");
    for (name, value) in url::form_urlencoded::parse(encoded) {
        if name == PAYLOAD && !value.trim().is_empty() {
            layers.push(Fields::parse(value.as_bytes())?);
        }
        if others.len() > 1 {
            others.push(',');
        }
        others.push_str(&Value::from(name.as_ref()).to_string());
        others.push(':');
        others.push_str(&Value::from(value.as_ref()).to_string());
    }
    others.push('}');
    layers.push(Fields::parse(others.as_bytes())?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use serde_json::json;

    use super::*;

    const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
    const JSON: Option<&str> = Some("application/json");

    fn read(kind: Option<&str>, body: &str, query: Option<&str>) -> Payload {
        let payload = Payload::parse(kind, body.as_bytes(), query);
        payload.unwrap_or_else(|problem| panic!("{problem:?}"))
    }

    fn form(pairs: &[(&str, &str)]) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    }

    #[test]
    fn the_three_encodings_say_the_same() {
        let text = r#"{"integrationId":"i","input":{"a":1},"connectorParameters":{"scopes":["x"]},"allowMultipleConnections":true}"#;
        let pairs = form(&[
            ("integrationId", "i"),
            ("input", r#"{"a":1}"#),
            ("connectorParameters", r#"{"scopes":["x"]}"#),
            ("allowMultipleConnections", "1"),
        ]);
        for payload in [
            read(JSON, text, None),
            read(FORM, &form(&[("payload", text)]), None),
            read(FORM, &pairs, None),
            read(None, "", Some(&pairs)),
            read(None, "", Some(&form(&[("payload", text)]))),
        ] {
            assert_eq!(
                payload.text(&["integrationId"]).ok().unwrap().as_deref(),
                Some("i")
            );
            assert_eq!(
                payload.patch(&["input"]).ok().unwrap().unwrap().to_value(),
                json!({"a": 1})
            );
            assert_eq!(
                payload
                    .patch(&["connectorParameters"])
                    .ok()
                    .unwrap()
                    .unwrap()
                    .to_value(),
                json!({"scopes": ["x"]})
            );
            assert!(payload.flag("allowMultipleConnections").ok().unwrap());
        }
    }

    #[test]
    fn the_payload_comes_before_the_query() {
        let payload = read(
            FORM,
            &form(&[("payload", r#"{"connectionId":"a"}"#), ("name", "N")]),
            Some("connectionId=b&integrationId=c"),
        );
        assert_eq!(
            payload.text(&["connectionId"]).ok().unwrap().as_deref(),
            Some("a")
        );
        assert_eq!(
            payload.text(&["integrationId"]).ok().unwrap().as_deref(),
            Some("c")
        );
        assert_eq!(payload.text(&["name"]).ok().unwrap().as_deref(), Some("N"));
    }

    #[test]
    fn empty_and_absent_are_alike() {
        let payload = read(
            FORM,
            &form(&[(
                "payload",
                r#"{"authOptionKey":"","allowMultipleConnections":"","input":null}"#,
            )]),
            None,
        );
        assert_eq!(payload.text(&["authOptionKey"]).ok().unwrap(), None);
        assert!(!payload.flag("allowMultipleConnections").ok().unwrap());
        assert_eq!(payload.patch(&["input"]).ok().unwrap(), None);
    }

    #[test]
    fn the_old_names_of_the_input_are_read() {
        for name in ["parameters", "connectionParameters"] {
            let payload = read(JSON, &format!(r#"{{"{name}":{{"k":"v"}}}}"#), None);
            let input = payload.patch(&["input", "parameters", "connectionParameters"]);
            assert_eq!(input.ok().unwrap().unwrap().to_value(), json!({"k": "v"}));
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for (kind, body, query) in [
            (FORM, form(&[("payload", "[1]")]), None),
            (FORM, form(&[("payload", "{")]), None),
            (FORM, form(&[("payload", r#"{"a":1,"a":2}"#)]), None),
            (FORM, form(&[("payload", "{}"), ("payload", "{}")]), None),
            (FORM, String::new(), Some("token=a&token=b")),
            (Some("text/plain"), "{}".into(), None),
            (None, "{}".into(), None),
            (Some("multipart/form-data"), "x".into(), None),
        ] {
            assert!(
                Payload::parse(kind, body.as_bytes(), query).is_err(),
                "{kind:?} {body} {query:?}"
            );
        }
    }

    #[test]
    fn a_browsers_form_wants_a_page_and_a_program_json() {
        let json = |kind: Option<&'static str>, accept: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(kind) = kind {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
            }
            if let Some(accept) = accept {
                headers.insert(ACCEPT, HeaderValue::from_static(accept));
            }
            wants_json(&headers)
        };
        assert!(json(Some("application/json; charset=utf-8"), None));
        assert!(json(FORM, Some("application/json, text/plain, */*")));
        assert!(!json(
            FORM,
            Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
        ));
        assert!(!json(FORM, None) && !json(FORM, Some("*/*")));
    }
}
