//! `GET /sse/connection-events/{requestId}`: hears how a connect ends (contract 2.3). One event, after which the stream
//! stays open, because the SDK takes an end for an error.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};
use http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::endings::{Listening, Told};
use super::reply::{bad_request_id, is_request_id};
use crate::problem::Problem;
use crate::request_log::Asker;
use crate::server::Room;
use crate::wire::bearer::{bearer_of, bearer_text};
use crate::wire::query::Query;

/// How often a comment is sent, so that a client that left is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long one stream lives: an attempt's ten minutes, and as much again.
const LONGEST: Duration = Duration::from_secs(20 * 60);

/// Listens. The token is optional, as the older SDK sends none; one that is sent must be right, and hears only its own
/// tenant's results.
pub(crate) async fn connection_events(
    State(room): State<Room>,
    Path(request_id): Path<String>,
    asker: Option<Extension<Asker>>,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, Problem> {
    if !is_request_id(&request_id) {
        return Err(bad_request_id());
    }
    let token = query.text("token").or_else(|| bearer_text(&headers));
    let listener = match token {
        Some(token) => {
            let bearer = bearer_of(&room.engine, token).await?;
            if let Some(Extension(asker)) = asker {
                asker.is(&bearer.who);
            }
            bearer.who.tenant_id().map(str::to_owned)
        }
        None => None,
    };
    let listening = room.endings.listen(&request_id).ok_or_else(|| Problem {
        status: StatusCode::SERVICE_UNAVAILABLE,
        kind: "internal",
        key: "too_many_streams",
        message: "Too many pages listen for the end of a connect. Close some, then try again.".to_owned(),
        data: None,
        retry_after: Some(10),
    })?;
    let stream = Hearing {
        listening,
        listener,
        stop: room.endings.stop().clone(),
        until: Instant::now() + LONGEST,
        stage: Stage::Greets,
    };
    let heartbeat = KeepAlive::new().interval(HEARTBEAT).text("waiting");
    let mut response = Sse::new(stream.events()).keep_alive(heartbeat).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(response)
}

/// Where a stream is.
enum Stage {
    /// Says at once that it is there: a client knows by it that nothing will be missed.
    Greets,
    Waits,
    /// The result is told; only the client ends it.
    Told,
}

struct Hearing {
    listening: Listening,
    listener: Option<String>,
    stop: CancellationToken,
    until: Instant,
    stage: Stage,
}

impl Hearing {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        unfold(self, |mut hearing| async move {
            let event = hearing.next().await?;
            Some((Ok(event), hearing))
        })
    }

    async fn next(&mut self) -> Option<Event> {
        match self.stage {
            Stage::Greets => {
                self.stage = Stage::Waits;
                Some(Event::default().comment("listening"))
            }
            Stage::Waits => {
                let (stop, until) = (self.stop.clone(), self.until);
                let told = tokio::select! {
                    () = stop.cancelled() => None,
                    () = sleep_until(until) => None,
                    told = self.told() => told,
                }?;
                self.stage = Stage::Told;
                Some(Event::default().data(&told.text))
            }
            Stage::Told => {
                tokio::select! {
                    () = self.stop.cancelled() => {}
                    () = sleep_until(self.until) => {}
                }
                None
            }
        }
    }

    async fn told(&mut self) -> Option<Arc<Told>> {
        let listener = self.listener.clone();
        let told = self
            .listening
            .told
            .wait_for(|told| told.as_ref().is_some_and(|told| told.is_for(listener.as_deref())))
            .await
            .ok()?;
        told.clone()
    }
}
