//! Folders with connector files of the developer's own.

use std::path::Path;

use patchbay_engine::{Error, OwnFile};

use crate::{ConnectorFileView, ConnectorFolderRequest, ConnectorFolderView, Context, Nothing};

pub(crate) async fn connector_folders(
    context: &Context,
    _: Nothing,
) -> Result<Vec<ConnectorFolderView>, Error> {
    // Asked by whoever has just saved a file, and does not want to wait for the next look.
    let engine = context.engine.clone();
    tokio::task::spawn_blocking(move || {
        engine.reload_connectors();
        engine.connector_folders()
    })
    .await
    .map_err(Error::internal)
    .map(|folders| {
        folders
            .into_iter()
            .map(|folder| ConnectorFolderView {
                path: folder.path.display().to_string(),
                of_data_folder: folder.of_data_folder,
                readable: folder.readable,
                files: folder.files.into_iter().map(file).collect(),
            })
            .collect()
    })
}

pub(crate) async fn connector_folder_add(
    context: &Context,
    request: ConnectorFolderRequest,
) -> Result<Vec<ConnectorFolderView>, Error> {
    context
        .engine
        .add_connector_folder(Path::new(&request.path))
        .await?;
    connector_folders(context, Nothing {}).await
}

pub(crate) async fn connector_folder_remove(
    context: &Context,
    request: ConnectorFolderRequest,
) -> Result<Vec<ConnectorFolderView>, Error> {
    context
        .engine
        .remove_connector_folder(Path::new(&request.path))
        .await?;
    connector_folders(context, Nothing {}).await
}

fn file(file: OwnFile) -> ConnectorFileView {
    let name = file
        .path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let (key, version) = file.connector.unzip();
    ConnectorFileView {
        name: name.unwrap_or_default(),
        path: file.path.display().to_string(),
        key,
        version,
        loads: file.problems.iter().all(|problem| problem.warning),
        problems: file.problems,
    }
}
