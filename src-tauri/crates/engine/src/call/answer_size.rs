//! How long an answer is: as its head says, or else counted while it passes.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use ::http::{Method, StatusCode, header::CONTENT_LENGTH};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream::BoxStream};

use crate::{
    ChangedWhat, Engine,
    http::{HttpError, Incoming},
};

/// The length of the body that follows (RFC 9110 §6.4.1, §8.6); none where only reading it tells.
pub(super) fn told(method: &str, answer: &Incoming) -> Option<i64> {
    let empty = [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].map(|status| status.as_u16());
    if method == Method::HEAD.as_str() || empty.contains(&answer.status) {
        return Some(0);
    }
    let length = answer.headers.get(CONTENT_LENGTH)?;
    length.to_str().ok()?.trim().parse().ok()
}

/// The answer, with what of its body comes added to its record once the body ends or nobody reads on.
pub(super) fn counted(answer: Incoming, engine: &Engine, connection: &str, call: &str) -> Incoming {
    let counted = Counted {
        body: answer.body,
        bytes: 0,
        engine: engine.clone(),
        connection: connection.to_owned(),
        call: call.to_owned(),
    };
    Incoming {
        body: counted.boxed(),
        ..answer
    }
}

struct Counted {
    body: BoxStream<'static, Result<Bytes, HttpError>>,
    bytes: i64,
    engine: Engine,
    connection: String,
    call: String,
}

impl Stream for Counted {
    type Item = Result<Bytes, HttpError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.body.as_mut().poll_next(context));
        if let Some(Ok(bytes)) = &piece {
            let more = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            self.bytes = self.bytes.saturating_add(more);
        }
        Poll::Ready(piece)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.engine.store().call_sized(&self.call, self.bytes);
        self.engine.tell(ChangedWhat::Calls, Some(&self.connection));
    }
}

#[cfg(test)]
mod tests {
    use ::http::header::{HeaderMap, HeaderValue};

    use super::*;

    fn answer(status: u16, length: Option<&'static str>) -> Incoming {
        let mut headers = HeaderMap::new();
        if let Some(length) = length {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static(length));
        }
        Incoming {
            status,
            headers,
            body: futures_util::stream::empty().boxed(),
        }
    }

    #[test]
    fn a_head_tells_the_length_or_that_there_is_no_body() {
        assert_eq!(told("GET", &answer(200, Some("17"))), Some(17));
        assert_eq!(told("GET", &answer(200, None)), None);
        assert_eq!(told("GET", &answer(200, Some("many"))), None);
        assert_eq!(told("HEAD", &answer(200, Some("17"))), Some(0));
        assert_eq!(told("GET", &answer(204, None)), Some(0));
        assert_eq!(told("GET", &answer(304, Some("17"))), Some(0));
    }
}
