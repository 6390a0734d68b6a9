//! Whether an answer means that the token is no longer good: by its status, or by what a provider says inside a JSON body
//! of any status (Marketo's 601 in a 200).

use ::http::header;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use patchbay_connector::Expired;

use crate::http::{HttpError, Incoming};

/// No error is longer than this; a longer answer is not looked into.
const LIMIT: usize = 64 * 1024;

/// The answer, whole as it was, and whether it says so. A body is read ahead only where the connector asks for it.
pub(super) async fn look(rule: &Expired, answer: Incoming) -> (Incoming, bool) {
    if rule.has_status(answer.status) {
        return (answer, true);
    }
    let kind = answer.headers.get(header::CONTENT_TYPE);
    let json = kind.and_then(|kind| kind.to_str().ok()).is_some_and(is_json);
    if !rule.needs_body() || !json || answer.status >= 500 {
        return (answer, false);
    }
    let Incoming {
        status,
        headers,
        mut body,
    } = answer;
    let mut read: Vec<Result<Bytes, HttpError>> = Vec::new();
    let mut text = Vec::new();
    let mut whole = false;
    while text.len() <= LIMIT {
        match body.next().await {
            Some(Ok(piece)) => {
                text.extend_from_slice(&piece);
                read.push(Ok(piece));
            }
            Some(Err(error)) => {
                read.push(Err(error));
                break;
            }
            None => {
                whole = true;
                break;
            }
        }
    }
    let expired = whole && rule.matches(status, &text);
    let body = stream::iter(read).chain(body).boxed();
    (
        Incoming {
            status,
            headers,
            body,
        },
        expired,
    )
}

/// Whether a body is one JSON value: not a stream of them, which may have no end (RFC 6839 §3.1).
fn is_json(kind: &str) -> bool {
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    kind == "application/json" || kind == "text/json" || kind.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use ::http::{HeaderMap, HeaderValue};
    use serde_json::json;

    use super::*;

    fn rule() -> Expired {
        let when = "errors.0.code == '601' || errors.0.code == '602'";
        serde_json::from_value(json!({ "when": when })).unwrap()
    }

    fn answer(status: u16, kind: &'static str, pieces: Vec<Result<Bytes, HttpError>>) -> Incoming {
        Incoming {
            status,
            headers: HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]),
            body: stream::iter(pieces).boxed(),
        }
    }

    async fn looked(status: u16, kind: &'static str, pieces: &[&str]) -> bool {
        let whole = pieces.concat();
        let pieces = pieces
            .iter()
            .map(|piece| Ok(Bytes::from((*piece).to_owned())))
            .collect();
        let (answer, expired) = look(&rule(), answer(status, kind, pieces)).await;
        let (kept, _, body) = answer.collect(1024 * 1024).await.unwrap();
        assert_eq!(
            (kept, body),
            (status, whole.into_bytes()),
            "the answer is as it was"
        );
        expired
    }

    const OVER: &str = r#"{"success":false,"errors":[{"code":"602"}]}"#;
    const JSON: &str = "application/json;charset=UTF-8";

    #[tokio::test]
    async fn a_status_or_what_an_answer_says_inside() {
        assert!(looked(401, "text/plain", &["no"]).await);
        let (front, back) = OVER.split_at(20);
        assert!(looked(200, JSON, &[front, back]).await);
        assert!(looked(400, "application/problem+json", &[OVER]).await);
        assert!(looked(200, JSON, &[&OVER.replace("602", "601")]).await);
        assert!(!looked(200, JSON, &[&OVER.replace("602", "604")]).await);
        assert!(!looked(503, JSON, &[OVER]).await);
        assert!(!looked(200, "text/html", &[OVER]).await);
        assert!(!looked(200, "application/x-ndjson", &[OVER]).await);
    }

    #[tokio::test]
    async fn a_long_answer_is_not_held_back() {
        let long = format!("{OVER}{}", " ".repeat(LIMIT));
        assert!(!looked(200, JSON, &[&long]).await);
        let first = format!("[{}", " ".repeat(LIMIT));
        let endless = stream::iter([Ok(Bytes::from(first))]).chain(stream::pending());
        let answer = Incoming {
            body: endless.boxed(),
            ..answer(200, JSON, Vec::new())
        };
        let (_, expired) = look(&rule(), answer).await;
        assert!(!expired, "and it does not wait for the end");
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_breaks_off_for_the_caller_too() {
        let pieces = vec![
            Ok(Bytes::from_static(b"{")),
            Err(HttpError::Broken("reset".to_owned())),
        ];
        let (answer, expired) = look(&rule(), answer(200, JSON, pieces)).await;
        assert!(!expired);
        assert!(matches!(answer.collect(1024).await, Err(HttpError::Broken(_))));
    }
}
