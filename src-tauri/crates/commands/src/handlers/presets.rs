//! Named overrides: kept, and laid on the overrides of connections.

use patchbay_connector::Patch;
use patchbay_engine::{Code, Error, SavePreset};
use patchbay_store::Preset;

use super::{parameters::effect, patch};
use crate::{Context, Nothing, PresetApplied, PresetApplyRequest, PresetRef, PresetSaveRequest, PresetView};

/// The most connections that one request may name.
const MOST: usize = 1000;

pub(crate) async fn presets(context: &Context, _: Nothing) -> Result<Vec<PresetView>, Error> {
    let mut views = Vec::new();
    for preset in context.engine.presets().await? {
        views.push(view(context, preset).await?);
    }
    Ok(views)
}

pub(crate) async fn preset_save(context: &Context, request: PresetSaveRequest) -> Result<PresetView, Error> {
    let overrides = patch(Some(&request.text), None).map_err(Error::parameters)?;
    let preset = context
        .engine
        .save_preset(SavePreset {
            id: request.id,
            name: request.name,
            integration: request.integration,
            from: request.from,
            overrides: overrides.unwrap_or_else(Patch::default),
        })
        .await?;
    view(context, preset).await
}

pub(crate) async fn preset_delete(context: &Context, request: PresetRef) -> Result<Nothing, Error> {
    context.engine.delete_preset(&request.preset).await?;
    Ok(Nothing {})
}

pub(crate) async fn preset_apply(
    context: &Context,
    request: PresetApplyRequest,
) -> Result<Vec<PresetApplied>, Error> {
    if request.connections.len() > MOST {
        return Err(
            Error::new(Code::InvalidRequest, "At most 1,000 connections can be named.")
                .at("connections")
                .next("Apply it to some of them first."),
        );
    }
    let preset = context.engine.preset(&request.preset).await?;
    let mut applied = Vec::with_capacity(request.connections.len());
    for connection in &request.connections {
        applied.push(apply(context, &preset, connection, request.dry_run).await);
    }
    Ok(applied)
}

/// What goes wrong with one connection is its own affair: the others are still done.
async fn apply(context: &Context, preset: &Preset, connection: &str, dry_run: bool) -> PresetApplied {
    let engine = &context.engine;
    let mut applied = PresetApplied {
        connection: connection.to_owned(),
        name: connection.to_owned(),
        changes: Vec::new(),
        effect: None,
        undo: None,
        error: None,
    };
    match engine.connection(connection).await {
        Ok(found) => {
            applied.connection = found.id;
            applied.name = found.name;
        }
        Err(error) => {
            applied.error = Some(error.into());
            return applied;
        }
    }
    let done = engine.apply_preset(preset, &applied.connection, dry_run, context.caller.how());
    // On the heap: it is large, and part of the future of every command.
    match Box::pin(done).await {
        Ok((trial, undo)) => {
            applied.changes = trial.changes();
            applied.effect = Some(effect(&trial, &applied.changes));
            applied.undo = undo;
        }
        Err(error) => applied.error = Some(error.into()),
    }
    applied
}

async fn view(context: &Context, preset: Preset) -> Result<PresetView, Error> {
    Ok(PresetView {
        overrides: context.engine.masked_preset(&preset).await?,
        id: preset.id,
        name: preset.name,
        integration: preset.integration,
        updated_at: preset.updated_at,
    })
}
