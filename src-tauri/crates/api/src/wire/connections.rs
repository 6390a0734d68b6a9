//! `/connections`: a tenant's own, or all of them for a workspace manager (contract 3.2).

use std::collections::HashMap;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use http::StatusCode;
use patchbay_engine::{Engine, Who};
use patchbay_store::{Connection, Tenant};
use serde_json::{Value, json};

use super::bearer::Asked;
use super::body::Fields;
use super::integrations::shape_of;
use super::query::Query;
use super::shapes;
use crate::problem::Problem;
use crate::server::Room;

mod create;
mod list;

/// How long `?wait=true` waits for a connect to end.
const WAIT: Duration = Duration::from_secs(30);
/// Connections of a page that are resolved at the same time.
const AT_ONCE: usize = 8;

pub(crate) fn routes() -> Router<Room> {
    Router::new()
        .route("/connections", get(list::list).post(create::create))
        .route(
            "/connections/{sel}",
            get(show).patch(change).put(change).delete(archive),
        )
        .route("/connections/{sel}/restore", post(restore))
        .route("/connections/{sel}/test", post(test))
        .route("/connections/{sel}/refresh-credentials", post(refresh))
        .route("/connections/{sel}/refresh", post(refresh))
        .route("/connections/{sel}/reconnect", post(create::reconnect))
}

async fn show(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let (engine, who) = (&room.engine, &bearer.who);
    if let Some(pending) = pending(engine, &sel, who, query.is_on("wait")).await {
        return Ok(axum::Json(pending).into_response());
    }
    let connection = engine.connection_of(&sel, who).await?;
    answer(engine, &connection, who, &query).await
}

/// The record of a connect that waits for the user, after up to [`WAIT`] where the caller wants to wait.
async fn pending(engine: &Engine, id: &str, who: &Who, wait: bool) -> Option<Value> {
    let first = super::connect::pending_connection(engine, id, who).await?;
    if !wait {
        return Some(first);
    }
    let _ = tokio::time::timeout(WAIT, engine.attempt_ended(id)).await;
    super::connect::pending_connection(engine, id, who).await
}

/// PATCH and PUT are alike: React sends back the whole record, so what is read-only in it is not looked at, what is
/// absent stays, and what is masked keeps its value.
async fn change(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<Response, Problem> {
    let (engine, who) = (&room.engine, &bearer.who);
    let connection = engine.connection_of(&sel, who).await?;
    shape_of(who, &query)?;
    let set = create::change_of(engine, &connection, &fields).await?;
    let changed = engine.set_connection(&connection.id, set, who).await?;
    answer(engine, &changed, who, &query).await
}

async fn archive(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
) -> Result<Response, Problem> {
    let connection = room.engine.connection_of(&sel, &bearer.who).await?;
    room.engine.archive_connection(&connection.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn restore(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
    _: Fields,
) -> Result<Response, Problem> {
    let connection = room.engine.connection_of(&sel, &bearer.who).await?;
    room.engine.restore_connection(&connection.id).await?;
    again(&room.engine, &connection.id, &bearer.who, &query).await
}

async fn test(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    _: Fields,
) -> Result<Response, Problem> {
    let connection = room.engine.connection_of(&sel, &bearer.who).await?;
    let tested = room.engine.test_connection(&connection.id).await?;
    Ok(axum::Json(json!({ "success": tested.ok, "message": tested.words })).into_response())
}

async fn refresh(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
    _: Fields,
) -> Result<Response, Problem> {
    let connection = room.engine.connection_of(&sel, &bearer.who).await?;
    room.engine.refresh_connection(&connection.id).await?;
    again(&room.engine, &connection.id, &bearer.who, &query).await
}

/// The record as it is after a change.
async fn again(engine: &Engine, id: &str, who: &Who, query: &Query) -> Result<Response, Problem> {
    let connection = engine.connection_of(id, who).await?;
    answer(engine, &connection, who, query).await
}

async fn answer(
    engine: &Engine,
    connection: &Connection,
    who: &Who,
    query: &Query,
) -> Result<Response, Problem> {
    let record = shapes::connection(engine, connection, who, shape_of(who, query)?).await?;
    Ok(axum::Json(record).into_response())
}

/// The records of a page, each tenant read once.
async fn records(
    engine: &Engine,
    rows: &[Connection],
    who: &Who,
    query: &Query,
) -> Result<Vec<Value>, Problem> {
    let mut ids: Vec<String> = rows.iter().map(|row| row.tenant_id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let tenants: HashMap<String, Tenant> = engine
        .with_store(move |store| {
            let mut found = HashMap::with_capacity(ids.len());
            for id in ids {
                if let Some(tenant) = store.tenant(&id)? {
                    found.insert(id, tenant);
                }
            }
            Ok(found)
        })
        .await?;
    let shape = shape_of(who, query)?;
    // Those that are not resolved yet are resolved beside each other; the others are at hand.
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(shapes::connection::with_tenant(
            engine,
            row,
            tenants.get(&row.tenant_id),
            who,
            shape,
        ));
    }
    Ok(stream::iter(all).buffered(AT_ONCE).try_collect().await?)
}
