//! `patchbay preset`: named overrides.

use patchbay_commands::{ParametersView, PresetApplied, PresetView};
use patchbay_connector::Patch;
use patchbay_engine::{Code, Error, ErrorView};
use serde_json::{Value, json};

use super::request::{Payload, parameters, source};
use super::traced;
use crate::args::{ParamArgs, PresetCommand};
use crate::exit::Exit;
use crate::output::{Output, problem_text};
use crate::session::Session;
use crate::table::table;

pub(super) async fn run(
    session: &Session,
    command: PresetCommand,
    output: Output,
) -> Result<Exit, ErrorView> {
    match command {
        PresetCommand::List => list(session, output).await,
        PresetCommand::Save {
            name,
            from,
            integration,
            params,
        } => save(session, name, from, integration, &params, output).await,
        PresetCommand::Apply {
            name,
            connections,
            dry_run,
        } => {
            let payload = json!({ "preset": name, "connections": connections, "dryRun": dry_run });
            apply(session, payload, dry_run, output).await
        }
        PresetCommand::Delete { name } => {
            session
                .call("preset_delete", json!({ "preset": name.as_str() }))
                .await?;
            output.show(&json!({ "deleted": name.as_str() }), |_| {
                format!("Deleted {name}.")
            });
            Ok(Exit::Done)
        }
    }
}

async fn list(session: &Session, output: Output) -> Result<Exit, ErrorView> {
    let presets: Vec<PresetView> = session.ask("presets", json!({})).await?;
    output.show(&presets, |presets| {
        if presets.is_empty() {
            return "No presets yet. Keep one with `patchbay preset save NAME --from CONNECTION`.".to_owned();
        }
        let rows: Vec<_> = presets
            .iter()
            .map(|preset| {
                [
                    preset.name.clone(),
                    preset.integration.clone().unwrap_or_default(),
                    preset.overrides.to_string(),
                ]
            })
            .collect();
        table(["name", "integration", "override"], &rows)
    });
    Ok(Exit::Done)
}

/// The preset of a name, masked; none where there is none.
pub(super) async fn find(session: &Session, name: &str) -> Result<Option<PresetView>, ErrorView> {
    let presets: Vec<PresetView> = session.ask("presets", json!({})).await?;
    let lower = name.to_lowercase();
    Ok(presets
        .into_iter()
        .find(|preset| preset.id == name || preset.name.to_lowercase() == lower))
}

async fn save(
    session: &Session,
    name: String,
    from: Option<String>,
    integration: Option<String>,
    params: &ParamArgs,
    output: Output,
) -> Result<Exit, ErrorView> {
    let given = parameters(params, &mut source(), output)?;
    if from.is_none() && given.is_none() {
        return Err(Error::new(
            Code::InvalidRequest,
            "Nothing says what the preset is to hold; nothing was changed.",
        )
        .next("Give --from CONNECTION, --param K=V, --param-json K=JSON or --params-file FILE.")
        .into());
    }
    let mut base = Patch::default();
    if let Some(connection) = &from {
        // Masked, as it crosses here: the engine takes the secrets from the connection itself.
        let view: ParametersView = session
            .ask("parameters", json!({ "connection": connection }))
            .await?;
        base = patch(view.overrides)?;
    }
    if let Some(given) = given {
        base = lay(base, &patch(given)?);
    }
    let id = find(session, &name).await?.map(|known| known.id);
    let payload = Payload::new()
        .with("name", name)
        .with("text", base.to_value().to_string())
        .with_some("id", id)
        .with_some("from", from)
        .with_some("integration", integration);
    let saved: PresetView = session.ask("preset_save", payload.value()).await?;
    output.show(&saved, |saved| {
        format!("Saved {}: {}", saved.name, saved.overrides)
    });
    Ok(Exit::Done)
}

pub(super) fn patch(value: Value) -> Result<Patch, ErrorView> {
    Patch::from_value(value).map_err(|problems| Error::parameters(problems).into())
}

/// What the upper one does not name stays.
pub(super) fn lay(mut lower: Patch, upper: &Patch) -> Patch {
    for (path, value) in upper.leaves() {
        // A path that came out of a patch goes into one.
        let _ = lower.set(&path, value.clone());
    }
    lower
}

async fn apply(session: &Session, payload: Value, dry_run: bool, output: Output) -> Result<Exit, ErrorView> {
    let applied: Vec<PresetApplied> = session.ask("preset_apply", payload).await?;
    output.show(&applied, |applied| {
        let mut lines = Vec::new();
        for one in applied {
            lines.push(match (&one.error, &one.effect) {
                (Some(error), _) => format!("{}: not applied. {}", one.name, error.message),
                (None, Some(effect)) => format!("{}: {}", one.name, effect.words),
                (None, None) => one.name.clone(),
            });
            lines.extend(
                one.changes
                    .iter()
                    .map(|change| format!("  {}", traced::changed(change))),
            );
            if let Some(error) = &one.error {
                let problems = error.problems.iter().skip(1);
                lines.extend(problems.map(|problem| format!("  {}", problem_text(problem))));
            }
            if let Some(entry) = &one.undo {
                lines.push(format!(
                    "  Undo: patchbay params {} --restore {entry}",
                    one.connection
                ));
            }
        }
        if dry_run {
            lines.push("Nothing was changed.".to_owned());
        }
        lines.join("\n")
    });
    // The others were done; a script still learns that one was not.
    let failed = applied.iter().find_map(|one| one.error.as_ref());
    Ok(failed.map_or(Exit::Done, |error| Exit::of(error.code)))
}
