//! Connecting over the wire, against a real engine, API and sandbox: each way it can be asked for, each way it can end,
//! and where the answer goes. A person at a plain HTTP client plays the user; the SDK itself is tried elsewhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "../support/mod.rs"]
mod support;

mod forms;
mod options;
mod programs;
mod redirects;
mod refusals;
mod requests;
mod results;
mod wire;
