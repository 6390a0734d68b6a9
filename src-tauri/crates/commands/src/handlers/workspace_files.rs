//! Integrations, presets and overrides as files.

use patchbay_engine::{Code, Error};

use crate::{Context, FilesAnswer, FilesPlan, FilesPushRequest, Nothing};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn files_pull(_context: &Context, _request: Nothing) -> Result<FilesAnswer, Error> {
    not_yet()
}

pub(crate) async fn files_push(_context: &Context, _request: FilesPushRequest) -> Result<FilesPlan, Error> {
    not_yet()
}
