//! `patchbay connector folder`.

use std::path::{Path, PathBuf};

use patchbay_commands::ConnectorFolderView;
use patchbay_engine::ErrorView;
use serde_json::{Value, json};

use super::connector::problem_line;
use crate::args::FolderCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;

pub(super) async fn run(
    session: &Session,
    command: FolderCommand,
    output: Output,
) -> Result<Exit, ErrorView> {
    match command {
        FolderCommand::Add { path } => ask(session, "connector_folder_add", at(path), output).await,
        FolderCommand::Remove { path } => ask(session, "connector_folder_remove", at(path), output).await,
        FolderCommand::List => ask(session, "connector_folders", json!({}), output).await,
    }
}

/// The whole path: the engine may run in another folder than the command.
fn at(path: PathBuf) -> Value {
    let whole = std::path::absolute(&path).unwrap_or(path);
    json!({ "path": whole.display().to_string() })
}

async fn ask(session: &Session, command: &str, payload: Value, output: Output) -> Result<Exit, ErrorView> {
    let folders: Vec<ConnectorFolderView> = session.ask(command, payload).await?;
    output.show(&folders, |folders| {
        let shown: Vec<_> = folders.iter().map(folder).collect();
        shown.join("\n")
    });
    Ok(Exit::Done)
}

fn folder(folder: &ConnectorFolderView) -> String {
    let note = match (folder.of_data_folder, folder.readable) {
        // It is made when it is first needed.
        (true, false) => " (the data folder's; it holds nothing yet)",
        (true, true) => " (the data folder's)",
        (false, false) => " (not there, or not readable)",
        (false, true) => "",
    };
    let mut lines = vec![format!("{}{note}", folder.path)];
    for file in &folder.files {
        let what = match (&file.key, &file.version) {
            (Some(key), Some(version)) => format!("{key} {version}"),
            _ if file.loads => "another file took its place".to_owned(),
            _ => "does not load".to_owned(),
        };
        lines.push(format!("  {}: {what}", file.name));
        for problem in &file.problems {
            lines.push(format!("    {}", problem_line(Path::new(&file.name), problem)));
        }
    }
    lines.join("\n")
}
