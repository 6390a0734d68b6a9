//! Which of the two profiles this build is.
//!
//! A debug build is the development profile; `build.rs` gives it its own identifier and scheme by the same rule.

use std::path::PathBuf;

/// Names the data folder where the command line does not.
pub(crate) const DATA_DIR_VARIABLE: &str = "PATCHBAY_DATA_DIR";

/// Whether this is the development profile, with a folder, a keyring service and a scheme of its own.
pub(crate) const DEVELOPMENT: bool = cfg!(debug_assertions);

/// The scheme of deep links, without `:`.
pub(crate) const SCHEME: &str = if DEVELOPMENT { "patchbay-dev" } else { "patchbay" };

/// The application's name, as in titles.
pub(crate) const NAME: &str = if DEVELOPMENT {
    "Patchbay (development)"
} else {
    "Patchbay"
};

/// The folder that `PATCHBAY_DATA_DIR` names, if it names one.
pub(crate) fn data_dir_of_environment() -> Option<PathBuf> {
    std::env::var_os(DATA_DIR_VARIABLE)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
