//! New connections by `POST /connections`, reconnects by `POST /connections/:sel/reconnect`, and what PUT and PATCH say.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use patchbay_connector::{AuthKind, Patch, unmask};
use patchbay_engine::{Code, ConnectRequest, Engine, Error, KeptFrom, SetConnection, TEST_TENANT, Who};
use patchbay_store::{AttemptStatus, Connection, How, Integration, Surface};
use serde_json::Value;

use super::super::bearer::Asked;
use super::super::body::{Fields, not_a};
use super::super::connect::pending_connection;
use super::super::connectors::connector_key;
use super::super::customers::tenant_of;
use super::super::integrations::shape_of;
use super::super::query::Query;
use super::super::wrong::already_exists;
use super::answer;
use crate::problem::Problem;
use crate::server::Room;

/// The names of the input, newest first.
const INPUT: &[&str] = &["input", "parameters", "connectionParameters"];

/// Makes a connection from JSON. Where the user must sign in, the answer says so and where.
pub(super) async fn create(
    State(room): State<Room>,
    Asked(bearer): Asked,
    query: Query,
    fields: Fields,
) -> Result<Response, Problem> {
    let (engine, who) = (&room.engine, &bearer.who);
    shape_of(who, &query)?;
    let integration = integration_of(engine, &fields).await?;
    let option = option_of(&fields)?;
    let mut input = fields.any_patch(INPUT)?;
    if input.is_none() && fields.has("credentials") {
        let connector = engine
            .connector(&integration.connector_key, &integration.connector_version)
            .await?;
        // Credentials are the input of kinds without tokens (contract 3.4); of the others nobody can hand them over.
        if !matches!(
            connector.auth_kind(option.as_deref()),
            AuthKind::Key | AuthKind::Basic
        ) {
            return Err(Problem::from(
                Error::new(
                    Code::Unsupported,
                    "This connector's credentials come from the provider, so they cannot be given.",
                )
                .at("credentials")
                .next("Leave them out and follow clientAction, or use input."),
            ));
        }
        input = fields.patch("credentials")?;
    }
    let key = fields.any_text(&["key", "connectionKey"])?;
    let tenant = tenant(engine, who, &fields).await?;
    if let Some(key) = &key
        && is_taken(engine, who, &tenant, key).await?
    {
        return Err(already_exists("connection", key));
    }
    let meta = meta_of(&fields)?;
    let request = ConnectRequest {
        integration: Some(integration.id),
        connection: None,
        draft: None,
        tenant,
        name: fields.text("name")?,
        option,
        input,
        overrides: fields.patch("connectorParameters")?,
        kept_from: KeptFrom::default(),
        // A POST makes one more, unless it says otherwise.
        multiple: fields.flag("allowMultipleConnections")?.unwrap_or(true),
        surface: Some(Surface::Popup),
        how: How::Sdk,
        who: who.clone(),
        key,
        reply: None,
    };
    begun(engine, request, meta, who, &query).await
}

