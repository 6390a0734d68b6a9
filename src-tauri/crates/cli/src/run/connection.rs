//! `patchbay connection`.

use patchbay_commands::{ArchiveAnswer, ConnectionDetail, TestAnswer};
use patchbay_engine::ErrorView;
use serde_json::{Value, json};

use super::time;
use super::traced::changed;
use crate::args::ConnectionCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;
use crate::table::fields;
use crate::time::moment;

pub(super) async fn run(
    session: &Session,
    command: ConnectionCommand,
    output: Output,
) -> Result<Exit, ErrorView> {
    let (command, connection) = match command {
        ConnectionCommand::Show(arg) => ("connection_show", arg),
        ConnectionCommand::Refresh(arg) => ("connection_refresh", arg),
        ConnectionCommand::Restore(arg) => ("connection_restore", arg),
        ConnectionCommand::Archive(arg) => return archive(session, &arg.connection, output).await,
        ConnectionCommand::Test(arg) => return test(session, &arg.connection, output).await,
        ConnectionCommand::Rename { connection, name } => {
            let payload = json!({ "connection": connection.connection, "name": name });
            return detail(session, "connection_rename", payload, output).await;
        }
        ConnectionCommand::SetKey { connection, key, .. } => {
            let payload = json!({ "connection": connection.connection, "key": key });
            return detail(session, "connection_set_key", payload, output).await;
        }
        ConnectionCommand::Expire(args) => {
            return time::expire(session, &args.connection.connection, args.in_ms, output).await;
        }
        ConnectionCommand::Burst(args) => return time::burst(session, args, output).await,
        // Signing in again needs a listener: `connect` does it.
        ConnectionCommand::Reconnect(_) => return Ok(Exit::Failed),
    };
    detail(
        session,
        command,
        json!({ "connection": connection.connection }),
        output,
    )
    .await
}

async fn detail(session: &Session, command: &str, payload: Value, output: Output) -> Result<Exit, ErrorView> {
    let detail: ConnectionDetail = session.ask(command, payload).await?;
    output.show(&detail, text);
    Ok(Exit::Done)
}

fn text(detail: &ConnectionDetail) -> String {
    let summary = &detail.summary;
    let next = summary
        .health
        .next
        .as_deref()
        .map(|next| format!(". {next}"))
        .unwrap_or_default();
    let mut rows = vec![
        ("id", summary.id.clone()),
        ("name", summary.name.clone()),
        ("integration", summary.integration_key.clone()),
        ("tenant", summary.tenant_key.clone()),
        ("health", format!("{}{next}", summary.health.words)),
        ("requested scopes", detail.requested_scopes.join(" ")),
        ("overrides", summary.override_count.to_string()),
        ("may send to", detail.binding.join(" ")),
        (
            "connector",
            format!("{} {}", summary.connector_key, detail.connector_version),
        ),
    ];
    if let Some(at) = summary.expires_at {
        rows.push(("access token expires", moment(at)));
    }
    if let Some(at) = summary.last_call_at {
        rows.push(("last call", moment(at)));
    }
    if let Some(granted) = &detail.granted_scopes {
        rows.insert(6, ("granted scopes", granted.join(" ")));
    }
    if let Some(variant) = &summary.variant {
        rows.insert(3, ("variant", variant.clone()));
    }
    if let Some(key) = &summary.key {
        rows.insert(1, ("key", key.clone()));
    }
    if summary.archived_at.is_some() {
        rows.push(("archived", "yes".to_owned()));
    }
    let mut lines = vec![fields(&rows)];
    lines.extend(
        detail
            .pending
            .iter()
            .map(|change| format!("Pending: {}", changed(change))),
    );
    lines.join("\n")
}

async fn test(session: &Session, connection: &str, output: Output) -> Result<Exit, ErrorView> {
    let answer: TestAnswer = session
        .ask("connection_test", json!({ "connection": connection }))
        .await?;
    output.show(&answer, |answer| answer.words.clone());
    Ok(if answer.ok {
        Exit::Done
    } else {
        Exit::NeedsAttention
    })
}

/// The archive is done even where the provider could not be told: that is a remark, not a failure.
async fn archive(session: &Session, connection: &str, output: Output) -> Result<Exit, ErrorView> {
    let answer: ArchiveAnswer = session
        .ask("connection_archive", json!({ "connection": connection }))
        .await?;
    output.show(&answer, |answer| format!("Archived {}.", answer.connection.name));
    if let Some(warning) = answer.warning.as_ref().filter(|_| !output.is_json()) {
        output.note(warning);
    }
    Ok(Exit::Done)
}
