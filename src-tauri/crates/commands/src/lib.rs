//! The one list of what a person or program can ask of the engine.
//!
//! Window IPC, `/control` and the command line are transports of this list: each passes a name and a JSON payload to
//! [`dispatch`] and shows the answer or the [`ErrorView`](patchbay_engine::ErrorView). Names no Tauri and no web
//! framework. What is deliberately not here: rules. They are the engine's.

mod handlers;
mod list;
mod types;
mod unresolved;
mod words;

use patchbay_engine::Engine;
use patchbay_store::How;

pub use list::{NAMES, dispatch, typescript};
pub use types::*;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// The window.
    Window,
    /// The command line.
    Cli,
}

impl Caller {
    /// As it stands in a history.
    pub(crate) fn how(self) -> How {
        match self {
            Self::Window => How::Window,
            Self::Cli => How::Cli,
        }
    }
}

/// What a command is done with.
#[derive(Clone)]
pub struct Context {
    /// The engine.
    pub engine: Engine,
    /// Who asks.
    pub caller: Caller,
}
