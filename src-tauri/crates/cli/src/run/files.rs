//! `patchbay pull` and `patchbay push`: integrations, presets and overrides as files of a repository.

use std::io::IsTerminal as _;

use patchbay_commands::{FileChange, FileTrouble, FilesAnswer, FilesPlan, TextFile};
use patchbay_engine::{Code, Error, ErrorView};
use serde_json::{Value, json};

use super::traced;
use crate::args::{PullArgs, PushArgs};
use crate::exit::Exit;
use crate::output::{Output, problem_text};
use crate::session::Session;
use crate::workspace_folder;

pub(super) async fn pull(session: &Session, args: PullArgs, output: Output) -> Result<Exit, ErrorView> {
    let answer: FilesAnswer = session.ask("files_pull", json!({})).await?;
    let written = workspace_folder::write(&args.dir, &answer.files)?;
    let left: Vec<String> = workspace_folder::read(&args.dir)?
        .into_iter()
        .map(|file| file.name)
        .filter(|name| !answer.files.iter().any(|file| file.name == *name))
        .collect();
    let done = json!({ "files": answer.files.len(), "written": written, "left": left });
    output.show(&done, |_| {
        let mut lines: Vec<String> = written.iter().map(|name| format!("Wrote {name}")).collect();
        let all = answer.files.len();
        lines.push(format!(
            "{all} {} in {}, {} changed.",
            if all == 1 { "file" } else { "files" },
            args.dir.display(),
            written.len()
        ));
        lines.extend(left.iter().map(|name| {
            format!("Left {name}: nothing here goes by that name any more. Delete it if it is old.")
        }));
        lines.join("\n")
    });
    Ok(Exit::Done)
}

pub(super) async fn push(session: &Session, args: PushArgs, output: Output) -> Result<Exit, ErrorView> {
    let files = changed(session, workspace_folder::read(&args.dir)?, output).await?;
    let plan = ask(session, &files, false).await?;
    if !plan.problems.is_empty() {
        output.show(&plan, problems);
        return Ok(Exit::BadInput);
    }
    if args.dry_run || plan.changes.is_empty() {
        output.show(&plan, |plan| {
            let end = if plan.changes.is_empty() {
                "Nothing to change."
            } else {
                "Nothing was changed."
            };
            format!("{}\n{end}", text(plan)).trim_start().to_owned()
        });
        return Ok(Exit::Done);
    }
    if !args.yes {
        if output.is_json() || !std::io::stdin().is_terminal() {
            return Err(
                Error::new(Code::InvalidRequest, "Nobody is here to say yes to the plan.")
                    .next("Look at it with --dry-run, then push with --yes.")
                    .into(),
            );
        }
        output.line(&text(&plan));
        if !agreed(output).await? {
            output.line("Nothing was changed.");
            return Ok(Exit::Done);
        }
    }
    let done = ask(session, &files, true).await?;
    let asked = !args.yes;
    output.show(&done, |done| {
        let plan = if asked { String::new() } else { text(done) };
        let end = if done.applied {
            "Done.".to_owned()
        } else {
            problems(done)
        };
        format!("{plan}\n{end}").trim_start().to_owned()
    });
    Ok(if done.applied { Exit::Done } else { Exit::Failed })
}

/// The files that say something else than what is here: the rest need not travel. What is here and has no file is
/// remarked, because whoever deleted one may expect that it goes.
async fn changed(
    session: &Session,
    files: Vec<TextFile>,
    output: Output,
) -> Result<Vec<TextFile>, ErrorView> {
    let now: FilesAnswer = session.ask("files_pull", json!({})).await?;
    for known in &now.files {
        if !files.iter().any(|file| file.name == known.name) {
            output.note(&format!("No file {}: it stays as it is here.", known.name));
        }
    }
    let same = |file: &TextFile| {
        now.files
            .iter()
            .any(|known| known.name == file.name && known.text == file.text)
    };
    Ok(files.into_iter().filter(|file| !same(file)).collect())
}

async fn ask(session: &Session, files: &[TextFile], apply: bool) -> Result<FilesPlan, ErrorView> {
    session
        .ask("files_push", json!({ "files": files, "apply": apply }))
        .await
}

async fn agreed(output: Output) -> Result<bool, ErrorView> {
    output.note("Make these changes? [y/N]");
    let read = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map(|_| line)
    });
    let line = read.await.map_err(Error::internal)?.map_err(Error::internal)?;
    Ok(matches!(line.trim(), "y" | "Y" | "yes"))
}

fn text(plan: &FilesPlan) -> String {
    let mut lines = Vec::new();
    let mut about = "";
    for change in &plan.changes {
        if change.about != about {
            about = &change.about;
            lines.push(format!("{about} ({})", change.file));
        }
        lines.push(format!("  {}", line(change)));
    }
    lines.extend(
        plan.skipped
            .iter()
            .map(|trouble| format!("Left aside: {}", words(trouble))),
    );
    lines.join("\n")
}

fn line(change: &FileChange) -> String {
    let value = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), traced::plain);
    if change.path.is_empty() {
        return format!("new: {}", value(change.after.as_ref()));
    }
    format!(
        "{}: {} → {} ({})",
        change.path,
        value(change.before.as_ref()),
        value(change.after.as_ref()),
        traced::effect_words(change.effect)
    )
}

fn problems(plan: &FilesPlan) -> String {
    let mut lines: Vec<String> = plan.problems.iter().map(words).collect();
    let begun = plan.problems.iter().any(|trouble| {
        trouble
            .error
            .next
            .as_deref()
            .is_some_and(|next| next.contains("was done"))
    });
    if !begun {
        lines.push("Nothing was changed.".to_owned());
    }
    lines.join("\n")
}

fn words(trouble: &FileTrouble) -> String {
    let error = &trouble.error;
    let mut lines = vec![format!("{}: {}", trouble.file, error.message)];
    if error.problems.len() > 1 {
        lines.extend(
            error
                .problems
                .iter()
                .map(|problem| format!("  {}", problem_text(problem))),
        );
    }
    lines.extend(error.next.iter().map(|next| format!("  {next}")));
    lines.join("\n")
}
