//! Membrane's wire contract: what its SDK asks of `apiUri`, answered by the engine.
//!
//! Here is what crosses the wire: who asks ([`bearer`]), what they send ([`body`], [`query`]), what they get ([`shapes`])
//! and how a refusal looks ([`wrong`]). What a route may do is decided in the engine; there is no rule here that the
//! window or the command line would not follow too. Deliberately not here: connect flows (`connect`), the proxy and
//! `/act`, screens.

pub(crate) mod bearer;
pub(crate) mod body;
pub(crate) mod query;
pub(crate) mod shapes;
pub(crate) mod wrong;

use axum::Router;

use crate::server::Room;

/// Every route of the contract.
pub(crate) fn routes() -> Router<Room> {
    Router::new()
}
