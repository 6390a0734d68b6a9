//! The real binary, on temporary folders and free ports.

#![allow(clippy::unwrap_used, clippy::panic, reason = "the harness is test code too")]

mod api;
mod bad_input;
mod connect;
mod connector_import;
mod connector_schema;
mod folder;
mod harness;
mod own_connectors;
mod parameters;
mod repository;
mod serve;
mod tokens;
mod webhook;
