//! The loopback HTTP server: where redirects arrive, `/health`, and `/control` for the command line and a second process.
//!
//! It listens on loopback literals only, checks `Host` before anything else and `Origin` before any data, and never holds
//! a secret in an answer. [`Running`] assembles a whole engine around a data folder, once for `patchbay serve` and for
//! the window. What is deliberately not here: OAuth itself (the engine), and the list of commands (`patchbay-commands`).

mod callback;
pub mod control;
mod cors;
mod guard;
mod health;
mod host;
mod limits;
mod listen;
mod origin;
mod page;
mod problem;
mod request_log;
mod result_due;
mod run;
mod run_error;
mod sandbox;
mod server;
mod steered;
mod wire;

pub use listen::{ApiError, Bound};
pub use run::{ApiNeed, KeyChoice, RunOptions, Running};
pub use run_error::RunError;
pub use sandbox::SandboxRoom;
pub use server::{Api, Door};
pub use steered::steer;
