//! Signatures, as pure functions: the clock's time and everything random come in as arguments.

pub(crate) mod dpop;
pub(crate) mod jwt;
pub(crate) mod oauth1;
mod request;
mod sigv4;

pub(crate) use request::{Body, Unsigned, signature};
