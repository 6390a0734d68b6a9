//! What a payload asks to connect: the connection, the integration, or the connector's one integration (contract 2.5).

use patchbay_engine::{Code, ConnectRequest, Engine, Error, KeptFrom, TEST_TENANT, Who};
use patchbay_store::{How, Surface};

use super::payload::Payload;
use super::reply::Reply;
use crate::problem::Problem;
use crate::wire::connectors::connector_key;

/// Builds the request; what is named is looked up by the engine, with the rights of `who`.
pub(crate) async fn request_of(
    engine: &Engine,
    payload: &Payload,
    who: Who,
    how: How,
    reply: &Reply,
) -> Result<ConnectRequest, Problem> {
    let connection = payload.text(&["connectionId"])?;
    let key = payload.text(&["connectionKey"])?;
    let mut integration = payload.text(&["integrationId"])?;
    if integration.is_none() {
        integration = payload.text(&["integrationKey"])?;
    }
    if connection.is_none()
        && integration.is_none()
        && let Some(connector) = connector_of(payload)?
    {
        integration = Some(only_integration(engine, &connector).await?);
    }
    // A key alone means a connection that is there; with an integration it may be the name of a new one.
    let (connection, key) = match (connection, key) {
        (Some(id), _) => (Some(id), None),
        (None, Some(key)) if integration.is_none() => (Some(key), None),
        (None, key) => (None, key),
    };
    if connection.is_none() && integration.is_none() {
        return Err(Problem::from(
            Error::new(Code::InvalidRequest, "Nothing to connect was named.")
                .next("Give integrationKey or integrationId, connectorKey, or connectionId to reconnect."),
        ));
    }
    let tenant = payload.text(&["tenantKey"])?;
    Ok(ConnectRequest {
        integration,
        connection,
        draft: None,
        tenant: tenant.unwrap_or_else(|| TEST_TENANT.to_owned()),
        name: payload.text(&["name"])?,
        option: payload.text(&["authOptionKey"])?,
        input: payload.patch(&["input", "parameters", "connectionParameters"])?,
        overrides: payload.patch(&["connectorParameters"])?,
        kept_from: KeptFrom::default(),
        multiple: payload.flag("allowMultipleConnections")?,
        surface: Some(Surface::Popup),
        how,
        who,
        key,
        reply: Some(reply.to_value()),
    })
}

/// The connector that is named, by its key; an id of ours is turned into it.
fn connector_of(payload: &Payload) -> Result<Option<String>, Problem> {
    let id = payload.text(&["connectorId"])?;
    match id {
        Some(id) => Ok(Some(id)),
        None => payload.text(&["connectorKey"]),
    }
}

/// The one integration that uses a connector.
async fn only_integration(engine: &Engine, selector: &str) -> Result<String, Problem> {
    let key = connector_key(engine, selector).unwrap_or_else(|| selector.to_owned());
    let mut using = engine
        .integration_rows()
        .await?
        .into_iter()
        .filter(|row| row.archived_at.is_none() && row.connector_key == key);
    match (using.next(), using.next()) {
        (Some(only), None) => Ok(only.id),
        (None, _) => Err(Problem::from(
            Error::new(
                Code::InvalidRequest,
                format!("No integration uses the connector “{key}”, and connections are made through one."),
            )
            .at("connectorKey")
            .next("Make an integration first: POST /integrations with its connectorKey and parameters, or `patchbay integrations add`."),
        )),
        (Some(_), Some(_)) => Err(Problem::from(
            Error::new(
                Code::InvalidRequest,
                format!("Several integrations use the connector “{key}”."),
            )
            .at("connectorKey")
            .next("Name the integration: integrationKey or integrationId."),
        )),
    }
}
