//! What crosses rooms, without a window: engine, store, API and commands against real servers over real HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "../support/mod.rs"]
mod support;

mod bad_input;
mod bench;
mod binding;
mod callbacks;
mod catalogue;
mod choices;
mod code_flow;
mod command_line;
mod connector_copies;
mod diagnostics;
mod drafts;
mod dry_run;
mod exchanges;
mod history;
mod kinds;
mod layers;
mod lists;
mod oauth1;
mod oidc_more;
mod own_connectors;
mod preferences;
mod presets;
mod redirects;
mod refresh;
mod refresh_faults;
mod restart;
mod sandbox;
mod secret_marks;
mod signed;
mod tenants;
mod tenants_kept;
mod token_answers;
mod tokens;
mod webhooks;
mod without_sign_in;
mod workspace_files;
