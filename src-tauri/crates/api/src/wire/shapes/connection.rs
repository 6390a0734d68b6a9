//! Connections as the contract has them (contract 3.2), and how their health reads on the wire (design section 7).

use std::sync::Arc;

use patchbay_connector::{AuthKind, Patch, mask};
use patchbay_engine::{Code, Engine, Error, Health, Live, TEST_TENANT, Who};
use patchbay_store::{Connection, Tenant};
use serde_json::{Value, json};

use super::connector::connector_id;
use super::customer::customer;
use super::{Shape, integration, iso, present};

/// How a connection stands: the columns of design section 7's table.
#[derive(Debug, PartialEq)]
pub(crate) struct Standing {
    /// The contract's state.
    pub(crate) state: &'static str,
    /// Whether calls may go through.
    pub(crate) connected: bool,
    /// What is wrong, as the contract's error data.
    pub(crate) error: Option<Value>,
}

impl Standing {
    /// How a health reads on the wire.
    pub(crate) fn of(health: &Health) -> Self {
        let (state, connected, place) = match health {
            Health::Working | Health::PendingChange { .. } | Health::RefreshDelayed { .. } => {
                ("READY", true, None)
            }
            Health::BindingChanged { .. } => (
                "CLIENT_ACTION_REQUIRED",
                true,
                Some(("connection", "binding_changed")),
            ),
            Health::NeedsReconnect { .. } => (
                "CLIENT_ACTION_REQUIRED",
                false,
                Some(("connection", "access_token_expired")),
            ),
            Health::Misconfigured { .. } => (
                "CONFIGURATION_ERROR",
                true,
                Some(("configuration", "misconfigured")),
            ),
            Health::VaultUnavailable => (
                "CLIENT_ACTION_REQUIRED",
                true,
                Some(("internal", "vault_unavailable")),
            ),
        };
        Self {
            state,
            connected,
            error: place.map(|(kind, key)| json!({ "type": kind, "key": key, "message": in_words(health) })),
        }
    }
}

fn in_words(health: &Health) -> String {
    match health.next() {
        Some(next) => format!("{}. {next}", health.words()),
        None => format!("{}.", health.words()),
    }
}

/// A connection's record.
///
/// # Errors
/// Where the store or the vault does not answer.
pub(crate) async fn connection(
    engine: &Engine,
    connection: &Connection,
    who: &Who,
    shape: Shape,
) -> Result<Value, Error> {
    let id = connection.tenant_id.clone();
    let tenant = engine.with_store(move |store| store.tenant(&id)).await?;
    with_tenant(engine, connection, tenant.as_ref(), who, shape).await
}

/// The same with the tenant at hand, as lists have it.
pub(crate) async fn with_tenant(
    engine: &Engine,
    connection: &Connection,
    tenant: Option<&Tenant>,
    who: &Who,
    shape: Shape,
) -> Result<Value, Error> {
    let (live, health) = match engine.live(&connection.id).await {
        Ok(live) => {
            let health = live.health();
            (Some(live), health)
        }
        Err(error) if error.code == Code::Internal => return Err(error),
        Err(error) => (None, unresolved(connection, error)),
    };
    let integration = match &live {
        Some(live) => live.integration.clone(),
        None => engine.integration(&connection.integration_id).await?,
    };
    let mut record = plain(connection, tenant, &health);
    record["connectorId"] = json!(connector_id(&integration.connector_key));
    record["integrationKey"] = json!(integration.key);
    if shape.embed {
        let connector = match &live {
            Some(live) => Some(live.connector.clone()),
            None => integration::connector_of(engine, &integration).await,
        };
        let shown = Shape {
            secrets: false,
            ..shape
        };
        record["integration"] = integration::base(engine, &integration, connector.as_ref(), who, shown);
        if let Some(tenant) = tenant {
            record["user"] = customer(tenant);
        }
    }
    match live {
        Some(live) => resolved(&mut record, &live, shape),
        None => record["connectorVersion"] = json!(integration.connector_version),
    }
    Ok(present(record))
}

/// What is wrong with a connection whose parameters could not be resolved.
fn unresolved(connection: &Connection, error: Error) -> Health {
    match (error.code, error.path) {
        (Code::NeedsReconnect, _) => Health::NeedsReconnect {
            cause: "key_lost".to_owned(),
        },
        (Code::VaultUnavailable, _) => Health::VaultUnavailable,
        (_, Some(path)) => Health::Misconfigured { path },
        (_, None) => connection.health.clone().into(),
    }
}

