//! `/sse/workspace`: which records changed, for pages that keep their lists fresh (contract 3.5).

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::{self, StreamExt};
use patchbay_engine::{Changed, ChangedWhat, Engine, Who};
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::bearer::AskedByQuery;
use crate::server::Room;

/// How often a comment keeps the connection open.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub(crate) fn routes() -> Router<Room> {
    Router::new().route("/sse/workspace", get(open))
}

/// Stays open until the token expires.
async fn open(State(room): State<Room>, AskedByQuery(bearer): AskedByQuery) -> Response {
    let left = u64::try_from(bearer.expires_at - room.engine.now()).unwrap_or(0);
    let listener = Listener {
        changes: room.engine.subscribe(),
        engine: room.engine,
        who: bearer.who,
        until: Instant::now() + Duration::from_millis(left),
        stop: room.endings.stop().clone(),
    };
    let hello = json!({ "type": "connected", "message": "Connected to Patchbay." });
    let first = stream::once(async move { Ok::<_, Infallible>(Event::default().data(hello.to_string())) });
    let rest = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(Event::default().data(event.to_string())), listener))
    });
    let events = Sse::new(first.chain(rest)).keep_alive(KeepAlive::new().interval(HEARTBEAT));
    events.into_response()
}

struct Listener {
    engine: Engine,
    who: Who,
    changes: Receiver<Changed>,
    until: Instant,
    stop: CancellationToken,
}

impl Listener {
    /// The next change that its bearer may hear of; none when the token has expired or the server ends.
    async fn next(&mut self) -> Option<Value> {
        loop {
            let heard = tokio::time::timeout_at(self.until, self.changes.recv());
            // A server that ends does not wait for those who only listen.
            let heard = tokio::select! {
                () = self.stop.cancelled() => return None,
                heard = heard => heard,
            };
            let changed = match heard {
                Ok(Ok(changed)) => changed,
                // Some were missed: what comes next is still true.
                Ok(Err(RecvError::Lagged(_))) => continue,
                Ok(Err(RecvError::Closed)) | Err(_) => return None,
            };
            if let Some(event) = self.event(&changed).await {
                return Some(event);
            }
        }
    }

    async fn event(&self, changed: &Changed) -> Option<Value> {
        let id = changed.id.clone()?;
        let kind = match changed.what {
            ChangedWhat::Connections => {
                let wanted = id.clone();
                let row = self
                    .engine
                    .with_store(move |store| store.connection(&wanted))
                    .await
                    .ok()??;
                self.who.may_see(&row.tenant_id).then_some("connection")?
            }
            ChangedWhat::Integrations => "integration",
            _ => return None,
        };
        Some(json!({ "type": "element-update", "elementType": kind, "elementId": id }))
    }
}
