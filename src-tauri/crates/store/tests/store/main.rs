//! The store as the rooms above use it, on real folders and files.

// clippy.toml allows these in test functions only; the helpers beside them are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod call_lists;
mod calls;
mod connect;
mod filters;
mod folder;
mod list;
mod presets;
mod refresh;
mod saved_requests;
mod scan;
mod support;
mod vault;
mod wire;
