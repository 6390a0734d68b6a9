//! One connection: shown, tested, refreshed, archived, renamed.

use std::sync::Arc;

use patchbay_connector::AuthKind;
use patchbay_engine::{Code, Engine, Error, Health, Live, SetConnection, Who};
use patchbay_store::{ConnectionRow, VaultState};

use crate::{
    ArchiveAnswer, ConnectionDetail, ConnectionRef, ConnectionRenameRequest, ConnectionSetKeyRequest,
    ConnectionSummary, Context, HealthView, TestAnswer,
};

/// A connection's health where its parameters may not be readable: the stored one, and what follows from them.
async fn health(engine: &Engine, id: &str, stored: Health) -> Health {
    if engine.vault_state() != VaultState::Ready {
        return Health::VaultUnavailable;
    }
    match engine.live(id).await {
        Ok(live) => live.health(),
        // Nothing else than a lost key keeps a ready vault from reading them.
        Err(error) if matches!(error.code, Code::VaultUnavailable | Code::NeedsReconnect) => {
            Health::NeedsReconnect {
                cause: "key_lost".to_owned(),
            }
        }
        Err(error) => match error.path {
            Some(path) => Health::Misconfigured { path },
            None => stored,
        },
    }
}

pub(crate) async fn connection_show(
    context: &Context,
    request: ConnectionRef,
) -> Result<ConnectionDetail, Error> {
    detail(context, &request.connection).await
}

pub(crate) async fn connection_test(context: &Context, request: ConnectionRef) -> Result<TestAnswer, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    let tested = context.engine.test_connection(&id).await?;
    Ok(TestAnswer {
        ok: tested.ok,
        status: tested.status,
        words: tested.words,
    })
}

pub(crate) async fn connection_refresh(
    context: &Context,
    request: ConnectionRef,
) -> Result<ConnectionDetail, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    context.engine.refresh_connection(&id).await?;
    detail(context, &id).await
}

pub(crate) async fn connection_archive(
    context: &Context,
    request: ConnectionRef,
) -> Result<ArchiveAnswer, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    let warning = context.engine.archive_connection(&id).await?;
    let row = row(context, &id).await?;
    let health = row.connection.health.clone().into();
    Ok(ArchiveAnswer {
        connection: summary(row, health),
        warning,
    })
}

pub(crate) async fn connection_restore(
    context: &Context,
    request: ConnectionRef,
) -> Result<ConnectionDetail, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    context.engine.restore_connection(&id).await?;
    detail(context, &id).await
}

pub(crate) async fn connection_rename(
    context: &Context,
    request: ConnectionRenameRequest,
) -> Result<ConnectionDetail, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    context.engine.rename_connection(&id, &request.name).await?;
    detail(context, &id).await
}

pub(crate) async fn connection_set_key(
    context: &Context,
    request: ConnectionSetKeyRequest,
) -> Result<ConnectionDetail, Error> {
    let set = SetConnection {
        key: Some(request.key),
        ..SetConnection::default()
    };
    let change = context
        .engine
        .set_connection(&request.connection, set, &Who::Developer);
    // On the heap: it is large, and part of the future of every command.
    let connection = Box::pin(change).await?;
    detail(context, &connection.id).await
}

async fn row(context: &Context, id: &str) -> Result<ConnectionRow, Error> {
    let wanted = id.to_owned();
    let row = context
        .engine
        .with_store(move |store| store.connection_row(&wanted))
        .await?;
    row.ok_or_else(|| Error::not_found("connection", id))
}

pub(super) async fn detail(context: &Context, connection: &str) -> Result<ConnectionDetail, Error> {
    let id = context.engine.connection(connection).await?.id;
    let row = row(context, &id).await?;
    let wanted = id.clone();
    let refresh_error = context
        .engine
        .with_store(move |store| store.refresh_error(&wanted))
        .await?;
    let live: Arc<Live> = match context.engine.live(&id).await {
        Ok(live) => live,
        // Its secrets cannot be read, or its parameters not be resolved: what the list knows is still shown, with the
        // reason, so that it can be reconnected.
        Err(error) if error.code != Code::Internal => {
            let health = health(&context.engine, &id, row.connection.health.clone().into()).await;
            return Ok(bare(row, health, refresh_error));
        }
        Err(error) => return Err(error),
    };
    let credentials = live.credentials();
    let has_scopes = matches!(live.kind(), AuthKind::Oauth2 | AuthKind::ClientCredentials);
    let granted = credentials.as_ref().and_then(|held| held.scopes.clone());
    Ok(ConnectionDetail {
        summary: summary(row, live.health()),
        requested_scopes: live.effective.scopes(),
        // RFC 6749 §5.1: an answer without scope granted what was asked for.
        granted_scopes: has_scopes.then(|| granted.unwrap_or_else(|| live.grant.requested_scopes.clone())),
        binding: live.binding.iter().map(ToString::to_string).collect(),
        kind: Some(live.kind()),
        obtained_at: credentials.as_ref().map(|held| held.obtained_at),
        can_refresh: Engine::can_refresh(&live),
        refresh_error,
        has_refresh_token: credentials.is_some_and(|held| held.refresh_token.is_some()),
        pending: live.pending.clone(),
        connector_version: live.grant.connector_version.clone(),
    })
}

/// What is known of a connection whose secrets cannot be read.
fn bare(row: ConnectionRow, health: Health, refresh_error: Option<String>) -> ConnectionDetail {
    ConnectionDetail {
        summary: summary(row, health),
        requested_scopes: Vec::new(),
        granted_scopes: None,
        binding: Vec::new(),
        kind: None,
        obtained_at: None,
        can_refresh: false,
        refresh_error,
        has_refresh_token: false,
        pending: Vec::new(),
        connector_version: String::new(),
    }
}

pub(super) fn summary(row: ConnectionRow, health: Health) -> ConnectionSummary {
    let connection = row.connection;
    ConnectionSummary {
        id: connection.id,
        key: connection.key,
        name: connection.name,
        integration_key: row.integration_key,
        integration_name: row.integration_name,
        connector_key: row.connector_key,
        tenant_key: row.tenant_key,
        variant: connection.variant,
        option: connection.option,
        override_count: u32::try_from(connection.override_count).unwrap_or(0),
        health: HealthView {
            words: health.words(),
            next: health.next(),
            health,
        },
        expires_at: connection.expires_at,
        last_call_at: connection.last_call_at,
        connected_at: connection.connected_at,
        created_at: connection.created_at,
        archived_at: connection.archived_at,
    }
}
