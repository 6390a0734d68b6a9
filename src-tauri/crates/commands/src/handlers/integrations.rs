//! Integrations.

use patchbay_connector::WebviewRule;
use patchbay_engine::{AddIntegration, Engine, Error, SetIntegration};
use patchbay_store::Integration;

use super::{
    drafts::{Edited, discard_edits_of},
    edit, missing, patch, path,
};
use crate::{
    Context, IntegrationAddRequest, IntegrationDetail, IntegrationRef, IntegrationSetRequest,
    IntegrationSummary, Nothing, SecretMarkAnswer, SecretMarkRequest,
};

pub(crate) async fn integrations(context: &Context, _: Nothing) -> Result<Vec<IntegrationSummary>, Error> {
    let mut all = Vec::new();
    for row in context.engine.integration_rows().await? {
        // Plain columns are enough where the vault is locked: what is missing cannot be known then.
        let connector = context
            .engine
            .connector(&row.connector_key, &row.connector_version)
            .await
            .ok();
        let missing = match (&connector, context.engine.integration(&row.id).await) {
            (Some(connector), Ok(integration)) => {
                missing(connector, &Engine::defaults(connector, &integration, None))
            }
            _ => Vec::new(),
        };
        all.push(IntegrationSummary {
            id: row.id,
            key: row.key,
            name: row.name,
            connector_name: connector
                .as_ref()
                .map_or(row.connector_key.clone(), |found| found.name().to_owned()),
            upgrade: upgrade(context, &row.connector_key, &row.connector_version),
            connector_key: row.connector_key,
            connector_version: row.connector_version,
            kind: connector.map_or(patchbay_connector::AuthKind::None, |found| found.auth_kind(None)),
            connections: u32::try_from(row.connections).unwrap_or(u32::MAX),
            missing,
        });
    }
    Ok(all)
}

pub(crate) async fn integration_show(
    context: &Context,
    request: IntegrationRef,
) -> Result<IntegrationDetail, Error> {
    let integration = context.engine.integration(&request.key).await?;
    detail(context, integration, request.option.as_deref()).await
}

pub(crate) async fn integration_add(
    context: &Context,
    request: IntegrationAddRequest,
) -> Result<IntegrationDetail, Error> {
    let parameters = patch(None, request.parameters)
        .map_err(Error::parameters)?
        .unwrap_or_default();
    let integration = context
        .engine
        .add_integration(AddIntegration {
            key: request.key,
            connector: request.connector,
            version: request.version,
            name: request.name,
            parameters,
            redirect: request.redirect,
            surface: request.surface,
            description: None,
            meta: None,
        })
        .await?;
    detail(context, integration, None).await
}

pub(crate) async fn integration_set(
    context: &Context,
    request: IntegrationSetRequest,
) -> Result<IntegrationDetail, Error> {
    let whole = request.parameters.is_some();
    let option = request.option.clone();
    let change = edit(None, request.parameters, request.set, &request.unset)?;
    let integration = context
        .engine
        .set_integration(
            &request.key,
            SetIntegration {
                name: request.name,
                option: request.option,
                parameters: (!change.is_empty()).then_some(change),
                redirect: request.redirect,
                surface: request.surface,
                ..SetIntegration::default()
            },
        )
        .await?;
    if whole {
        discard_edits_of(context, Edited::Defaults(&integration.key, option.as_deref())).await?;
    }
    detail(context, integration, None).await
}

pub(crate) async fn integration_remove(context: &Context, request: IntegrationRef) -> Result<Nothing, Error> {
    context.engine.remove_integration(&request.key).await?;
    Ok(Nothing {})
}

/// The version that an integration may go on to.
fn upgrade(context: &Context, key: &str, version: &str) -> Option<String> {
    let catalogue = context.engine.catalogue();
    let newer = catalogue.upgrade(key, version);
    newer.map(|connector| connector.version().to_owned())
}

async fn detail(
    context: &Context,
    integration: Integration,
    option: Option<&str>,
) -> Result<IntegrationDetail, Error> {
    let connector = context
        .engine
        .connector(&integration.connector_key, &integration.connector_version)
        .await?;
    let effective = Engine::defaults(&connector, &integration, option);
    let rows = context.engine.integration_rows().await?;
    let connections = rows
        .iter()
        .find(|row| row.id == integration.id)
        .map_or(0, |row| row.connections);
    let option_parameters = connector
        .options()
        .into_iter()
        .map(|option| {
            let masked = Engine::masked_parameters(&connector, &integration, Some(&option.key));
            (option.key, masked)
        })
        .collect();
    Ok(IntegrationDetail {
        parameters: Engine::masked_parameters(&connector, &integration, None),
        option_parameters,
        leaves: effective.views(),
        parameters_schema: connector.parameters_schema(option),
        input_schema: connector.input_schema(option),
        redirect_uri: context.engine.redirect_uri_of(&integration),
        redirect_note: connector.redirect().note.clone(),
        webview_allowed: connector.redirect().webview == WebviewRule::Allowed,
        redirect: integration.redirect.clone(),
        surface: integration.surface,
        summary: IntegrationSummary {
            missing: missing(&connector, &effective),
            connector_name: connector.name().to_owned(),
            kind: connector.auth_kind(None),
            connections: u32::try_from(connections).unwrap_or(u32::MAX),
            id: integration.id,
            key: integration.key,
            name: integration.name,
            upgrade: upgrade(
                context,
                &integration.connector_key,
                &integration.connector_version,
            ),
            connector_key: integration.connector_key,
            connector_version: integration.connector_version,
        },
    })
}

pub(crate) async fn secret_mark(
    context: &Context,
    request: SecretMarkRequest,
) -> Result<SecretMarkAnswer, Error> {
    let path = path(&request.path)?;
    let before = context
        .engine
        .mark_secret(&request.integration, &path, request.secret)
        .await?;
    Ok(SecretMarkAnswer { before })
}
