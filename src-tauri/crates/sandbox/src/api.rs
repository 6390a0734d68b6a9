//! The provider's API: who the token is, contacts and deals.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::api_error::ApiError;
use crate::clock::{iso_8601, now_ms};
use crate::environment::Environment;
use crate::grants::{AccessToken, Grant};
use crate::oauth_error::forced_status;
use crate::records::Records;
use crate::scope::Scope;
use crate::server::Server;

/// Asks for another version of the API's answers; sent back with every one.
const API_VERSION: HeaderName = HeaderName::from_static("x-api-version");
const DEFAULT_VERSION: HeaderValue = HeaderValue::from_static("2024-01");

/// What every route of the API goes through: the API's faults, and its version in the answer.
pub(crate) async fn gate(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let version = request
        .headers()
        .get(API_VERSION)
        .cloned()
        .unwrap_or(DEFAULT_VERSION);
    let faults = server.faults();
    faults.delay_api().await;
    let mut response = match faults.api_status.map(forced_status) {
        Some(status) => {
            let message = format!("The fault api_status forces status {}.", status.as_u16());
            let error = ApiError::new(server.environment, status, "forced_by_fault", message);
            let mut response = error.into_response();
            if let Some(seconds) = faults.retry_after_s {
                response.headers_mut().insert(RETRY_AFTER, seconds.into());
            }
            response
        }
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.insert(API_VERSION, version);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `GET /health`.
pub(crate) async fn health(State(server): State<Arc<Server>>) -> Response {
    Json(json!({"environment": server.environment, "status": "ok"})).into_response()
}

/// `GET /me`: any valid token.
pub(crate) async fn me(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let environment = server.environment;
    let (access, grant) = authorize(&server, &headers, None)?;
    let (id, name, email) = match grant.user_id.as_deref().and_then(|id| environment.user(id)) {
        Some(user) => (user.id, user.name, Some(user.email)),
        None => (grant.client_id.as_str(), grant.client_id.as_str(), None),
    };
    Ok(Json(json!({
        "environment": environment,
        "id": id,
        "name": name,
        "email": email,
        "scopes": access.scopes,
        "tokenExpiresAt": iso_8601(access.expires_at),
    })))
}

/// `GET /contacts`.
pub(crate) async fn contacts(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    authorize(&server, &headers, Some(Scope::ContactsRead))?;
    let environment = server.environment;
    let all = server
        .store
        .read()
        .environment(environment)
        .records
        .contacts(environment);
    let shown: Vec<_> = all
        .iter()
        .map(|contact| contact.shown(version(&headers)))
        .collect();
    Ok(Json(json!({"environment": environment, "contacts": shown})))
}

/// `GET /deals`.
pub(crate) async fn deals(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    authorize(&server, &headers, Some(Scope::DealsRead))?;
    let environment = server.environment;
    let all = server
        .store
        .read()
        .environment(environment)
        .records
        .deals(environment);
    Ok(Json(json!({"environment": environment, "deals": all})))
}

/// `POST /contacts`.
pub(crate) async fn add_contact(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    authorize(&server, &headers, Some(Scope::ContactsWrite))?;
    let environment = server.environment;
    let new = read_json(environment, &body)?;
    let added = add(&server, move |records| records.add_contact(environment, new)).await?;
    let shown = added.shown(version(&headers));
    Ok((
        StatusCode::CREATED,
        Json(json!({"environment": environment, "contact": shown})),
    ))
}

/// `POST /deals`.
pub(crate) async fn add_deal(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    authorize(&server, &headers, Some(Scope::DealsWrite))?;
    let environment = server.environment;
    let new = read_json(environment, &body)?;
    let added = add(&server, move |records| records.add_deal(environment, new)).await?;
    Ok((
        StatusCode::CREATED,
        Json(json!({"environment": environment, "deal": added})),
    ))
}

/// Anything that no route is for.
pub(crate) async fn not_found(State(server): State<Arc<Server>>) -> ApiError {
    let message = "There is nothing at this path. The page at / lists what there is.";
    ApiError::new(server.environment, StatusCode::NOT_FOUND, "not_found", message)
}

/// A path that is there, with a method that is not.
pub(crate) async fn method_not_allowed(State(server): State<Arc<Server>>) -> ApiError {
    let message = "This path does not take this method; the Allow header says which it takes.";
    ApiError::new(
        server.environment,
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        message,
    )
}

/// The token of a request and the grant behind it, if both are good here and reach far enough (RFC 6750 §2.1).
fn authorize(
    server: &Server,
    headers: &HeaderMap,
    scope: Option<Scope>,
) -> Result<(AccessToken, Grant), ApiError> {
    let environment = server.environment;
    let header = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let token = match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => return Err(ApiError::no_token(environment)),
    };
    let state = server.store.read();
    let Some((access, grant)) = state.environment(environment).grants.find_access(token) else {
        let other = environment.other();
        let message = if state.environment(other).grants.find_access(token).is_some() {
            format!(
                "The access token is of {}; this is {}.",
                other.name(),
                environment.name()
            )
        } else {
            "The access token is unknown or revoked.".to_owned()
        };
        return Err(ApiError::invalid_token(environment, message));
    };
    if now_ms() >= access.expires_at {
        return Err(ApiError::invalid_token(environment, "The access token expired."));
    }
    match scope.filter(|scope| !access.scopes.contains(*scope)) {
        Some(missing) => Err(ApiError::insufficient_scope(environment, missing)),
        None => Ok((access.clone(), grant.clone())),
    }
}

/// The version that the client asked for. Versions are dates, so that they compare as text.
fn version(headers: &HeaderMap) -> &str {
    headers
        .get(API_VERSION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("2024-01")
}

fn read_json<T: DeserializeOwned>(environment: Environment, body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| {
        ApiError::invalid_request(
            environment,
            format!("The body is not the JSON object expected: {error}."),
        )
    })
}

async fn add<T: Send + 'static>(
    server: &Arc<Server>,
    change: impl FnOnce(&mut Records) -> Result<T, &'static str> + Send + 'static,
) -> Result<T, ApiError> {
    let environment = server.environment;
    let added = server
        .store
        .change_async(move |state| change(&mut state.environment_mut(environment).records))
        .await;
    let added = added.map_err(|error| {
        tracing::error!(%error, "the sandbox's state could not be written");
        ApiError::server_error(environment)
    })?;
    added.map_err(|missing| ApiError::invalid_request(environment, missing))
}
