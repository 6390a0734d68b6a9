//! What travels: typed requests and answers, one file per topic. Every type is exported to TypeScript.
//!
//! Times are UTC milliseconds. Secrets never appear in an answer other than [`reveal`](crate::reveal)'s: values that
//! are secret are replaced by [`patchbay_connector::MASK`].

mod api;
mod calls;
mod connect;
mod connections;
mod connector_folders;
mod connector_versions;
mod connectors;
mod integrations;
mod parameters;
mod status;
mod webhooks;
mod workspace;
mod workspace_files;

pub use api::*;
pub use calls::*;
pub use connect::*;
pub use connections::*;
pub use connector_folders::*;
pub use connector_versions::*;
pub use connectors::*;
pub use integrations::*;
pub use parameters::*;
pub use status::*;
pub use webhooks::*;
pub use workspace::*;
pub use workspace_files::*;

pub use patchbay_engine::{
    Check, CheckState, Preferences, PreferencesChange, SandboxClientView, SandboxEnvironment, SandboxFaults,
    SandboxGrant, SandboxSelection, SandboxToken, SandboxUser, SandboxView, ThemeChoice,
};