/// What the plain columns say.
fn plain(connection: &Connection, tenant: Option<&Tenant>, health: &Health) -> Value {
    let standing = Standing::of(health);
    let action = (standing.state == "CLIENT_ACTION_REQUIRED")
        .then(|| json!({ "type": "connect", "description": in_words(health) }));
    let retry = match health {
        Health::RefreshDelayed { until, .. } => Some(iso(*until)),
        _ => None,
    };
    json!({
        "id": connection.id,
        "key": connection.key,
        "name": connection.name,
        "userId": connection.tenant_id,
        "tenantId": connection.tenant_id,
        "integrationId": connection.integration_id,
        "authOptionKey": connection.option,
        "isTest": tenant.is_some_and(|tenant| tenant.key == TEST_TENANT),
        "connected": standing.connected,
        "disconnected": !standing.connected,
        "isDefunct": false,
        "state": standing.state,
        "errors": standing.error.as_ref().map(|error| json!([error])),
        "requestError": standing.error,
        "error": standing.error,
        "clientAction": action,
        "nextRetryTimestamp": retry,
        "meta": connection.meta,
        "createdAt": iso(connection.created_at),
        "updatedAt": iso(connection.updated_at),
        "lastActiveAt": iso(connection.last_call_at.unwrap_or(connection.connected_at)),
        "archivedAt": connection.archived_at.map(iso),
        "isDeactivated": connection.archived_at.is_some(),
    })
}

/// What follows from its parameters and credentials.
fn resolved(record: &mut Value, live: &Arc<Live>, shape: Shape) {
    let option = live.connection.option.as_deref();
    let shown = |patch: &Patch| {
        if shape.secrets {
            patch.to_value()
        } else {
            mask(patch, &live.connector, option, &live.integration.marks)
        }
    };
    let input = shown(&live.secrets.input);
    let credentials = live.credentials();
    let refreshable = match live.kind() {
        AuthKind::ClientCredentials => true,
        AuthKind::Oauth2 => {
            let enabled = live
                .grant
                .endpoint
                .as_ref()
                .is_some_and(|endpoint| endpoint.refresh_enabled);
            enabled
                && credentials
                    .as_ref()
                    .is_some_and(|held| held.refresh_token.is_some())
        }
        _ => false,
    };
    let names = live.effective.names(&live.secrets.input, &live.grant.discovered);
    record["connectorVersion"] = json!(live.connector.version());
    record["connectorParameters"] = shown(&live.secrets.overrides);
    record["parameters"] = input.clone();
    record["input"] = input;
    record["canRefreshCredentials"] = json!(refreshable);
    // A test whose template has no value yet is still one.
    record["canTest"] = json!(!matches!(live.effective.test_request(&names), Ok(None)));
    let expires = live
        .credentials()
        .and_then(|held| held.expires_at)
        .filter(|_| refreshable);
    record["nextCredentialsRefreshAt"] = json!(expires.map(iso));
    if shape.secrets
        && let Some(held) = credentials
    {
        // The refresh token stays: whoever needs a token asks for it again here, and nobody can refresh it away.
        record["credentials"] = present(json!({
            "access_token": held.access_token.expose(),
            "token_type": held.token_type,
            "expires_at": held.expires_at.map(iso),
            "scope": held.scopes.as_ref().map(|scopes| scopes.join(" ")),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(health: &Health) -> (&'static str, bool, Option<(String, String)>) {
        let standing = Standing::of(health);
        let error = standing.error.map(|error| {
            assert!(
                error["message"]
                    .as_str()
                    .is_some_and(|words| words.ends_with('.'))
            );
            (
                error["type"].as_str().unwrap_or_default().to_owned(),
                error["key"].as_str().unwrap_or_default().to_owned(),
            )
        });
        (standing.state, standing.connected, error)
    }

    #[test]
    fn each_health_reads_as_the_table_says() {
        let said = |kind: &str, key: &str| Some((kind.to_owned(), key.to_owned()));
        assert_eq!(standing(&Health::Working), ("READY", true, None));
        assert_eq!(
            standing(&Health::PendingChange {
                paths: vec!["scopes".to_owned()]
            }),
            ("READY", true, None)
        );
        assert_eq!(
            standing(&Health::RefreshDelayed {
                until: 1,
                cause: "429".to_owned()
            }),
            ("READY", true, None)
        );
        assert_eq!(
            standing(&Health::BindingChanged {
                origin: "https://x.example".to_owned()
            }),
            (
                "CLIENT_ACTION_REQUIRED",
                true,
                said("connection", "binding_changed")
            )
        );
        assert_eq!(
            standing(&Health::NeedsReconnect {
                cause: "revoked".to_owned()
            }),
            (
                "CLIENT_ACTION_REQUIRED",
                false,
                said("connection", "access_token_expired")
            )
        );
        assert_eq!(
            standing(&Health::Misconfigured {
                path: "apiUrl".to_owned()
            }),
            (
                "CONFIGURATION_ERROR",
                true,
                said("configuration", "misconfigured")
            )
        );
    }
}
