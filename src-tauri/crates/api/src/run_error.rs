//! Why an engine could not be started around a folder.

use patchbay_engine::{Code, Error, ErrorView};
use patchbay_store::{FolderError, StoreError};

use crate::listen::ApiError;

/// Why an engine could not be started around a folder. Nothing is left running or locked then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The folder is held by another process, or cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The database does not open.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The API cannot listen, where it was required to.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The engine does not start.
    #[error(transparent)]
    Engine(#[from] Error),
}

impl RunError {
    /// The error as it is shown: a code for programs, words for people.
    pub fn view(self) -> ErrorView {
        match self {
            Self::Folder(error) => {
                let code = match error {
                    FolderError::Held { .. } => Code::FolderHeld,
                    _ => Code::Misconfigured,
                };
                Error::new(code, sentence(&error.to_string())).into()
            }
            Self::Api(error) => {
                let code = match error {
                    ApiError::PortTaken { .. } => Code::PortTaken,
                    ApiError::Listen { .. } => Code::Misconfigured,
                };
                Error::new(code, error.to_string()).into()
            }
            Self::Store(error) => Error::new(Code::Misconfigured, sentence(&error.to_string())).into(),
            Self::Engine(error) => error.into(),
        }
    }
}

/// The text with a capital first letter.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