/// Connects an existing connection again; what the body omits stays.
pub(super) async fn reconnect(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<Response, Problem> {
    let (engine, who) = (&room.engine, &bearer.who);
    let connection = engine.connection_of(&sel, who).await?;
    shape_of(who, &query)?;
    let request = ConnectRequest {
        integration: None,
        connection: Some(connection.id),
        draft: None,
        tenant: String::new(),
        name: fields.text("name")?,
        option: option_of(&fields)?,
        input: fields.any_patch(INPUT)?,
        overrides: fields.patch("connectorParameters")?,
        kept_from: KeptFrom::default(),
        multiple: false,
        surface: Some(Surface::Popup),
        how: How::Sdk,
        who: who.clone(),
        key: None,
        reply: None,
    };
    begun(engine, request, meta_of(&fields)?, who, &query).await
}

/// What comes of a request: the connection, what the user must do, or why it failed.
async fn begun(
    engine: &Engine,
    request: ConnectRequest,
    meta: Option<Value>,
    who: &Who,
    query: &Query,
) -> Result<Response, Problem> {
    // On the heap: the future of a whole connect is large.
    let progress = engine.connect(request).await?;
    let attempt = progress.attempt;
    if attempt.status == AttemptStatus::Succeeded
        && let Some(id) = attempt.connection_id
    {
        let set = SetConnection {
            meta,
            ..SetConnection::default()
        };
        let connection = match &set.meta {
            Some(_) => engine.set_connection(&id, set, who).await?,
            None => engine.connection_of(&id, who).await?,
        };
        return answer(engine, &connection, who, query).await;
    }
    if let Some(pending) = pending_connection(engine, &attempt.id, who).await {
        return Ok(axum::Json(pending).into_response());
    }
    match progress.outcome.and_then(|outcome| outcome.error) {
        Some(error) => Err(Problem::from(error)),
        None => Err(Problem::from(Error::new(
            Code::AttemptEnded,
            "The connect ended without a connection.",
        ))),
    }
}

/// What PUT or PATCH changes.
pub(super) async fn change_of(
    engine: &Engine,
    connection: &Connection,
    fields: &Fields,
) -> Result<SetConnection, Problem> {
    if let Some(option) = option_of(fields)?
        && connection.option.as_ref() != Some(&option)
    {
        return Err(Problem::from(
            Error::new(
                Code::InvalidRequest,
                "Another way to sign in needs a new sign-in.",
            )
            .at("authOptionKey")
            .next("Reconnect with that authOptionKey."),
        ));
    }
    let key = match ["key", "connectionKey"].into_iter().find(|name| fields.has(name)) {
        Some(name) => Some(fields.text(name)?).filter(|key| *key != connection.key),
        None => None,
    };
    let overrides = fields.patch("connectorParameters")?;
    let input = fields.any_patch(INPUT)?;
    let mut set = SetConnection {
        name: fields.text("name")?.filter(|name| *name != connection.name),
        key,
        meta: meta_of(fields)?,
        overrides,
        input,
    };
    if set.overrides.is_some() || set.input.is_some() {
        let live = engine.live(&connection.id).await?;
        // A record that is sent back unchanged changes nothing, also where its sender could not have set it.
        let same = |given: &Patch, stored: &Patch| unmask(given, stored).is_ok_and(|given| given == *stored);
        set.overrides = set
            .overrides
            .filter(|given| !same(given, &live.secrets.overrides));
        set.input = set.input.filter(|given| !same(given, &live.secrets.input));
    }
    Ok(set)
}

/// The sign-in option; the empty key is the connector's own way (Q7).
fn option_of(fields: &Fields) -> Result<Option<String>, Problem> {
    fields.text("authOptionKey")
}

fn meta_of(fields: &Fields) -> Result<Option<Value>, Problem> {
    match fields.value("meta")? {
        Some(meta) if !meta.is_object() => Err(not_a("meta", "an object")),
        meta => Ok(meta),
    }
}

/// The integration that is named, or the only one of a named connector.
async fn integration_of(engine: &Engine, fields: &Fields) -> Result<Integration, Problem> {
    if let Some(named) = fields.any_text(&["integrationId", "integrationKey", "integrationUuid"])? {
        return Ok(engine.integration(&named).await?);
    }
    let Some(named) = fields.any_text(&["connectorId", "connectorKey", "connectorUuid"])? else {
        return Err(Problem::from(
            Error::new(Code::InvalidRequest, "No integration was named.")
                .at("integrationKey")
                .next("Name one with integrationKey or integrationId; GET /integrations lists them."),
        ));
    };
    let key =
        connector_key(engine, &named).ok_or_else(|| Problem::from(Error::not_found("connector", &named)))?;
    let rows = engine.integration_rows().await?;
    let mut of_it = rows.into_iter().filter(|row| row.connector_key == key);
    match (of_it.next(), of_it.next()) {
        (Some(only), None) => Ok(engine.integration(&only.id).await?),
        (None, _) => Err(Problem::from(
            Error::not_found("integration", &key).next("Add an integration of that connector first."),
        )),
        (Some(_), Some(_)) => Err(Problem::from(
            Error::new(
                Code::InvalidRequest,
                format!("Several integrations use the connector “{key}”."),
            )
            .at("integrationKey")
            .next("Name one of them with integrationKey."),
        )),
    }
}

/// Whose connection it becomes: the token's tenant, or whom a manager names, or the test tenant.
async fn tenant(engine: &Engine, who: &Who, fields: &Fields) -> Result<String, Problem> {
    if let Who::Tenant(tenant) = who {
        return Ok(tenant.key.clone());
    }
    match fields.any_text(&["tenantId", "userId", "customerId", "tenantKey"])? {
        Some(named) => Ok(tenant_of(engine, &named).await?.key),
        None => Ok(TEST_TENANT.to_owned()),
    }
}

/// Whether one of the tenant's connections has this key.
async fn is_taken(engine: &Engine, who: &Who, tenant: &str, key: &str) -> Result<bool, Problem> {
    let (wanted, key) = (key.to_owned(), key.to_owned());
    let tenant = match who {
        Who::Tenant(tenant) => Some(tenant.id.clone()),
        Who::Admin | Who::Developer => {
            let name = tenant.to_owned();
            engine
                .with_store(move |store| store.tenant_by_key(&name))
                .await?
                .map(|tenant| tenant.id)
        }
    };
    let found = engine
        .with_store(move |store| store.connections_by_key(&wanted))
        .await?;
    Ok(found
        .into_iter()
        .any(|row| row.key.as_deref() == Some(&key) && Some(&row.tenant_id) == tenant.as_ref()))
}
