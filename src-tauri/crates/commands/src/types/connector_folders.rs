//! Folders with connector files of the developer's own.

use patchbay_connector::FileProblem;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names a folder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectorFolderRequest {
    /// Its whole path.
    pub path: String,
}

/// A folder with connector files of the developer's own.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectorFolderView {
    /// Its whole path.
    pub path: String,
    /// Whether it is the data folder's own, which cannot be taken out.
    pub of_data_folder: bool,
    /// Whether it is there and can be read.
    pub readable: bool,
    /// Its connector files.
    pub files: Vec<ConnectorFileView>,
}

/// A connector file of the developer's own.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectorFileView {
    /// Its name in the folder.
    pub name: String,
    /// Its whole path.
    pub path: String,
    /// The connector's key; none where it does not load, or another file took its place.
    pub key: Option<String>,
    /// The connector's version.
    pub version: Option<String>,
    /// Whether it loads.
    pub loads: bool,
    /// Errors and notices, with their line and what to do.
    pub problems: Vec<FileProblem>,
}
