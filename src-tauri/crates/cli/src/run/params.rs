//! `patchbay params`: a connection's override, and what is in force.

use patchbay_commands::{HistoryView, ParametersSaveAnswer, ParametersView, Preview};
use patchbay_connector::LeafView;
use patchbay_engine::ErrorView;
use serde_json::json;

use super::integration::pretty;
use super::request::{Payload, source};
use super::traced;
use super::workspace::reveal;
use crate::args::ParamsArgs;
use crate::exit::Exit;
use crate::output::{Output, problem_text};
use crate::session::Session;
use crate::table::table;
use crate::time::moment;
use crate::values::Values;

pub(super) async fn run(session: &Session, args: ParamsArgs, output: Output) -> Result<Exit, ErrorView> {
    let connection = args.connection.connection.as_str();
    if let Some(path) = &args.reveal {
        return reveal(
            session,
            json!({ "kind": "connection", "connection": connection }),
            path,
            output,
        )
        .await;
    }
    if args.history {
        return history(session, connection, output).await;
    }
    if let Some(entry) = &args.restore {
        let payload = json!({ "connection": connection, "entry": entry });
        let restored: ParametersSaveAnswer = session.ask("parameters_restore", payload).await?;
        output.show(&restored, saved_text);
        return Ok(Exit::Done);
    }
    let set = Values::read(&args.set, &args.set_json, &mut source(), output)?;
    let changes = !set.is_empty() || !args.unset.is_empty();
    let payload = Payload::new()
        .with("set", set.by_path())
        .with("unset", args.unset);
    if args.dry_run {
        let subject = json!({ "kind": "connection", "connection": connection });
        let preview: Preview = session
            .ask("parameters_preview", payload.with("subject", subject).value())
            .await?;
        return traced::show(&preview, output);
    }
    if changes {
        let saved: ParametersSaveAnswer = session
            .ask("parameters_save", payload.with("connection", connection).value())
            .await?;
        output.show(&saved, saved_text);
        return Ok(Exit::Done);
    }
    let view: ParametersView = session
        .ask("parameters", json!({ "connection": connection }))
        .await?;
    if args.effective {
        output.show(&view, effective_text);
    } else {
        output.show(&view.overrides, pretty);
    }
    Ok(Exit::Done)
}

fn saved_text(saved: &ParametersSaveAnswer) -> String {
    let mut lines: Vec<_> = saved.changes.iter().map(traced::changed).collect();
    lines.push(saved.effect.words.clone());
    if saved.changes.is_empty() && saved.effect.words.is_empty() {
        lines.push("Nothing changed.".to_owned());
    }
    lines.join("\n")
}

fn effective_text(view: &ParametersView) -> String {
    let rows: Vec<_> = view.leaves.iter().map(row).collect();
    let mut lines = vec![table(
        ["parameter", "value", "set by", "takes effect", "beneath"],
        &rows,
    )];
    lines.extend(view.hidden.iter().map(traced::hidden_words));
    lines.extend(
        view.problems
            .iter()
            .map(|problem| format!("Problem: {}", problem_text(problem))),
    );
    lines.join("\n")
}

fn row(leaf: &LeafView) -> [String; 5] {
    let beneath: Vec<_> = leaf
        .beneath
        .iter()
        .map(|beneath| {
            format!(
                "{}: {}",
                traced::name(&beneath.layer),
                traced::plain(&beneath.value)
            )
        })
        .collect();
    [
        leaf.path.clone(),
        if leaf.removed {
            "(removed)".to_owned()
        } else {
            traced::plain(&leaf.value)
        },
        traced::name(&leaf.layer),
        traced::effect_words(leaf.effect).to_owned(),
        beneath.join("; "),
    ]
}

async fn history(session: &Session, connection: &str, output: Output) -> Result<Exit, ErrorView> {
    let entries: Vec<HistoryView> = session
        .ask("parameters_history", json!({ "connection": connection }))
        .await?;
    output.show(&entries, |entries| {
        let mut lines = Vec::new();
        for entry in entries {
            let now = if entry.current { ", in force" } else { "" };
            lines.push(format!(
                "{}  {}  by {}{now}",
                entry.id,
                moment(entry.at),
                traced::name(&entry.how)
            ));
            lines.extend(
                entry
                    .changes
                    .iter()
                    .map(|change| format!("  {}", traced::changed(change))),
            );
            if entry.changes.is_empty() {
                lines.push(format!("  {}", entry.overrides));
            }
        }
        lines.push("Go back to one with `patchbay params CONNECTION --restore ENTRY`.".to_owned());
        lines.join("\n")
    });
    Ok(Exit::Done)
}
