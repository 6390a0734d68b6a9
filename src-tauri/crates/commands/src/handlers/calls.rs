//! Calls through a connection, and their log.

use std::time::Duration;

use patchbay_connector::MASK;
use patchbay_engine::{Call, Code, Error, REPLAY_LIMIT, http::OutBody};
use patchbay_store::CallFilter;

use super::call_views::views;
use crate::{BodyEncoding, CallAnswer, CallRequest, CallTiming, CallView, CallsRequest, Context};

/// A console shows no more than this of a body.
const SHOWN: usize = 5 * 1024 * 1024;

pub(crate) async fn call(context: &Context, request: CallRequest) -> Result<CallAnswer, Error> {
    let connection = context.engine.connection(&request.connection).await?;
    let call = outgoing(request)?;
    let called = context.engine.call(&connection.id, call).await?;
    let (sent, answered_at) = (called.sent, called.answered_at);
    let (status, headers, bytes, truncated) = called.answer.collect_up_to(SHOWN).await.map_err(|error| {
        Error::new(
            Code::ProviderUnreachable,
            format!("The answer did not arrive whole: {error}."),
        )
        .next("Try again.")
    })?;
    let receive = answered_at.elapsed();
    let (body, encoding) = match String::from_utf8(bytes) {
        Ok(text) => (text, BodyEncoding::Text),
        Err(error) => (
            base64::Engine::encode(&base64::prelude::BASE64_STANDARD, error.as_bytes()),
            BodyEncoding::Base64,
        ),
    };
    let headers = headers
        .iter()
        .map(|(name, value)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            let shown = if name == http::header::SET_COOKIE {
                without_cookie(&text)
            } else {
                text.into_owned()
            };
            (name.to_string(), shown)
        })
        .collect();
    Ok(CallAnswer {
        id: called.id,
        status,
        headers,
        body,
        encoding,
        truncated,
        url: called.url.as_str().to_owned(),
        duration_ms: whole_ms(called.duration + receive),
        attempts: called.attempts,
        timing: CallTiming {
            prepare_ms: ms(called.prepared),
            wait_ms: ms(called.duration.saturating_sub(called.prepared)),
            receive_ms: ms(receive),
        },
        sent: sent.headers(),
        overridden: sent.overridden(),
    })
}

/// A `Set-Cookie` with its name and its attributes, and a mask in place of its value: it signs in whoever has it (RFC 6265
/// section 8).
fn without_cookie(text: &str) -> String {
    let (cookie, attributes) = text.split_once(';').unwrap_or((text, ""));
    let name = cookie.split('=').next().unwrap_or_default();
    let end = if attributes.is_empty() { "" } else { ";" };
    format!("{name}={MASK}{end}{attributes}")
}

/// Whole milliseconds.
pub(super) fn whole_ms(duration: Duration) -> u32 {
    u32::try_from(duration.as_millis()).unwrap_or(u32::MAX)
}

/// Milliseconds with three places: a call on loopback takes less than one.
pub(super) fn ms(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}

fn outgoing(request: CallRequest) -> Result<Call, Error> {
    use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
    let invalid = |at: &str, words: String| {
        Error::new(Code::InvalidRequest, words)
            .at(at)
            .next("Correct it and send again.")
    };
    let method = Method::from_bytes(request.method.trim().to_ascii_uppercase().as_bytes())
        .map_err(|_| invalid("method", format!("“{}” is not an HTTP method.", request.method)))?;
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let key = HeaderName::from_bytes(name.trim().as_bytes())
            .map_err(|_| invalid("headers", format!("“{name}” is not a header's name.")))?;
        let value = HeaderValue::from_str(value).map_err(|_| {
            invalid(
                "headers",
                format!("The value of {name} has a character that no header may hold."),
            )
        })?;
        headers.append(key, value);
    }
    let body = match request.body.filter(|body| !body.is_empty()) {
        None => OutBody::Empty,
        Some(body) if body.len() > REPLAY_LIMIT => {
            return Err(invalid(
                "body",
                "A body in the console is at most 1 MiB; send larger ones over the API.".to_owned(),
            ));
        }
        Some(body) => {
            let json = matches!(body.trim_start().as_bytes().first(), Some(b'{' | b'['));
            if json {
                headers
                    .entry(header::CONTENT_TYPE)
                    .or_insert(HeaderValue::from_static("application/json"));
            }
            OutBody::Bytes(body.into())
        }
    };
    Ok(Call {
        method,
        path: request.path,
        headers,
        body,
    })
}

pub(crate) async fn calls(context: &Context, request: CallsRequest) -> Result<Vec<CallView>, Error> {
    let connection_id = match &request.connection {
        Some(connection) => Some(context.engine.connection(connection).await?.id),
        None => None,
    };
    let filter = CallFilter {
        connection_id,
        limit: request.limit.unwrap_or(100).clamp(1, 1000),
        after: request.before,
        ..CallFilter::default()
    };
    let records = context
        .engine
        .with_store(move |store| store.calls(&filter))
        .await?;
    views(&context.engine, records).await
}

#[cfg(test)]
mod tests {
    use super::without_cookie;

    #[test]
    fn a_cookies_value_is_masked() {
        assert_eq!(
            without_cookie("sid=s3cr3t=; Path=/; HttpOnly"),
            "sid=••••••••; Path=/; HttpOnly"
        );
        assert_eq!(without_cookie("bare"), "bare=••••••••");
    }
}
