//! Integrations, presets and overrides as files.

use patchbay_engine::{Error, WorkspaceFile};

use crate::{Context, FileChange, FileTrouble, FilesAnswer, FilesPlan, FilesPushRequest, Nothing, TextFile};

pub(crate) async fn files_pull(context: &Context, _: Nothing) -> Result<FilesAnswer, Error> {
    let text = |file: WorkspaceFile| TextFile {
        name: file.name,
        text: file.text,
    };
    let files = context.engine.files().await?;
    Ok(FilesAnswer {
        files: files.into_iter().map(text).collect(),
    })
}

pub(crate) async fn files_push(context: &Context, request: FilesPushRequest) -> Result<FilesPlan, Error> {
    let file = |file: TextFile| WorkspaceFile {
        name: file.name,
        text: file.text,
    };
    let files: Vec<WorkspaceFile> = request.files.into_iter().map(file).collect();
    let plan = context
        .engine
        .take_files(&files, request.apply, context.caller.how())
        .await?;
    Ok(FilesPlan {
        changes: plan.changes.into_iter().map(change).collect(),
        problems: plan.problems.into_iter().map(trouble).collect(),
        skipped: plan.skipped.into_iter().map(trouble).collect(),
        applied: plan.applied,
    })
}

fn change(change: patchbay_engine::FileChange) -> FileChange {
    FileChange {
        file: change.file,
        about: change.about,
        path: change.path,
        before: change.before,
        after: change.after,
        effect: change.effect,
    }
}

fn trouble(trouble: patchbay_engine::FileTrouble) -> FileTrouble {
    FileTrouble {
        file: trouble.file,
        error: trouble.error.into(),
    }
}
