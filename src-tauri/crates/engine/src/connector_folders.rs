//! The folders with connector files of the developer's own, beside the data folder's.

use std::path::{Path, PathBuf};

use patchbay_store::{Store, StoreError};
use serde_json::json;

use crate::{Code, Engine, Error, OwnFile};

/// The setting that names the added folders.
const SETTING: &str = "connector_folders";
/// More are a mistake; each is looked at every second.
const MOST: usize = 20;

/// A folder with connector files of the developer's own.
#[derive(Debug, Clone)]
pub struct ConnectorFolder {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is the data folder's own, which cannot be taken out.
    pub of_data_folder: bool,
    /// Whether it is there and can be read.
    pub readable: bool,
    /// Its connector files.
    pub files: Vec<OwnFile>,
}

/// The folders that the developer has added.
pub(crate) fn stored(store: &Store) -> Result<Vec<PathBuf>, StoreError> {
    let stored = store.setting(SETTING)?;
    let paths = stored.as_ref().and_then(|value| value.as_array());
    let paths = paths.into_iter().flatten().filter_map(|path| path.as_str());
    Ok(paths.map(PathBuf::from).collect())
}

impl Engine {
    /// The folders, the data folder's first, each with its files as they were last read.
    pub fn connector_folders(&self) -> Vec<ConnectorFolder> {
        let files = self.0.catalogues.files();
        let folders = self.0.catalogues.folders().into_iter().enumerate();
        folders
            .map(|(at, path)| ConnectorFolder {
                of_data_folder: at == 0,
                readable: std::fs::read_dir(&path).is_ok(),
                files: files
                    .iter()
                    .filter(|file| file.path.parent() == Some(&path))
                    .cloned()
                    .collect(),
                path,
            })
            .collect()
    }

    /// Adds a folder and reads its files.
    ///
    /// # Errors
    /// The path is not absolute or no folder that can be read, it is one already, or there are too many.
    pub async fn add_connector_folder(&self, path: &Path) -> Result<(), Error> {
        let wrong = |message: String, next: &str| {
            Err(Error::new(Code::InvalidRequest, message)
                .at("path")
                .next(next.to_owned()))
        };
        let shown = path.display();
        let Some(text) = path.to_str().filter(|_| path.is_absolute()) else {
            return wrong(
                format!("“{shown}” is not the whole path of a folder."),
                "Give the path from the root on.",
            );
        };
        if std::fs::read_dir(path).is_err() {
            return wrong(
                format!("The folder “{shown}” is not there, or cannot be read."),
                "Check the path and who may read it.",
            );
        }
        let folders = self.0.catalogues.folders();
        if folders.iter().any(|known| same(known, path)) {
            return wrong(
                format!("The folder “{shown}” is one of Patchbay's connector folders already."),
                "Choose another.",
            );
        }
        if folders.len() > MOST {
            return wrong(
                format!("There are {MOST} connector folders already."),
                "Take one out first.",
            );
        }
        let mut added = folders[1..].to_vec();
        added.push(PathBuf::from(text));
        self.set_connector_folders(added).await
    }

    /// Takes a folder out; its files stay where they are. Integrations made from them go on with the text that they keep.
    ///
    /// # Errors
    /// It is no added folder.
    pub async fn remove_connector_folder(&self, path: &Path) -> Result<(), Error> {
        let folders = self.0.catalogues.folders();
        let mut added = folders[1..].to_vec();
        let before = added.len();
        added.retain(|known| known != path);
        if added.len() == before {
            return Err(Error::not_found("connector folder", &path.display().to_string())
                .next("Only a folder that you added can be taken out."));
        }
        self.set_connector_folders(added).await
    }

    async fn set_connector_folders(&self, added: Vec<PathBuf>) -> Result<(), Error> {
        let paths: Vec<String> = added.iter().map(|path| path.display().to_string()).collect();
        self.with_store(move |store| store.set_setting(SETTING, &json!(paths)))
            .await?;
        self.0.catalogues.set_added(added);
        let engine = self.clone();
        tokio::task::spawn_blocking(move || engine.reload_connectors())
            .await
            .map_err(Error::internal)
    }
}

/// Whether two paths are one folder, links followed.
fn same(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
