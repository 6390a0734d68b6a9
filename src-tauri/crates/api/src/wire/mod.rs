//! Membrane's wire contract: what its SDK asks of `apiUri`, answered by the engine.
//!
//! Here is what crosses the wire: who asks ([`bearer`]), what they send ([`body`], [`query`]), what they get ([`shapes`])
//! and how a refusal looks ([`wrong`]). What a route may do is decided in the engine; there is no rule here that the
//! window or the command line would not follow too. Deliberately not here: connect flows (`connect`), the proxy and
//! `/act`, screens.

pub(crate) mod act;
pub(crate) mod bearer;
pub(crate) mod body;
pub(crate) mod connect;
mod connections;
pub(crate) mod connectors;
pub(crate) mod customers;
mod events;
mod integrations;
mod legacy;
mod logos;
mod logs;
pub(crate) mod proxy;
pub(crate) mod query;
pub(crate) mod screens;
pub(crate) mod shapes;
mod whoami;
pub(crate) mod wrong;

use axum::Router;

use crate::server::Room;

/// Every route of the contract. A connection's or an integration's selector is always `{sel}`.
pub(crate) fn routes() -> Router<Room> {
    Router::new()
        .merge(whoami::routes())
        .merge(customers::routes())
        .merge(connectors::routes())
        .merge(logos::routes())
        .merge(integrations::routes())
        .merge(connections::routes())
        .merge(logs::routes())
        .merge(events::routes())
        .merge(legacy::routes())
        .merge(connect::routes())
}
