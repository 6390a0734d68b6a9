//! `patchbay connector`.

use std::path::Path;

use patchbay_commands::{
    ConnectorCheckAnswer, ConnectorCopyAnswer, ConnectorDetail, ConnectorSummary, ConnectorVersionView,
};
use patchbay_connector::{Connector, FileProblem, json_schema};
use patchbay_engine::ErrorView;
use serde_json::json;

use super::request::Payload;
use super::traced::name;
use crate::args::ConnectorCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;
use crate::table::table;
use crate::values::read_file;

pub(super) async fn run(
    session: &Session,
    command: ConnectorCommand,
    output: Output,
) -> Result<Exit, ErrorView> {
    match command {
        ConnectorCommand::List { search } => {
            let payload = Payload::new().with_some("search", search).value();
            let items: Vec<ConnectorSummary> = session.ask("connectors", payload).await?;
            output.show(&items, |items| {
                let rows: Vec<_> = items
                    .iter()
                    .map(|item| {
                        let variants: Vec<_> =
                            item.variants.iter().map(|variant| variant.key.as_str()).collect();
                        let own = if item.own { "your file" } else { "" };
                        [
                            item.key.clone(),
                            item.name.clone(),
                            item.version.clone(),
                            name(&item.kind),
                            variants.join(" "),
                            own.to_owned(),
                        ]
                    })
                    .collect();
                table(["key", "name", "version", "signs in by", "variants", ""], &rows)
            });
            Ok(Exit::Done)
        }
        ConnectorCommand::Show { key, version } => {
            let payload = Payload::new()
                .with("key", key)
                .with_some("version", version)
                .value();
            let detail: ConnectorDetail = session.ask("connector_show", payload).await?;
            output.show(&detail, |detail| detail.text.clone());
            Ok(Exit::Done)
        }
        ConnectorCommand::Copy { key, new_key } => {
            let payload = Payload::new()
                .with("key", key)
                .with_some("newKey", new_key)
                .value();
            let copy: ConnectorCopyAnswer = session.ask("connector_copy", payload).await?;
            output.show(&copy, |copy| format!("{}: {}", copy.key, copy.file));
            Ok(Exit::Done)
        }
        ConnectorCommand::Versions { key } => versions(session, &key, output).await,
        ConnectorCommand::Folder(command) => super::connector_folder::run(session, command, output).await,
        ConnectorCommand::Check { file } => check(&file, output),
        ConnectorCommand::Schema => Ok(schema(output)),
        ConnectorCommand::Import { from, out } => super::connector_import::run(&from, out.as_deref(), output),
    }
}

async fn versions(session: &Session, key: &str, output: Output) -> Result<Exit, ErrorView> {
    let versions: Vec<ConnectorVersionView> =
        session.ask("connector_versions", json!({ "key": key })).await?;
    output.show(&versions, |versions| {
        let rows: Vec<_> = versions
            .iter()
            .map(|version| {
                let from = match (&version.file, version.kept) {
                    (Some(file), _) => file.clone(),
                    (None, true) => "kept, its file is gone".to_owned(),
                    (None, false) => "built in".to_owned(),
                };
                [version.number.clone(), from, version.integrations.join(" ")]
            })
            .collect();
        table(["version", "from", "integrations"], &rows)
    });
    Ok(Exit::Done)
}

/// Prints the format's JSON Schema.
pub(super) fn schema(output: Output) -> Exit {
    output.show(&json_schema(), |schema| format!("{schema:#}"));
    Exit::Done
}

/// Checks a file, without any folder or engine.
pub(super) fn check(file: &Path, output: Output) -> Result<Exit, ErrorView> {
    let answer = ConnectorCheckAnswer {
        problems: Connector::check(&read_file(file)?),
    };
    let loads = answer.problems.iter().all(|problem| problem.warning);
    output.show(&answer, |answer| {
        let mut lines: Vec<_> = answer
            .problems
            .iter()
            .map(|problem| problem_line(file, problem))
            .collect();
        if loads {
            lines.push(format!("{} loads.", file.display()));
        }
        lines.join("\n")
    });
    Ok(if loads { Exit::Done } else { Exit::BadInput })
}

/// `file:line:column: what is wrong, where; what to do`, as compilers say it.
pub(super) fn problem_line(file: &Path, problem: &FileProblem) -> String {
    let at = match (problem.line, problem.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        (Some(line), None) => format!(":{line}"),
        _ => String::new(),
    };
    let kind = if problem.warning { "warning" } else { "error" };
    let path = if problem.path.is_empty() {
        String::new()
    } else {
        format!("{}: ", problem.path)
    };
    let fix = problem
        .fix
        .as_deref()
        .map(|fix| format!(" {fix}"))
        .unwrap_or_default();
    format!("{}{at}: {kind}: {path}{}{fix}", file.display(), problem.message)
}
