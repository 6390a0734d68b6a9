//! `/integrations`: read by whoever bears a token, written by a workspace manager (contract 3.1).

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use patchbay_engine::{Engine, Error, Who};
use patchbay_store::Integration;
use serde_json::{Value, json};

use super::bearer::Asked;
use super::body::Fields;
use super::query::{Query, listed};
use super::shapes::{self, Shape};
use super::wrong::only_admin;
use crate::problem::Problem;
use crate::server::Room;

mod write;

pub(crate) fn routes() -> Router<Room> {
    Router::new()
        .route("/integrations", get(list).post(write::create))
        .route(
            "/integrations/{sel}",
            get(show)
                .patch(write::change)
                .put(write::change)
                .delete(write::archive),
        )
        .route("/integrations/{sel}/restore", post(write::restore))
        .route("/integrations/{sel}/setup", post(set_up))
        .route(
            "/integrations/{sel}/parameters",
            get(parameters).patch(write::change_parameters),
        )
        .route("/integrations/{sel}/connector-spec", get(connector_spec))
        .route("/integrations/{sel}/operations", get(nothing))
        .route("/integrations/{sel}/data", get(nothing))
        .route("/integrations/{sel}/disconnect", post(disconnect))
}

async fn list(State(room): State<Room>, Asked(bearer): Asked, query: Query) -> Result<Response, Problem> {
    let archived = query.is_on("includeArchived");
    let all = room
        .engine
        .with_store(move |store| store.integrations(archived))
        .await?;
    let fits = |row: &Integration| query.finds(&row.name, &row.key);
    let page = query.page()?;
    let rows = page.cut(all.into_iter().filter(fits).collect(), |row| &row.id);
    let next = page.next(&rows, |row| &row.id);
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        items.push(record(&room.engine, row, &bearer.who, &query).await?);
    }
    Ok(listed(items, next))
}

async fn show(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let integration = room.engine.integration(&sel).await?;
    answer(&room.engine, &integration, &bearer.who, &query).await
}

/// There is nothing to set up: an integration works as soon as it is there.
async fn set_up(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
    _: Fields,
) -> Result<Response, Problem> {
    let integration = room.engine.integration(&sel).await?;
    answer(&room.engine, &integration, &bearer.who, &query).await
}

async fn parameters(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    only_admin(&bearer.who, "read an integration's parameters")?;
    let integration = room.engine.integration(&sel).await?;
    parameters_answer(&room.engine, &integration, &bearer.who, &query).await
}

async fn parameters_answer(
    engine: &Engine,
    integration: &Integration,
    who: &Who,
    query: &Query,
) -> Result<Response, Problem> {
    let connector = shapes::integration::connector_of(engine, integration).await;
    let shape = shape_of(who, query)?;
    let shown = shapes::integration::parameters(integration, connector.as_ref(), None, who, shape);
    Ok(axum::Json(if shown.is_null() { json!({}) } else { shown }).into_response())
}

/// The older SDK's way to ask how an integration signs in.
async fn connector_spec(
    State(room): State<Room>,
    Asked(_): Asked,
    Path(sel): Path<String>,
) -> Result<Response, Problem> {
    let integration = room.engine.integration(&sel).await?;
    let connector = room
        .engine
        .connector(&integration.connector_key, &integration.connector_version)
        .await?;
    let offered = |key: &str| !integration.disabled_options.contains(key);
    let spec = shapes::connector::spec(&room.engine, &connector, offered);
    Ok(axum::Json(spec).into_response())
}

/// Patchbay has no operations and no data collections: the list is empty, for an integration that is there.
async fn nothing(
    State(room): State<Room>,
    Asked(_): Asked,
    Path(sel): Path<String>,
) -> Result<Response, Problem> {
    room.engine.integration(&sel).await?;
    Ok(axum::Json(json!([])).into_response())
}

/// Archives the tenant's default connection.
async fn disconnect(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    _: Fields,
) -> Result<Response, Problem> {
    let Who::Tenant(tenant) = &bearer.who else {
        return Err(super::wrong::refused(
            "A workspace manager's token belongs to no tenant, so it has no connection here. Archive the connection itself, or send the tenant's token.",
        ));
    };
    let integration = room.engine.integration(&sel).await?;
    let default = room
        .engine
        .default_connection(&integration.id, &tenant.id)
        .await?
        .ok_or_else(|| Error::not_found("connection", &sel))?;
    room.engine.archive_connection(&default.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn answer(
    engine: &Engine,
    integration: &Integration,
    who: &Who,
    query: &Query,
) -> Result<Response, Problem> {
    Ok(axum::Json(record(engine, integration, who, query).await?).into_response())
}

async fn record(
    engine: &Engine,
    integration: &Integration,
    who: &Who,
    query: &Query,
) -> Result<Value, Problem> {
    Ok(shapes::integration(engine, integration, who, shape_of(who, query)?).await?)
}

/// The id of an integration that is named by id or key, archived ones by id.
pub(crate) async fn integration_id(engine: &Engine, selector: &str) -> Result<Option<String>, Error> {
    let rows = engine.with_store(|store| store.integration_rows(true)).await?;
    Ok(rows
        .into_iter()
        .find(|row| row.id == selector || (row.key == selector && row.archived_at.is_none()))
        .map(|row| row.id))
}

/// How much is shown: secrets are for managers who ask for them; a tenant that asks is told so.
pub(crate) fn shape_of(who: &Who, query: &Query) -> Result<Shape, Problem> {
    let secrets = query.is_on("includeSecrets");
    if secrets {
        only_admin(who, "ask for secrets")?;
    }
    Ok(Shape { secrets, embed: true })
}
