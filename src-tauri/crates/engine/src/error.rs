//! The one error of the engine and of everything above it.
//!
//! A code is stable and closed: programs branch on it. The message and the next step are for people: what happened,
//! why, and what to do. Neither ever holds a secret.

use patchbay_connector::{ParamProblem, TemplateError};
use patchbay_store::{StoreError, VaultError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of thing went wrong. Closed; the names are part of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Code {
    /// The named thing does not exist.
    NotFound,
    /// The request itself is not understood.
    InvalidRequest,
    /// Parameters or input do not fit the connector; `problems` says which.
    InvalidParameters,
    /// A template names something that has no value.
    UnresolvedTemplate,
    /// The key is taken.
    AlreadyExists,
    /// Secrets cannot be read now.
    VaultUnavailable,
    /// The request's origin is outside the connection's binding.
    BindingChanged,
    /// The provider no longer accepts the credentials.
    NeedsReconnect,
    /// The developer's own settings are wrong.
    Misconfigured,
    /// The token endpoint asked to wait, or fails.
    RefreshDelayed,
    /// The provider answered with an error.
    ProviderError,
    /// The provider did not answer.
    ProviderUnreachable,
    /// The user or the provider said no.
    AccessDenied,
    /// The API's token is missing, wrong or too old.
    NotAuthenticated,
    /// This caller may not do that.
    Forbidden,
    /// The attempt has ended: used, cancelled or too old.
    AttemptEnded,
    /// The redirect does not belong to the attempt it names.
    RedirectMismatch,
    /// The address is refused by rule.
    AddressRefused,
    /// Another process holds the data folder.
    FolderHeld,
    /// A port is taken.
    PortTaken,
    /// Patchbay cannot do this yet.
    Unsupported,
    /// A fault of ours.
    Internal,
}

/// An error: a code for programs, words for people.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// The stable code.
    pub code: Code,
    /// What happened, and why.
    pub message: String,
    /// What to do next.
    pub next: Option<String>,
    /// The parameter or field it is about.
    pub path: Option<String>,
    /// Each thing that is wrong, where there are several.
    pub problems: Vec<ParamProblem>,
}

/// [`Error`] as it travels.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ErrorView {
    /// The stable code.
    pub code: Code,
    /// What happened, and why.
    pub message: String,
    /// What to do next.
    #[serde(default)]
    pub next: Option<String>,
    /// The parameter or field it is about.
    #[serde(default)]
    pub path: Option<String>,
    /// Each thing that is wrong, where there are several.
    #[serde(default)]
    pub problems: Vec<ParamProblem>,
}

impl Error {
    /// An error without a next step.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            next: None,
            path: None,
            problems: Vec::new(),
        }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }

    /// Names the parameter or field it is about.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Something named does not exist.
    pub fn not_found(what: &str, name: &str) -> Self {
        Self::new(Code::NotFound, format!("There is no {what} “{name}”.")).next(format!(
            "Check the {what}'s key or id. It may have been removed meanwhile."
        ))
    }

    /// Parameters or input that do not fit.
    pub fn parameters(problems: Vec<ParamProblem>) -> Self {
        let message = match problems.first() {
            Some(only) if problems.len() == 1 => only.message.clone(),
            Some(first) => format!("{} problems; the first: {}", problems.len(), first.message),
            None => "The parameters do not fit the connector.".to_owned(),
        };
        Self {
            code: Code::InvalidParameters,
            message,
            next: Some("Correct it and try again; nothing was saved.".to_owned()),
            path: problems
                .first()
                .map(|problem| problem.path.clone())
                .filter(|path| !path.is_empty()),
            problems,
        }
    }

    /// A fault of ours; the cause goes to the log, not to the person.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(
            Code::Internal,
            "Something inside Patchbay failed; nothing was changed.",
        )
        .next("Try again. If it stays, run `patchbay doctor` and report what it prints.")
    }
}

impl From<Error> for ErrorView {
    fn from(error: Error) -> Self {
        Self {
            code: error.code,
            message: error.message,
            next: error.next,
            path: error.path,
            problems: error.problems,
        }
    }
}

impl From<ErrorView> for Error {
    fn from(view: ErrorView) -> Self {
        Self {
            code: view.code,
            message: view.message,
            next: view.next,
            path: view.path,
            problems: view.problems,
        }
    }
}

impl From<TemplateError> for Error {
    fn from(error: TemplateError) -> Self {
        Self::new(Code::UnresolvedTemplate, error.to_string())
            .next("Set the parameter it names on the integration or in the override, then try again.")
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            // Unlocking would not help: the key that it was encrypted with is no more.
            StoreError::Vault(VaultError::KeyGone) => crate::refresh::needs_reconnect("key_lost"),
            StoreError::Vault(vault) => {
                let words = vault.to_string();
                vault_unavailable(words.trim_end_matches('.'))
            }
            StoreError::Exists { what, key } => Self::new(
                Code::AlreadyExists,
                format!("The {what} “{key}” is there already."),
            )
            .next("Choose another key."),
            StoreError::NotFound { what, id } => Self::not_found(what, &id),
            StoreError::AttemptOver { .. } => {
                Self::new(Code::AttemptEnded, "This sign-in is over already.").next("Start connecting again.")
            }
            StoreError::Changed { what, .. } => Self::new(
                Code::InvalidRequest,
                format!("The {what} was changed by somebody else in between."),
            )
            .next("Load it again and repeat the change."),
            other => Self::internal(other),
        }
    }
}

/// Secrets cannot be read now.
pub(crate) fn vault_unavailable(why: &str) -> Error {
    Error::new(
        Code::VaultUnavailable,
        format!("Secrets cannot be read or written now: {why}."),
    )
    .next("Unlock the vault, then try again; nothing was lost.")
}
