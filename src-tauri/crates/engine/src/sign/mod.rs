//! Signatures, as pure functions: the clock's time and everything random come in as arguments. What puts them on requests
//! is in `attach`.

pub(crate) mod attach;
pub(crate) mod dpop;
pub(crate) mod jwt;
pub(crate) mod oauth1;
mod sigv4;
