//! What happened: calls through connections, and attempts to connect (contract 3.5). A tenant sees its own.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use patchbay_engine::{Engine, Error, Who};
use patchbay_store::{AttemptFilter, CallFilter, Store};
use serde_json::Value;

use super::bearer::Asked;
use super::customers::find_tenant;
use super::integrations::integration_id;
use super::query::{Query, listed};
use super::shapes::log;
use crate::problem::Problem;
use crate::server::Room;

pub(crate) fn routes() -> Router<Room> {
    Router::new()
        .route("/external-api-logs", get(calls))
        .route("/connection-attempt-logs", get(attempts))
        .route("/action-run-logs", get(runs))
        .route("/action-run-logs/{id}", get(run))
        .route("/action-run-logs/{id}/details", get(run))
}

async fn calls(State(room): State<Room>, Asked(bearer): Asked, query: Query) -> Result<Response, Problem> {
    let engine = &room.engine;
    let Some(tenant_id) = tenant(engine, &bearer.who, &query).await? else {
        return Ok(listed(Vec::new(), None));
    };
    let page = query.page()?;
    let filter = CallFilter {
        connection_id: query.owned("connectionId"),
        integration_id: integration(engine, &query).await?,
        tenant_id,
        succeeded: query.flag("isSuccess"),
        failed_only: false,
        from: query.time("from"),
        to: query.time("to"),
        oldest_first: query.text("sortOrder") == Some("asc"),
        limit: page.limit,
        after: page.after.clone(),
    };
    let rows = engine.with_store(move |store| store.calls(&filter)).await?;
    let workspace = engine
        .with_store(Store::workspace)
        .await?
        .map(|workspace| workspace.id)
        .unwrap_or_default();
    let next = page.next(&rows, |row| &row.id);
    let items: Vec<Value> = rows.iter().map(|row| log::call(row, &workspace)).collect();
    Ok(listed(items, next))
}

async fn attempts(State(room): State<Room>, Asked(bearer): Asked, query: Query) -> Result<Response, Problem> {
    let engine = &room.engine;
    let Some(tenant_id) = tenant(engine, &bearer.who, &query).await? else {
        return Ok(listed(Vec::new(), None));
    };
    let page = query.page()?;
    let filter = AttemptFilter {
        tenant_id,
        integration_id: integration(engine, &query).await?,
        connection_id: query.owned("connectionId"),
        succeeded: query.text("status").map(|status| status == "success"),
        limit: page.limit,
        after: page.after.clone(),
    };
    let rows = engine
        .with_store(move |store| store.attempts_page(&filter))
        .await?;
    let next = page.next(&rows, |row| &row.id);
    Ok(listed(rows.iter().map(log::attempt).collect(), next))
}

/// Patchbay runs no actions, so none is in the log.
async fn runs(Asked(_): Asked) -> Response {
    listed(Vec::new(), None)
}

async fn run(Asked(_): Asked, Path(id): Path<String>) -> Response {
    Problem::from(Error::not_found("action run", &id)).into_response()
}

/// Whose records are shown: `Some(None)` is everybody's, none is nobody's.
async fn tenant(engine: &Engine, who: &Who, query: &Query) -> Result<Option<Option<String>>, Error> {
    let own = who.tenant_id().map(str::to_owned);
    let Some(wanted) = query
        .text("tenantId")
        .or_else(|| query.text("userId"))
        .or_else(|| query.text("customerId"))
    else {
        return Ok(Some(own));
    };
    Ok(find_tenant(engine, wanted)
        .await?
        .filter(|tenant| who.may_see(&tenant.id))
        .map(|tenant| Some(tenant.id)))
}

/// The id of the integration that is named by id or key; an unknown name is left as it is and fits nothing.
async fn integration(engine: &Engine, query: &Query) -> Result<Option<String>, Error> {
    let Some(named) = query
        .text("integrationId")
        .or_else(|| query.text("integrationKey"))
    else {
        return Ok(None);
    };
    let found = integration_id(engine, named).await?;
    Ok(Some(found.unwrap_or_else(|| named.to_owned())))
}
