//! The API's door, over real HTTP: what hostile pages, clients and bodies get, and what the proxy streams.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "../support/mod.rs"]
mod support;

mod bench;
mod hostile;
mod proxy;
mod screens;
mod streaming;
