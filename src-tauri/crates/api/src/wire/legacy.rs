//! What Membrane has and Patchbay has not: operations, actions, the older request routes. Each answers with the
//! contract's typed error or an empty list, after the connection was found, so that the SDK raises what it documents.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use http::StatusCode;
use patchbay_engine::{Error, Who};

use super::bearer::Asked;
use super::query::listed;
use super::wrong::admins_only;
use crate::problem::Problem;
use crate::server::Room;

pub(crate) fn routes() -> Router<Room> {
    Router::new()
        .route("/connections/{sel}/operations", get(operations))
        .route("/connections/{sel}/operations/{key}", get(operation))
        .route("/connections/{sel}/operations/{key}/run", post(operation))
        .route("/connections/{sel}/actions", get(actions_of))
        .route("/connections/{sel}/actions/{key}", get(action_of))
        .route("/connections/{sel}/actions/{key}/run", post(action_of))
        .route("/connections/{sel}/data/{*rest}", any(data))
        .route("/connections/{sel}/api/{*path}", any(request))
        .route("/connections/{sel}/execute-request", post(execute))
        .route("/integrations/{sel}/actions", get(actions_of_integration))
        .route("/actions", get(actions).post(change_actions))
        .route(
            "/actions/{key}",
            get(action)
                .patch(change_action)
                .put(change_action)
                .delete(change_action),
        )
        .route("/actions/{key}/run", post(action))
}

async fn operations(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
) -> Result<Response, Problem> {
    room.engine.connection_of(&sel, &bearer.who).await?;
    Ok(axum::Json(serde_json::json!([])).into_response())
}

async fn operation(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path((sel, key)): Path<(String, String)>,
) -> Result<Response, Problem> {
    room.engine.connection_of(&sel, &bearer.who).await?;
    Err(absent("operation", &key))
}

async fn actions_of(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
) -> Result<Response, Problem> {
    room.engine.connection_of(&sel, &bearer.who).await?;
    Ok(listed(Vec::new(), None))
}

async fn action_of(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path((sel, key)): Path<(String, String)>,
) -> Result<Response, Problem> {
    room.engine.connection_of(&sel, &bearer.who).await?;
    Err(absent("action", &key))
}

async fn data(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path((sel, rest)): Path<(String, String)>,
) -> Result<Response, Problem> {
    room.engine.connection_of(&sel, &bearer.who).await?;
    Err(absent(
        "data collection",
        rest.split('/').next().unwrap_or_default(),
    ))
}

async fn request(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path((sel, path)): Path<(String, String)>,
) -> Result<Response, Problem> {
    room.engine.connection_of(&sel, &bearer.who).await?;
    Err(absent("request", &path))
}

async fn execute(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
) -> Result<Response, Problem> {
    room.engine.connection_of(&sel, &bearer.who).await?;
    Err(absent("request", "execute-request"))
}

async fn actions_of_integration(
    State(room): State<Room>,
    Asked(_): Asked,
    Path(sel): Path<String>,
) -> Result<Response, Problem> {
    room.engine.integration(&sel).await?;
    Ok(listed(Vec::new(), None))
}

async fn actions(Asked(_): Asked) -> Response {
    listed(Vec::new(), None)
}

async fn action(Asked(_): Asked, Path(key): Path<String>) -> Problem {
    absent("action", &key)
}

async fn change_actions(Asked(bearer): Asked) -> Problem {
    match bearer.who {
        Who::Tenant(_) => admins_only("add actions"),
        Who::Admin | Who::Developer => Problem::bad_request(
            StatusCode::BAD_REQUEST,
            "unsupported",
            "Patchbay has connections and calls, and no actions. Send the request itself: POST /act with “api”, or the connection's proxy.",
        ),
    }
}

async fn change_action(Asked(bearer): Asked, Path(key): Path<String>) -> Problem {
    match bearer.who {
        Who::Tenant(_) => admins_only("change actions"),
        Who::Admin | Who::Developer => absent("action", &key),
    }
}

/// There is none, and what to use in its place.
fn absent(what: &str, name: &str) -> Problem {
    let name: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
    Problem::from(
        Error::not_found(what, &name).next(
            "Patchbay has connections and calls only. Send the request itself: POST /act with “api”, or the connection's proxy.",
        ),
    )
}
