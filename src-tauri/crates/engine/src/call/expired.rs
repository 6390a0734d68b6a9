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
    let json = kind
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("json"));
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
