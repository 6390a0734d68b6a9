//! A running sandbox, driven over HTTP as a client would.

#[cfg(test)]
mod api;
#[cfg(test)]
mod client;
#[cfg(test)]
mod code_flow;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod view;
