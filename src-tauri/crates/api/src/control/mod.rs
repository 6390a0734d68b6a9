//! `/control`: the window's commands for the command line and for a second process of the same user.
//!
//! The per-run token lies in the data folder's `engine.json` and never travels. The client sends a nonce; the holder
//! answers with its HMAC and a nonce of its own; only then does the client send its request, with its HMAC over that
//! nonce and the body. So a stale `engine.json` never makes a client talk to whoever listens now (security A6.8).

mod client;
mod nonces;
mod proof;
mod server;

pub use client::{ControlClient, ControlError};
pub(crate) use server::{ControlDoor, hello, rpc};

/// Header with the holder's nonce.
const NONCE_HEADER: &str = "x-patchbay-nonce";
/// Header with the client's proof.
const PROOF_HEADER: &str = "x-patchbay-proof";
