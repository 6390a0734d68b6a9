//! Where the data is: `--data-dir`, `PATCHBAY_DATA_DIR`, or the platform's folder.

use std::path::PathBuf;

use patchbay_api::RunError;
use patchbay_engine::ErrorView;
use patchbay_store::default_folder;

/// Debug builds are the development profile: a folder, a scheme and a keyring service of their own.
pub(crate) const DEVELOPMENT: bool = cfg!(debug_assertions);

/// The data folder.
pub(crate) fn data_dir(asked: Option<PathBuf>) -> Result<PathBuf, ErrorView> {
    match asked {
        Some(path) => Ok(path),
        None => default_folder(DEVELOPMENT).map_err(|error| RunError::from(error).view()),
    }
}
