//! Where redirects arrive: `/oauth-callback/<integration key>` and, for attempts that were sent there, `/oauth-callback`.
//!
//! The whole URL goes to the engine, which knows what it belongs to; the browser is sent on at once to a clean URL
//! that holds no code and no state (security A1.9): our page, or where a connect of the wire asked to end. Several redirects, and browsers that connect ahead of time, are
//! served side by side. What is deliberately not here: `form_post`, which no connector asks for yet.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use http::header::LOCATION;
use http::{HeaderValue, StatusCode, Uri};
use patchbay_commands::{AttemptView, Caller, Context, dispatch};
use patchbay_engine::{Code, Redirected};
use serde_json::json;

use crate::guard::SentTo;
use crate::page::{Page, Tone};
use crate::problem::Problem;
use crate::server::Room;
use crate::wire::connect;

/// Where a redirect ends that belongs to nothing here.
const IGNORED: &str = "ignored";
/// Where a redirect ends that could not be read.
const FAILED: &str = "failed";

/// Hands a redirect to the engine, then sends the browser to the page of the attempt it belongs to.
pub(crate) async fn arrive(
    State(room): State<Room>,
    Extension(SentTo(host)): Extension<SentTo>,
    uri: Uri,
) -> Response {
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let url = format!("http://{host}{target}");
    let (engine, results) = (room.engine.clone(), room.results.clone());
    results.arrived();
    // In a task of its own: a browser that gives up leaves no redemption half done.
    let taken = tokio::spawn(async move { engine.redirected(&url).await }).await;
    let page = match taken {
        Ok(Ok(Redirected::Attempt(id))) => {
            return match connect::after_redirect(&room, &id).await {
                Ok(Some(response)) => response,
                Ok(None) => see_other(&id),
                Err(error) => {
                    tracing::warn!(code = ?error.code, "a connect's result could not be told");
                    see_other(&id)
                }
            };
        }
        Ok(Ok(Redirected::Ignored)) => IGNORED,
        Ok(Err(error)) => {
            tracing::warn!(code = ?error.code, "a redirect could not be taken");
            if error.code == Code::AttemptEnded {
                IGNORED
            } else {
                FAILED
            }
        }
        Err(error) => {
            tracing::error!(%error, "taking a redirect failed");
            FAILED
        }
    };
    // Nobody waits for these pages.
    results.settled();
    see_other(page)
}

/// The page at the clean URL.
pub(crate) async fn result(State(room): State<Room>, Path(attempt): Path<String>) -> Response {
    match attempt.as_str() {
        IGNORED => return ignored().into_response(),
        FAILED => return unreadable().into_response(),
        _ => {}
    }
    let context = Context {
        engine: room.engine.clone(),
        caller: Caller::Cli,
    };
    let answer = Box::pin(dispatch(&context, "attempt", json!({ "attempt": attempt }))).await;
    let attempt = answer
        .ok()
        .and_then(|answer| serde_json::from_value::<AttemptView>(answer).ok());
    let page = attempt.as_ref().map_or_else(ignored, Page::of);
    if !page.waits() {
        room.results.settled();
    }
    if let Some(attempt) = &attempt
        && let Some(awaited) = awaited(&room, &attempt.id, &page).await
    {
        return awaited;
    }
    page.into_response()
}

/// What a person answers on the page, where one of several has to be chosen.
#[derive(serde::Deserialize)]
pub(crate) struct Chosen {
    choice: String,
}

/// Takes the answer and leads back to the page, which goes on by itself. An answer that comes too late changes nothing: the
/// page says how the attempt ended.
pub(crate) async fn choose(
    State(room): State<Room>,
    Path(attempt): Path<String>,
    Form(Chosen { choice }): Form<Chosen>,
) -> Response {
    room.results.arrived();
    if let Err(error) = room.engine.attempt_choose(&attempt, &choice).await {
        tracing::info!(attempt, code = ?error.code, "a choice was not taken");
    }
    see_other(&attempt)
}

/// The page, where a page of the SDK waits for what it tells.
async fn awaited(room: &Room, attempt: &str, page: &Page) -> Option<Response> {
    let progress = room.engine.attempt(attempt).await.ok()?;
    match connect::result_page(room, &progress, page).await {
        Ok(awaited) => awaited,
        Err(error) => {
            tracing::warn!(code = ?error.code, "a connect's result could not be told");
            None
        }
    }
}

fn see_other(result: &str) -> Response {
    match HeaderValue::from_str(&format!("/oauth-result/{result}")) {
        Ok(location) => {
            let mut response = StatusCode::SEE_OTHER.into_response();
            crate::page::protect(response.headers_mut());
            response.headers_mut().insert(LOCATION, location);
            response
        }
        Err(_) => Problem::not_found().into_response(),
    }
}

fn ignored() -> Page {
    Page::new(
        StatusCode::NOT_FOUND,
        Tone::Quiet,
        "Nothing was waiting for this",
        "This sign-in belongs to no connect flow that is open in Patchbay. It may have been finished already, been \
         cancelled, or taken longer than ten minutes. Nothing was changed.",
        Some("Start the connect again in Patchbay."),
    )
}

fn unreadable() -> Page {
    Page::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        Tone::Bad,
        "Patchbay could not take this sign-in",
        "Something went wrong on this machine while the answer of the provider was being read. No connection was \
         changed.",
        Some("Look at the waiting screen in Patchbay; it says more. Then start the connect again."),
    )
}
