//! `patchbay integration`.

use patchbay_commands::{IntegrationDetail, IntegrationSummary, IntegrationUpgradeAnswer, SecretMarkAnswer};
use patchbay_engine::ErrorView;
use serde_json::{Value, json};

use super::request::{Payload, parameters, source};
use super::traced::name;
use super::workspace::reveal;
use crate::args::{IntegrationCommand, IntegrationSettings, ParamArgs, SecretMark};
use crate::exit::Exit;
use crate::output::{Output, problem_text};
use crate::session::Session;
use crate::table::{fields, table};
use crate::values::{Values, read_object};

pub(super) async fn run(
    session: &Session,
    command: IntegrationCommand,
    output: Output,
) -> Result<Exit, ErrorView> {
    match command {
        IntegrationCommand::Add {
            key,
            connector,
            version,
            settings,
            params,
        } => {
            let parameters = parameters(&params, &mut source(), output)?;
            let payload = with_settings(
                Payload::new().with("key", key).with("connector", connector),
                settings,
            )
            .with_some("version", version)
            .with_some("parameters", parameters);
            detail(session, "integration_add", payload.value(), output).await
        }
        IntegrationCommand::List => list(session, output).await,
        IntegrationCommand::Show {
            key,
            reveal: Some(path),
            option,
        } => {
            let subject = Payload::new()
                .with("kind", "integration")
                .with("integration", key)
                .with_some("option", option);
            reveal(session, subject.value(), &path, output).await
        }
        IntegrationCommand::Show {
            key, reveal: None, ..
        } => detail(session, "integration_show", json!({ "key": key }), output).await,
        IntegrationCommand::Secret { key, path, is } => secret(session, &key, &path, is, output).await,
        IntegrationCommand::Set {
            key,
            settings,
            params,
            unset,
            option,
        } => {
            let payload = with_settings(Payload::new().with("key", key).with("unset", unset), settings)
                .with_some("option", option);
            let payload = changes(payload, &params, output)?;
            detail(session, "integration_set", payload.value(), output).await
        }
        IntegrationCommand::Upgrade {
            key,
            version,
            dry_run,
        } => {
            let payload = Payload::new()
                .with("key", key)
                .with_some("version", version)
                .with("dryRun", dry_run);
            upgrade(session, payload.value(), output).await
        }
        IntegrationCommand::Remove { key } => {
            session
                .call("integration_remove", json!({ "key": key.as_str() }))
                .await?;
            output.show(&json!({ "removed": key.as_str() }), |_| format!("Removed {key}."));
            Ok(Exit::Done)
        }
    }
}

async fn secret(
    session: &Session,
    key: &str,
    path: &str,
    is: SecretMark,
    output: Output,
) -> Result<Exit, ErrorView> {
    let (secret, words) = match is {
        SecretMark::Yes => (Some(true), "is a secret: it is masked from now on"),
        SecretMark::No => (Some(false), "is no secret: it is shown from now on"),
        SecretMark::Auto => (None, "is shown or masked by its name and value from now on"),
    };
    let payload = json!({ "integration": key, "path": path, "secret": secret });
    let answer: SecretMarkAnswer = session.ask("secret_mark", payload).await?;
    output.show(&answer, |_| format!("{path} {words}."));
    Ok(Exit::Done)
}

async fn upgrade(session: &Session, payload: Value, output: Output) -> Result<Exit, ErrorView> {
    let answer: IntegrationUpgradeAnswer = session.ask("integration_upgrade", payload).await?;
    output.show(&answer, |answer| {
        let mut lines = vec![answer.difference.clone()];
        for change in &answer.changes {
            let value = |value: &Option<Value>| value.as_ref().map_or("nothing".to_owned(), Value::to_string);
            lines.push(format!(
                "{}: {} → {} ({})",
                change.path,
                value(&change.before),
                value(&change.after),
                name(&change.effect)
            ));
        }
        for problem in &answer.problems {
            lines.push(format!("Not accepted: {}", problem_text(problem)));
        }
        let (from, to) = (&answer.from, &answer.to);
        lines.push(if answer.saved {
            format!("Went from {from} to {to}.")
        } else {
            format!("Would go from {from} to {to}. Nothing was changed.")
        });
        lines.join("\n")
    });
    Ok(if answer.problems.is_empty() {
        Exit::Done
    } else {
        Exit::BadInput
    })
}

/// A file replaces all parameters; single ones are laid on what is there.
fn changes(payload: Payload, params: &ParamArgs, output: Output) -> Result<Payload, ErrorView> {
    let mut source = source();
    let whole = params
        .params_file
        .as_deref()
        .map(|file| read_object(file, &mut source))
        .transpose()?;
    let single = Values::read(&params.param, &params.param_json, &mut source, output)?;
    Ok(payload
        .with_some("parameters", whole.map(|patch| patch.to_value()))
        .with("set", single.by_path()))
}

fn with_settings(payload: Payload, settings: IntegrationSettings) -> Payload {
    let redirect = settings.redirect.map(|way| match way.as_str() {
        "deep-link" | "loopback" | "paste" => json!({ "kind": way }),
        _ => json!({ "kind": "relay", "url": way }),
    });
    payload
        .with_some("name", settings.name)
        .with_some("redirect", redirect)
}

async fn list(session: &Session, output: Output) -> Result<Exit, ErrorView> {
    let items: Vec<IntegrationSummary> = session.ask("integrations", json!({})).await?;
    output.show(&items, |items| {
        if items.is_empty() {
            return "No integrations yet. Make one with `patchbay integration add KEY --connector C`."
                .to_owned();
        }
        let rows: Vec<_> = items
            .iter()
            .map(|item| {
                [
                    item.key.clone(),
                    item.name.clone(),
                    format!("{} {}", item.connector_key, item.connector_version),
                    item.connections.to_string(),
                    item.missing
                        .iter()
                        .map(|problem| problem.path.as_str())
                        .collect::<Vec<_>>()
                        .join(" "),
                ]
            })
            .collect();
        table(["key", "name", "connector", "connections", "missing"], &rows)
    });
    Ok(Exit::Done)
}

async fn detail(session: &Session, command: &str, payload: Value, output: Output) -> Result<Exit, ErrorView> {
    let detail: IntegrationDetail = session.ask(command, payload).await?;
    output.show(&detail, |detail| {
        let summary = &detail.summary;
        let mut lines = vec![fields(&[
            ("key", summary.key.clone()),
            ("name", summary.name.clone()),
            (
                "connector",
                format!("{} {}", summary.connector_key, summary.connector_version),
            ),
            ("redirect URI", detail.redirect_uri.clone()),
            ("connections", summary.connections.to_string()),
        ])];
        lines.push(format!("parameters\n{}", pretty(&detail.parameters)));
        for (option, parameters) in &detail.option_parameters {
            lines.push(format!("parameters of option {option}\n{}", pretty(parameters)));
        }
        for problem in &summary.missing {
            lines.push(format!("Missing: {}", problem_text(problem)));
        }
        lines.join("\n")
    });
    Ok(Exit::Done)
}

/// JSON over several lines.
pub(super) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
