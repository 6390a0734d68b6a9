//! Integrations as the contract has them (contract 3.1).
//!
//! Their parameters hold the developer's client secret: managers see them masked, in clear with `includeSecrets`, and
//! tenants not at all.

use patchbay_connector::{Connector, Patch};
use patchbay_engine::{Engine, Error, Who};
use patchbay_store::{Integration, RedirectStrategy};
use serde_json::{Map, Value, json};

use super::connector::{connector_id, data_schema, sign_in};
use super::{Shape, auth_type, iso, logo, present};

/// A record with everything: the tenant's default connection, the ways to sign in, what is missing.
pub(crate) async fn integration(
    engine: &Engine,
    integration: &Integration,
    who: &Who,
    shape: Shape,
) -> Result<Value, Error> {
    let connector = connector_of(engine, integration).await;
    let mut record = base(engine, integration, connector.as_ref(), who, shape);
    if let Some(connector) = &connector {
        record["authOptions"] = auth_options(integration, connector);
    }
    if shape.embed
        && let Who::Tenant(tenant) = who
        && let Some(default) = engine.default_connection(&integration.id, &tenant.id).await?
    {
        let inside = Shape {
            embed: false,
            ..shape
        };
        record["connection"] = super::connection(engine, &default, who, inside).await?;
    }
    Ok(record)
}

/// The connector of an integration's own version; none where its file is gone.
pub(crate) async fn connector_of(engine: &Engine, integration: &Integration) -> Option<Connector> {
    engine
        .connector(&integration.connector_key, &integration.connector_version)
        .await
        .ok()
}

/// What also stands inside a connection's record.
pub(crate) fn base(
    engine: &Engine,
    integration: &Integration,
    connector: Option<&Connector>,
    who: &Who,
    shape: Shape,
) -> Value {
    let missing = missing(integration, connector);
    let callback = match &integration.redirect {
        RedirectStrategy::Relay { url } => Some(url.clone()),
        _ => None,
    };
    present(json!({
        "id": integration.id,
        "key": integration.key,
        "name": integration.name,
        "description": integration.description,
        "meta": integration.meta,
        "logoUri": logo(engine, &integration.connector_key),
        "connectorId": connector_id(&integration.connector_key),
        "connectorKey": integration.connector_key,
        "connectorVersion": integration.connector_version,
        "authType": connector.map(|connector| auth_type(connector.auth_kind(None))),
        "oAuthCallbackUri": callback,
        "parameters": parameters(integration, connector, None, who, shape),
        "optionsConfig": options_config(integration, connector, who, shape),
        "hasMissingParameters": missing,
        "state": if missing { "CONFIGURATION_ERROR" } else { "READY" },
        "errors": errors(missing),
        "revision": integration.revision.to_string(),
        "createdAt": iso(integration.created_at),
        "updatedAt": iso(integration.updated_at),
        "archivedAt": integration.archived_at.map(iso),
        "isDeactivated": integration.archived_at.is_some(),
        "isReadOnly": false,
        "isTest": false,
        "hasDocumentation": false,
        "hasOperations": false,
        "operationsCount": 0,
        "hasData": false,
        "dataCollectionsCount": 0,
        "hasEvents": false,
        "eventsCount": 0,
        "hasGlobalWebhooks": false,
        "hasUdm": false,
    }))
}

/// The parameters, or an option's, for whom they are; null for a tenant, and where they cannot be masked because their
/// connector is gone.
pub(crate) fn parameters(
    integration: &Integration,
    connector: Option<&Connector>,
    option: Option<&str>,
    who: &Who,
    shape: Shape,
) -> Value {
    if matches!(who, Who::Tenant(_)) {
        return Value::Null;
    }
    if shape.secrets {
        return match option {
            None => integration.parameters.to_value(),
            Some(option) => integration
                .option_parameters
                .get(option)
                .map_or(Value::Null, Patch::to_value),
        };
    }
    connector.map_or(Value::Null, |connector| {
        Engine::masked_parameters(connector, integration, option)
    })
}

/// What the integration says of each option that it says something of.
fn options_config(
    integration: &Integration,
    connector: Option<&Connector>,
    who: &Who,
    shape: Shape,
) -> Option<Map<String, Value>> {
    let keys = integration
        .disabled_options
        .iter()
        .chain(integration.option_parameters.keys());
    let config: Map<String, Value> = keys
        .map(|key| {
            let stored = integration.option_parameters.contains_key(key);
            let parameters = stored.then(|| parameters(integration, connector, Some(key), who, shape));
            let disabled = integration.disabled_options.contains(key);
            (
                key.clone(),
                present(json!({ "disabled": disabled, "parameters": parameters })),
            )
        })
        .collect();
    (!config.is_empty()).then_some(config)
}

/// Whether connecting needs something that the developer has not given yet. What the end user types is not missing.
fn missing(integration: &Integration, connector: Option<&Connector>) -> bool {
    let Some(connector) = connector else { return true };
    let asked = connector.input_schema(None);
    let asked = |path: &str| asked["properties"].get(path).is_some();
    Engine::defaults(connector, integration, None)
        .missing(&Patch::default())
        .iter()
        .any(|problem| !asked(&problem.path))
}

fn errors(missing: bool) -> Value {
    if !missing {
        return Value::Null;
    }
    json!([{
        "type": "configuration",
        "key": "missing_parameters",
        "message": "Parameters that connecting needs have no value yet. Set them on the integration.",
    }])
}

/// The ways to sign in, as the public playground reads them. The connector's own way has the empty key (Q7).
fn auth_options(integration: &Integration, connector: &Connector) -> Value {
    let offered = |key: &str| !integration.disabled_options.contains(key);
    let one = |key: &str, title: Option<&str>| {
        let option = Some(key).filter(|key| !key.is_empty());
        let shown = sign_in(connector, option);
        let schema = data_schema(connector.input_schema(option));
        present(json!({
            "key": key,
            "type": shown["type"],
            "title": title,
            "inputSchema": schema,
            "ui": shown["ui"],
        }))
    };
    let own = offered("").then(|| one("", None));
    let others = connector
        .options()
        .into_iter()
        .filter(|option| offered(&option.key))
        .map(|option| one(&option.key, Some(&option.title)));
    own.into_iter().chain(others).collect()
}
