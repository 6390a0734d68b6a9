//! Connect flows over the wire (contract 2.3 to 2.5): the SDK's popup, hidden frame and same-window ways, a backend's
//! form, and programs that want JSON. All become one `ConnectRequest`; what differs is only where the answer goes.
//!
//! - [`start`] takes the request ([`payload`]), finds whom and what it means ([`target`]) and begins it.
//! - [`caller`] answers: a 303 ([`redirect`]), a page that posts ([`result_page`]), a plain page, or JSON.
//! - [`ending`] is how it ended, built once; [`endings`] keeps it for [`events`], the stream beside the page.
//! - [`form`] is the form without a token, [`requests`] the connect that a server prepared, [`attempts`] the one that a
//!   program began.
//!
//! Deliberately not here: OAuth and what may be connected (the engine), the screens (`wire::screens`).

mod attempts;
mod caller;
mod ending;
mod endings;
mod events;
mod form;
mod options;
mod payload;
mod redirect;
mod reply;
mod requests;
mod result_page;
mod start;
mod target;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use patchbay_engine::{Error, Progress};

pub(crate) use attempts::pending_connection;
pub(crate) use endings::Endings;
pub(crate) use requests::opened;

use crate::page::Page;
use crate::server::Room;
use reply::Reply;

/// How long a result page may be loaded again with the result in it, in milliseconds after the connect ended.
const TELLS_FOR_MS: i64 = 10 * 60 * 1000;

/// The routes.
pub(crate) fn routes() -> Router<Room> {
    Router::new()
        .route("/connect", get(start::connect).post(start::connect))
        .route("/connection-popup", post(start::connect))
        .route("/connect/attempts/{id}", get(attempts::lead))
        .route("/connect/forms/{id}", get(form::waiting))
        .route(
            "/sse/connection-events/{request_id}",
            get(events::connection_events),
        )
        .route("/connection-options", post(options::connection_options))
        .route(
            "/connectors/{sel}/generate-options",
            post(options::generate_options),
        )
        .route("/connection-requests", post(requests::create))
        .route("/connection-requests/{id}", get(requests::show))
}

/// Where a redirect that was taken leads the browser, for a connect of the wire: to its `redirectUri`, or to the page
/// that tells the result. None for the others.
pub(crate) async fn after_redirect(room: &Room, attempt: &str) -> Result<Option<Response>, Error> {
    let progress = room.engine.attempt(attempt).await?;
    let Some(reply) = Reply::kept(&progress) else {
        return Ok(None);
    };
    let access = room.engine.access();
    if let Some(redirect_uri) = &reply.redirect_uri
        && progress.attempt.status.is_over()
        && access.allows_redirect(redirect_uri)
    {
        let ending = ending::ending(room, attempt).await?;
        let location = redirect::ended_at(redirect_uri, &ending, &reply);
        room.results.settled();
        return Ok(Some(result_page::see_other(&location, &access)));
    }
    if progress.attempt.status.is_over() {
        // Builds and tells it, also after a restart, when nothing else waits for this attempt.
        ending::ending(room, attempt).await?;
    }
    Ok(reply
        .request_id
        .is_some()
        .then(|| result_page::see_other(&format!("/oauth-result/{attempt}"), &access)))
}

/// The page of an attempt, where a page of the SDK waits for its result; none for the others.
pub(crate) async fn result_page(
    room: &Room,
    progress: &Progress,
    page: &Page,
) -> Result<Option<Response>, Error> {
    let Some(reply) = Reply::kept(progress) else {
        return Ok(None);
    };
    // Where a code was typed elsewhere, or something was chosen here, the page itself leads on. An ended attempt's expiry is
    // when it ended.
    let just_ended =
        progress.attempt.status.is_over() && room.engine.now() - progress.attempt.expires_at <= TELLS_FOR_MS;
    if just_ended && reply.redirect_uri.is_some() {
        return after_redirect(room, &progress.attempt.id).await;
    }
    let Some(request_id) = &reply.request_id else {
        return Ok(None);
    };
    let access = room.engine.access();
    let attempt = &progress.attempt;
    if !attempt.status.is_over() {
        return Ok(Some(result_page::silent(page, &access)));
    }
    // An ended attempt's expiry is when it ended. An old page is one that somebody looks up, not one that is awaited.
    if room.engine.now() - attempt.expires_at > TELLS_FOR_MS {
        return Ok(None);
    }
    let ending = ending::ending(room, &attempt.id).await?;
    Ok(Some(result_page::telling(
        page,
        &ending,
        request_id,
        reply.origin.as_deref(),
        &access,
    )))
}
