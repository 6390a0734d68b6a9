//! Effective parameters, and saving an override.

use patchbay_connector::{Change, Patch, mask};
use patchbay_engine::{Error, Trial};

use super::{
    drafts::{Edited, discard_edits_of},
    edit, path,
    preview::names,
};
use crate::{
    ConnectionRef, Context, ParametersSaveAnswer, ParametersSaveRequest, ParametersView, words::save_effect,
};

pub(crate) async fn parameters(context: &Context, request: ConnectionRef) -> Result<ParametersView, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    let live = context.engine.live(&id).await?;
    Ok(ParametersView {
        overrides: mask(
            &live.secrets.overrides,
            &live.connector,
            live.connection.option.as_deref(),
            &live.integration.marks,
        ),
        leaves: live.effective.views(),
        hidden: live.effective.hidden.clone(),
        problems: live.effective.problems.clone(),
        parameters_schema: live
            .connector
            .parameters_schema(live.connection.option.as_deref()),
    })
}

/// What saving does, in words.
pub(crate) fn effect(trial: &Trial, changes: &[Change]) -> crate::SaveEffect {
    let can_refresh = trial
        .grant
        .as_ref()
        .and_then(|grant| grant.endpoint.as_ref())
        .is_none_or(|endpoint| endpoint.refresh_enabled);
    save_effect(
        &trial.before,
        &trial.after,
        &names(trial),
        changes,
        &trial.binding,
        can_refresh,
    )
}

pub(crate) async fn parameters_save(
    context: &Context,
    request: ParametersSaveRequest,
) -> Result<ParametersSaveAnswer, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    let whole = request.text.is_some() || request.overrides.is_some();
    let change = edit(
        request.text.as_deref(),
        request.overrides,
        request.set,
        &request.unset,
    )?;
    let trial = context
        .engine
        .save_parameters(&id, change, context.caller.how())
        .await?;
    if whole {
        discard_edits_of(context, Edited::Connection(&id)).await?;
    }
    saved(context, id, &trial).await
}

/// What was saved, and what it does.
pub(crate) async fn saved(
    context: &Context,
    connection: String,
    trial: &Trial,
) -> Result<ParametersSaveAnswer, Error> {
    let changes = trial.changes();
    Ok(ParametersSaveAnswer {
        effect: effect(trial, &changes),
        parameters: parameters(context, ConnectionRef { connection }).await?,
        changes,
    })
}

/// A path's value in the clear, for `reveal`.
pub(crate) fn leaf(patch: &Patch, text: &str) -> Result<Option<serde_json::Value>, Error> {
    Ok(patch.get(&path(text)?).cloned())
}
