//! Effective parameters, and saving an override.

use patchbay_connector::{Change, ParamPath, Patch, mask};
use patchbay_engine::{Code, Error, Trial};
use serde_json::Value;

use super::{
    drafts::{Edited, discard_edits_of},
    edit, path,
    preview::names,
};
use crate::{
    ConnectionRef, Context, ParametersSaveAnswer, ParametersSaveRequest, ParametersView,
    words::{Standing, save_effect},
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
    let standing = match &trial.grant {
        None => Standing::New,
        Some(grant) => Standing::Connected {
            binding: &trial.binding,
            can_refresh: grant
                .endpoint
                .as_ref()
                .is_none_or(|endpoint| endpoint.refresh_enabled),
        },
    };
    save_effect(&trial.before, &trial.after, &names(trial), changes, standing)
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

/// A path's value in the clear, for `reveal`: of one leaf at a time, so that nobody sees more secrets than were asked for.
///
/// # Errors
/// `invalid_request` for an object, with the paths that are in it.
pub(crate) fn leaf(patch: &Patch, text: &str) -> Result<Option<Value>, Error> {
    let asked = path(text)?;
    match patch.get(&asked) {
        Some(Value::Object(_)) => Err(whole_object(patch, &asked)),
        value => Ok(value.cloned()),
    }
}

fn whole_object(patch: &Patch, asked: &ParamPath) -> Error {
    let inside: Vec<String> = patch
        .leaves()
        .into_iter()
        .filter(|(path, _)| asked.contains(path))
        .map(|(path, _)| path.to_string())
        .collect();
    let message = format!("{asked} holds several values; one is revealed at a time.");
    let error = Error::new(Code::InvalidRequest, message).at(asked.to_string());
    match inside.as_slice() {
        [] => error.next("It is empty."),
        paths => error.next(format!("Name one of them: {}.", paths.join(", "))),
    }
}
