//! Connection requests: a connect that a server prepares with its token, and that a person opens later by its link
//! (contract 3.2). Its link is its key: it holds for a day, and for what was asked for only.

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use patchbay_connector::Secret;
use patchbay_engine::{Code, Engine, Error, TEST_TENANT, TokenFor, Who};
use patchbay_store::{AttemptStatus, ConnectionRequest, RequestStatus, Tenant, new_id};
use serde_json::{Map, Value, json};

use super::ending::Ending;
use crate::problem::Problem;
use crate::server::Room;
use crate::wire::bearer::Asked;
use crate::wire::body::Fields;
use crate::wire::shapes::{api_url, iso, present};

/// How long a request may be opened, in milliseconds.
const LIFETIME_MS: i64 = 24 * 60 * 60 * 1000;
/// How long the token lives that an opened request gets, in seconds: a sign-in's ten minutes, twice.
const TOKEN_S: u32 = 20 * 60;
/// The fields that are texts.
const TEXTS: [&str; 10] = [
    "integrationId",
    "integrationKey",
    "connectorId",
    "connectorKey",
    "connectorVersion",
    "connectionId",
    "connectionKey",
    "name",
    "authOptionKey",
    "redirectUri",
];

/// `POST /connection-requests`.
pub(crate) async fn create(
    State(room): State<Room>,
    Asked(bearer): Asked,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let engine = &room.engine;
    let tenant = match bearer.who {
        Who::Tenant(tenant) => tenant,
        Who::Admin | Who::Developer => tenant_of(engine, fields.any_text(&["tenantKey", "userId"])?).await?,
    };
    let mut asked = Map::new();
    for name in TEXTS {
        if let Some(text) = fields.text(name)? {
            asked.insert(name.to_owned(), Value::String(text));
        }
    }
    if let Some(uri) = asked.get("redirectUri").and_then(Value::as_str)
        && !engine.access().allows_redirect(uri)
    {
        return Err(Problem::from(
            Error::new(Code::InvalidRequest, "The redirectUri is not registered.")
                .at("redirectUri")
                .next("Register it: `patchbay redirect-uris add`, or on the API page of Patchbay's window."),
        ));
    }
    if let Some(flag) = fields.flag("allowMultipleConnections")? {
        asked.insert("allowMultipleConnections".to_owned(), Value::Bool(flag));
    }
    for (name, names) in [
        ("connectorParameters", &["connectorParameters"][..]),
        ("input", &["input", "parameters", "connectionParameters"][..]),
    ] {
        if let Some(patch) = fields.any_patch(names)? {
            asked.insert(name.to_owned(), patch.to_value());
        }
    }
    let request = ConnectionRequest {
        id: new_id().map_err(Error::from)?,
        tenant_id: tenant.id,
        body: Secret::new(Value::Object(asked).to_string().into_bytes()),
        status: RequestStatus::Pending,
        connection_id: None,
        error: None,
        created_at: engine.now(),
        updated_at: engine.now(),
    };
    let record = record(engine, &request);
    engine
        .with_store(move |store| store.connection_request_insert(&request))
        .await?;
    Ok((StatusCode::CREATED, Json(record)))
}

/// `GET /connection-requests/{id}`.
pub(crate) async fn show(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let request = stored(&room.engine, &id).await?;
    if !bearer.who.may_see(&request.tenant_id) {
        return Err(unknown(&id));
    }
    Ok(Json(record(&room.engine, &request)))
}

/// The fields of a request, for a tenant that may answer it. Its override is held to that tenant's rules, whoever
/// prepared it.
pub(crate) async fn asked_for(engine: &Engine, id: &str, who: &Who) -> Result<Fields, Problem> {
    let request = open(engine, id).await?;
    if !who.may_see(&request.tenant_id) {
        return Err(unknown(id));
    }
    Fields::parse(Value::Object(body_of(&request)?).to_string().as_bytes())
}

/// A request whose link was opened: what the screen is to show, and a short-lived token of the request's tenant.
pub(crate) struct Opened {
    /// The fields of a connect, without what the end user must not see.
    pub(crate) params: Map<String, Value>,
    /// The token.
    pub(crate) token: Secret<String>,
}

