//! Connects that a program began and a person has to finish: the record that stands for the connection until then, and
//! the page that leads to the provider.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::LOCATION;
use http::{HeaderValue, StatusCode};
use patchbay_engine::{Engine, Error, Progress, Who};
use serde_json::{Value, json};

use super::reply::Reply;
use crate::page::protect;
use crate::problem::Problem;
use crate::server::Room;
use crate::wire::shapes::connector::connector_id;
use crate::wire::shapes::{Shape, api_url, connection, iso, present};

/// The record of a connection that is not there yet, under the id that it will have; none where `id` belongs to no
/// connect of this caller's that is under way.
pub(crate) async fn pending_connection(engine: &Engine, id: &str, who: &Who) -> Option<Value> {
    let progress = engine.attempt(id).await.ok()?;
    let reply = Reply::kept(&progress).unwrap_or_default();
    let attempt = &progress.attempt;
    let visible = attempt
        .tenant_id
        .as_deref()
        .is_some_and(|tenant| who.may_see(tenant));
    if !visible || attempt.status.is_over() {
        return None;
    }
    pending_record(engine, &progress, &reply).await.ok()
}

/// What stands for a connection until its user has acted: state `CLIENT_ACTION_REQUIRED` and where to go (contract 2.5).
pub(crate) async fn pending_record(
    engine: &Engine,
    progress: &Progress,
    reply: &Reply,
) -> Result<Value, Error> {
    let attempt = &progress.attempt;
    let mut record = match &attempt.connection_id {
        Some(renewed) => {
            let renewed = engine.connection(renewed).await?;
            let tenant_id = renewed.tenant_id.clone();
            let tenant = engine.with_store(move |store| store.tenant(&tenant_id)).await?;
            let who = tenant.map_or(Who::Admin, Who::Tenant);
            connection(engine, &renewed, &who, Shape::default()).await?
        }
        None => future(engine, progress, reply).await?,
    };
    record["state"] = json!("CLIENT_ACTION_REQUIRED");
    record["clientAction"] = json!({
        "type": "connect",
        "description": "Open the link and sign in at the provider, within ten minutes.",
        "uiUrl": format!("{}/connect/attempts/{}", api_url(engine), attempt.id),
    });
    Ok(record)
}

async fn future(engine: &Engine, progress: &Progress, reply: &Reply) -> Result<Value, Error> {
    let attempt = &progress.attempt;
    let integration = engine.integration(&attempt.integration_id).await?;
    let tenant = attempt.tenant_id.clone().unwrap_or_default();
    Ok(present(json!({
        "id": attempt.id,
        "name": reply.name.as_deref().unwrap_or(&integration.name),
        "userId": tenant,
        "tenantId": tenant,
        "integrationId": integration.id,
        "integrationKey": integration.key,
        "connectorId": connector_id(&integration.connector_key),
        "connectorVersion": integration.connector_version,
        "authOptionKey": attempt.option,
        "connected": false,
        "disconnected": true,
        "createdAt": iso(attempt.created_at),
        "updatedAt": iso(attempt.created_at),
    })))
}

/// `GET /connect/attempts/{id}`: on to the provider, once, while the attempt waits for its user; else to how it stands.
pub(crate) async fn lead(State(room): State<Room>, Path(id): Path<String>) -> Response {
    let progress = room.engine.attempt(&id).await.ok();
    // Nobody is sent back from where a code is typed: then our page shows the code.
    let link = progress
        .filter(|progress| progress.device.is_none())
        .and_then(|progress| progress.authorize_url);
    let location = match link {
        Some(link) if room.endings.leads(&id) => HeaderValue::from_str(link.as_str()),
        _ => HeaderValue::from_str(&format!("/oauth-result/{id}")),
    };
    match location {
        Ok(location) => {
            let mut response = StatusCode::SEE_OTHER.into_response();
            protect(response.headers_mut());
            response.headers_mut().insert(LOCATION, location);
            response
        }
        Err(_) => Problem::not_found().into_response(),
    }
}
