//! `POST|GET /connect` and `POST /connection-popup` (contract 2.5): token, then redirect URI, then the engine. A provider's
//! page is a 303; everything else ends at once.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use http::header::ORIGIN;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use patchbay_engine::{Code, Error, Remedy, Who};
use patchbay_store::How;

use super::attempts::pending_record;
use super::caller::Caller;
use super::ending::{Ending, ending, watch};
use super::payload::{Payload, wants_json};
use super::reply::Reply;
use super::target::request_of;
use super::{form, requests, result_page};
use crate::problem::Problem;
use crate::request_log::Asker;
use crate::server::Room;
use crate::wire::bearer::{bearer_of, bearer_text};

/// Connects as the request says, whichever of the three ways it came.
pub(crate) async fn connect(State(room): State<Room>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let mut caller = Caller {
        json: wants_json(&head.headers),
        room,
        reply: Reply::default(),
        tenant: None,
    };
    let payload = match read(&mut caller, &head, body).await {
        Ok(payload) => payload,
        Err(problem) => return caller.refuse(problem),
    };
    match token_of(&payload, &head.headers) {
        Ok(Some(token)) => with_token(caller, payload, &head, &token).await,
        Ok(None) => form::without_token(caller, payload, &head).await,
        Err(problem) => caller.refuse(problem),
    }
}

/// Reads what was sent, and where the answer goes: the latter as soon as it is known.
async fn read(caller: &mut Caller, head: &Parts, body: Body) -> Result<Payload, Problem> {
    let payload = Payload::read(head, body).await?;
    caller.reply = Reply::of(&payload, origin_of(&head.headers))?;
    Ok(payload)
}

async fn with_token(mut caller: Caller, mut payload: Payload, head: &Parts, token: &str) -> Response {
    let room = caller.room.clone();
    let bearer = match bearer_of(&room.engine, token).await {
        Ok(bearer) => bearer,
        Err(problem) => {
            // No redirect to an address that nobody vouches for (contract 2.5).
            caller.reply.redirect_uri = None;
            return caller.refuse(problem);
        }
    };
    if let Some(asker) = head.extensions.get::<Asker>() {
        asker.is(&bearer.who);
    }
    caller.tenant = Some(bearer.who.tenant_id().unwrap_or_default().to_owned());
    if let Some(refused) = check_redirect(&mut caller) {
        return refused;
    }
    if let Some(id) = caller.reply.connection_request_id.clone() {
        match requests::asked_for(&room.engine, &id, &bearer.who).await {
            Ok(asked) => payload.under(asked),
            Err(problem) => return caller.refuse(problem),
        }
    }
    // The SDK posts a form as well, but one whose end its page waits for.
    let how = if payload.is_form && caller.reply.request_id.is_none() {
        How::Form
    } else {
        How::Sdk
    };
    go_on(caller, &payload, bearer.who, how).await
}

/// Refuses where the browser would be sent to an address that the developer did not register. It is asked before
/// anything happens (security A6.6).
pub(crate) fn check_redirect(caller: &mut Caller) -> Option<Response> {
    let uri = caller.reply.redirect_uri.clone()?;
    if caller.room.engine.access().allows_redirect(&uri) {
        return None;
    }
    caller.reply.redirect_uri = None;
    let shown: String = uri.chars().filter(|c| !c.is_control()).take(300).collect();
    let bare = shown.split(['?', '#']).next().unwrap_or_default();
    let error = Error::new(
        Code::InvalidRequest,
        format!("The redirectUri {shown} is not registered, so nothing was done."),
    )
    .at("redirectUri")
    .next(format!(
        "If it is yours, register exactly this address: `patchbay redirect-uris add {bare}`, or on the API page of \
         Patchbay's window."
    ));
    Some(caller.refuse_with(Problem::from(error), Some(Remedy::RedirectUri(bare.to_owned()))))
}

/// Connects once it is known who asks.
pub(crate) async fn go_on(caller: Caller, payload: &Payload, who: Who, how: How) -> Response {
    let room = caller.room.clone();
    let request = match request_of(&room.engine, payload, who.clone(), how, &caller.reply).await {
        Ok(request) => request,
        Err(problem) => return caller.refuse(problem),
    };
    let renewed = request.connection.is_some();
    // In a task of its own: a browser that gives up leaves no connect half done.
    let engine = room.engine.clone();
    let begun = tokio::spawn(async move { engine.connect(request).await }).await;
    let progress = match begun {
        Ok(Ok(progress)) => progress,
        Ok(Err(error)) => return caller.refuse(Problem::from(error)),
        Err(error) => return caller.refuse(Problem::from(Error::internal(error))),
    };
    let id = progress.attempt.id.clone();
    if progress.attempt.status.is_over() {
        return match ending(&room, &id).await {
            Ok(ending) => caller.answer(&ending, Some(&progress)),
            Err(error) => caller.refuse(Problem::from(error)),
        };
    }
    watch(&room, &id);
    match (&progress.authorize_url, caller.json) {
        (_, true) => match pending_record(&room.engine, &progress, &caller.reply).await {
            Ok(connection) => caller.answer(&Ending::Connected { id, connection }, None),
            Err(error) => caller.refuse(Problem::from(error)),
        },
        // Nobody is sent back: our page shows the code, and what comes of it.
        (Some(_), false) if progress.device.is_some() => {
            result_page::see_other(&format!("/oauth-result/{id}"), &room.engine.access())
        }
        (Some(url), false) => result_page::see_other(url.as_str(), &room.engine.access()),
        (None, false) => {
            tracing::error!(attempt = id, renewed, "a pending attempt without a sign-in link");
            caller.refuse(Problem::from(Error::internal("no sign-in link")))
        }
    }
}

/// The token: in the payload, `?token=`, or the header.
fn token_of(payload: &Payload, headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let given = payload.text(&["token"])?;
    Ok(given.or_else(|| bearer_text(headers).map(str::to_owned)))
}

/// The origin of the page that asked; the guard has let only listed ones through.
pub(crate) fn origin_of(headers: &HeaderMap) -> Option<String> {
    headers
        .get(ORIGIN)
        .and_then(|origin| origin.to_str().ok())
        .map(str::to_owned)
}

/// A request that may not go on for want of a token.
pub(crate) fn token_needed(why: &str) -> Problem {
    Problem::bad_request(StatusCode::UNAUTHORIZED, "not_authenticated", why)
}