/// Opens a request by its link. Whoever has the link acts for the tenant, for this connect's time.
pub(crate) async fn opened(engine: &Engine, id: &str) -> Result<Opened, Problem> {
    let request = open(engine, id).await?;
    let tenant_id = request.tenant_id.clone();
    let tenant = engine.with_store(move |store| store.tenant(&tenant_id)).await?;
    let tenant = tenant.ok_or_else(|| unknown(id))?;
    let mut params = body_of(&request)?;
    // The override comes from the request itself when it is connected; it never travels through the page.
    params.remove("connectorParameters");
    params.insert("connectionRequestId".to_owned(), Value::String(request.id));
    let (token, _) = engine.mint_token(TokenFor::Tenant(tenant.key), TOKEN_S).await?;
    Ok(Opened { params, token })
}

/// Records how the connect of a request ended. A failure is told, and may be followed by a success.
pub(super) async fn finish(engine: &Engine, id: &str, ending: &Ending, status: AttemptStatus) {
    let (status, connection, error) = match ending {
        Ending::Connected { id, .. } => (RequestStatus::Success, Some(id.clone()), None),
        Ending::Failed { problem, .. } if status == AttemptStatus::Cancelled => {
            (RequestStatus::Cancelled, None, Some(problem.message.clone()))
        }
        Ending::Failed { problem, .. } => (RequestStatus::Error, None, Some(problem.message.clone())),
    };
    let (wanted, now) = (id.to_owned(), engine.now());
    let finished = engine
        .with_store(move |store| {
            store.connection_request_finish(&wanted, status, connection.as_deref(), error.as_deref(), now)
        })
        .await;
    if let Err(error) = finished {
        tracing::warn!(request = id, code = ?error.code, "a connection request's end could not be written");
    }
}

async fn tenant_of(engine: &Engine, key: Option<String>) -> Result<Tenant, Problem> {
    let key = key.unwrap_or_else(|| TEST_TENANT.to_owned());
    let now = engine.now();
    Ok(engine
        .with_store(move |store| match store.tenant(&key)? {
            Some(known) => Ok(known),
            None => store.tenant_upsert(&key, None, now),
        })
        .await?)
}

async fn stored(engine: &Engine, id: &str) -> Result<ConnectionRequest, Problem> {
    let wanted = id.to_owned();
    engine
        .with_store(move |store| store.connection_request_get(&wanted))
        .await?
        .ok_or_else(|| unknown(id))
}

/// A request that may still be answered.
async fn open(engine: &Engine, id: &str) -> Result<ConnectionRequest, Problem> {
    let request = stored(engine, id).await?;
    let over = request.status == RequestStatus::Success || engine.now() - request.created_at > LIFETIME_MS;
    if over {
        return Err(Problem::from(
            Error::new(
                Code::AttemptEnded,
                "This connection request was answered already, or is older than a day.",
            )
            .next("Ask for a new one."),
        ));
    }
    Ok(request)
}

fn body_of(request: &ConnectionRequest) -> Result<Map<String, Value>, Problem> {
    serde_json::from_slice(request.body.expose()).map_err(|_| {
        // Its key is gone: another start with a vault in memory.
        Problem::from(
            Error::new(
                Code::AttemptEnded,
                "This connection request can no longer be read.",
            )
            .next("Ask for a new one."),
        )
    })
}

/// The record: what was asked for is repeated, but for values that may be secret.
fn record(engine: &Engine, request: &ConnectionRequest) -> Value {
    let mut record = body_of(request).unwrap_or_default();
    record.remove("connectorParameters");
    record.remove("input");
    let further = present(json!({
        "id": request.id,
        "requestId": request.id,
        "tenantId": request.tenant_id,
        "status": request.status.as_str(),
        "url": format!("{}/screens/connections?connectionRequestId={}", api_url(engine), request.id),
        "resultConnectionId": request.connection_id,
        "resultError": request.error,
        "createdAt": iso(request.created_at),
        "updatedAt": iso(request.updated_at),
    }));
    if let Value::Object(further) = further {
        record.extend(further);
    }
    Value::Object(record)
}

fn unknown(id: &str) -> Problem {
    let shown: String = id.chars().filter(|c| !c.is_control()).take(100).collect();
    Problem::from(Error::not_found("connection request", &shown))
}
