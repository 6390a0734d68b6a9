//! Exit codes. Documented in `--help`; scripts branch on them.

use std::process::ExitCode;

use patchbay_engine::Code;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// Failed for a reason that has no code of its own.
    Failed = 1,
    /// The command line, a parameter, an input or a file is wrong.
    BadInput = 2,
    /// Something named does not exist.
    NotFound = 3,
    /// Secrets cannot be read or written now.
    Vault = 4,
    /// Another process holds the data folder.
    FolderHeld = 5,
    /// The port is taken.
    PortTaken = 6,
    /// The connection or its settings need attention first.
    NeedsAttention = 7,
    /// The provider or the user refused, or the provider did not answer.
    Provider = 8,
}

/// The section of `--help` that says what each code means.
pub(crate) const HELP: &str = "\
Exit codes:
  0  done
  1  failed
  2  bad input: the command line, a parameter, an input or a file
  3  not found
  4  the vault is not ready: choose a key source, or unlock it
  5  another process holds the data folder
  6  the port is taken
  7  the connection needs attention: reconnect, undo a change, or correct a setting
  8  the provider or the user refused, or the provider did not answer

Environment:
  PATCHBAY_DATA_DIR    the data folder, where --data-dir is not given
  PATCHBAY_PASSPHRASE  the vault's passphrase, where the folder's key comes from one
  PATCHBAY_LOG         what to log to standard error: error, warn (the default), info, debug, trace

Results go to standard output, messages to standard error. With --json a result is one
JSON object on a line, and so is an error:
  {\"error\": {\"code\", \"message\", \"hint\", \"path\", \"problems\"}}
Secrets are masked, unless one is asked for by --reveal.";

impl Exit {
    /// The exit code of an error.
    pub(crate) fn of(code: Code) -> Self {
        match code {
            Code::InvalidRequest
            | Code::InvalidParameters
            | Code::UnresolvedTemplate
            | Code::AlreadyExists
            | Code::AddressRefused
            | Code::Unsupported => Self::BadInput,
            Code::NotFound => Self::NotFound,
            Code::VaultUnavailable => Self::Vault,
            Code::FolderHeld => Self::FolderHeld,
            Code::PortTaken => Self::PortTaken,
            Code::BindingChanged | Code::NeedsReconnect | Code::Misconfigured | Code::RefreshDelayed => {
                Self::NeedsAttention
            }
            Code::ProviderError | Code::ProviderUnreachable | Code::AccessDenied => Self::Provider,
            _ => Self::Failed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
