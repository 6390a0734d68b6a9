//! Membrane's REST contract over real HTTP: every data row of its table, tenants apart from each other, what PUT keeps,
//! pages, errors. The SDK's own packages are tried elsewhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "../support/mod.rs"]
mod support;

mod client;
mod connections;
mod customers;
mod errors;
mod integrations;
mod isolation;
mod lists;
mod logs;
