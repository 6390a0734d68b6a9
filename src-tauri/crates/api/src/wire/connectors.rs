//! `/connectors`: the catalogue, for whoever bears a token (contract 3.4). What a connector offers with given parameters
//! is `generate-options`, which is with the connect flows.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::HeaderMap;
use patchbay_connector::Connector;
use patchbay_engine::{Engine, Error};
use serde_json::Value;

use super::bearer::Asked;
use super::query::{Query, listed};
use super::shapes::connector::{connector, connector_id};
use crate::problem::Problem;
use crate::server::Room;

pub(crate) fn routes() -> Router<Room> {
    Router::new()
        .route("/connectors", get(list))
        .route("/connectors/{sel}", get(show))
}

/// A page, or a bare array for callers that name no version of the API, as older tools read it (Q11).
async fn list(
    State(room): State<Room>,
    Asked(_): Asked,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let catalogue = room.engine.catalogue();
    let page = query.page()?;
    let fitting: Vec<(String, &Connector)> = catalogue
        .list()
        .into_iter()
        .filter(|row| query.finds(row.name(), row.key()))
        .map(|row| (connector_id(row.key()), row))
        .collect();
    let paged = headers.contains_key("membrane-api-version");
    // A bare list has no cursor to go on with: it is whole, unless less was asked for.
    let rows = if paged || query.text("limit").is_some() {
        page.cut(fitting, |(id, _)| id)
    } else {
        fitting
    };
    let next = page.next(&rows, |(id, _)| id);
    let items: Vec<Value> = rows.iter().map(|(_, row)| connector(&room.engine, row)).collect();
    Ok(if paged {
        listed(items, next)
    } else {
        axum::Json(items).into_response()
    })
}

async fn show(
    State(room): State<Room>,
    Asked(_): Asked,
    Path(sel): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let found = connector_of(&room.engine, &sel, query.text("version")).await?;
    Ok(axum::Json(connector(&room.engine, &found)).into_response())
}

/// A connector by its key or by the id that is made from it; the newest version, or the one named.
pub(crate) async fn connector_of(
    engine: &Engine,
    selector: &str,
    version: Option<&str>,
) -> Result<Connector, Problem> {
    let key = connector_key(engine, selector);
    let found = match (&key, version) {
        (Some(key), Some(version)) => engine.connector(key, version).await.ok(),
        (Some(key), None) => engine.catalogue().get(key).cloned(),
        (None, _) => None,
    };
    found.ok_or_else(|| Problem::from(Error::not_found("connector", selector)))
}

/// The key of a connector of the catalogue that is named by key or id.
pub(crate) fn connector_key(engine: &Engine, selector: &str) -> Option<String> {
    let catalogue = engine.catalogue();
    catalogue
        .list()
        .into_iter()
        .find(|connector| connector.key() == selector || connector_id(connector.key()) == selector)
        .map(|connector| connector.key().to_owned())
}
