//! A backend's form without a token (design section 7, Q1; security A6.5). Off unless the developer switched it on; then
//! a form of a listed page is asked about in Patchbay's window, and connects as the tenant `test` with a tenant's
//! rights. Without a window nobody could be asked, so it is refused.

use std::sync::Mutex;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{Method, StatusCode};
use patchbay_engine::{Code, Engine, Error, FormAsk, TEST_TENANT, Who};
use patchbay_store::{How, Tenant};

use super::caller::Caller;
use super::endings::held;
use super::payload::Payload;
use super::reply::Reply;
use super::result_page;
use super::start::{check_redirect, go_on, token_needed};
use super::target::request_of;
use crate::page::{Page, Tone};
use crate::problem::Problem;
use crate::server::Room;

/// How many forms are kept; the engine asks about fewer at once.
const MOST: usize = 64;

/// Forms that wait for a word, by the question's id.
#[derive(Default)]
pub(crate) struct KeptForms(Mutex<Vec<(String, Kept)>>);

struct Kept {
    payload: Payload,
    reply: Reply,
    origin: String,
    integration: String,
}

impl KeptForms {
    fn keep(&self, id: String, form: Kept) {
        let mut forms = held(&self.0);
        if forms.len() >= MOST {
            forms.remove(0);
        }
        forms.push((id, form));
    }

    /// Takes a form, once.
    fn take(&self, id: &str) -> Option<Kept> {
        let mut forms = held(&self.0);
        let at = forms.iter().position(|(known, _)| known == id)?;
        Some(forms.remove(at).1)
    }

    /// What the waiting page says: who asks, for what.
    fn shown(&self, id: &str) -> Option<(String, String, bool)> {
        held(&self.0)
            .iter()
            .find(|(known, _)| known == id)
            .map(|(_, form)| {
                (
                    form.origin.clone(),
                    form.integration.clone(),
                    form.reply.request_id.is_some(),
                )
            })
    }
}

/// A request without a token: refused, or asked about.
pub(crate) async fn without_token(mut caller: Caller, payload: Payload, head: &Parts) -> Response {
    let origin = match allowed(&caller, &payload, head) {
        Ok(origin) => origin,
        Err(problem) => {
            caller.reply.redirect_uri = None;
            return caller.refuse(problem);
        }
    };
    if let Some(refused) = check_redirect(&mut caller) {
        return refused;
    }
    match ask(&caller, payload, origin).await {
        Ok(id) => result_page::see_other(&format!("/connect/forms/{id}"), &caller.room.engine.access()),
        Err(problem) => caller.refuse(problem),
    }
}

/// The listed origin of a form that may be asked about.
fn allowed(caller: &Caller, payload: &Payload, head: &Parts) -> Result<String, Problem> {
    let engine = &caller.room.engine;
    let access = engine.access();
    if !access.tokenless_forms {
        return Err(token_needed(
            "This connect carries no access token. Put one into the payload as “token” (`patchbay token` mints one to \
             try with). To try a form without one, switch it on: `patchbay api tokenless-forms on`, or on the API page \
             of Patchbay's window; it is then asked about there.",
        ));
    }
    if head.method != Method::POST || !payload.is_form || caller.json {
        return Err(token_needed(
            "This connect carries no access token. Only a form that a page posts may come without one; put a token into \
             the payload.",
        ));
    }
    let origin = caller.reply.origin.clone();
    let Some(origin) = origin.filter(|origin| access.allows_origin(origin)) else {
        return Err(token_needed(
            "This form carries no access token, and no listed page sent it. Send it from a page of a listed origin \
             (`patchbay origins`), or put a token into the payload.",
        ));
    };
    if !engine.has_window() {
        return Err(Problem::from(
            Error::new(
                Code::Forbidden,
                "A form without an access token must be allowed in Patchbay's window, and this Patchbay has none.",
            )
            .next("Run the app instead of `patchbay serve`, or put a token into the payload."),
        ));
    }
    Ok(origin)
}

async fn ask(caller: &Caller, payload: Payload, origin: String) -> Result<String, Problem> {
    let engine = &caller.room.engine;
    let who = Who::Tenant(test_tenant(engine).await?);
    let request = request_of(engine, &payload, who.clone(), How::Form, &caller.reply).await?;
    let integration = match (&request.connection, &request.integration) {
        (Some(connection), _) => {
            let connection = engine.connection_of(connection, &who).await?;
            engine.integration(&connection.integration_id).await?
        }
        (None, integration) => {
            engine
                .integration(integration.as_deref().unwrap_or_default())
                .await?
        }
    };
    let question = FormAsk {
        id: String::new(),
        at: 0,
        origin: origin.clone(),
        integration_id: integration.id,
        name: request.name,
        overrides: request.overrides,
        redirect_uri: caller.reply.redirect_uri.clone(),
    };
    let id = engine.form_asks().ask(question, engine.now())?;
    let form = Kept {
        payload,
        reply: caller.reply.clone(),
        origin,
        integration: integration.name,
    };
    caller.room.endings.forms().keep(id.clone(), form);
    Ok(id)
}

async fn test_tenant(engine: &Engine) -> Result<Tenant, Error> {
    let now = engine.now();
    engine
        .with_store(move |store| store.tenant_upsert(TEST_TENANT, None, now))
        .await
}

/// `GET /connect/forms/{id}`: waits for the word in the window, then goes on. Only the browser that posted the form knows
/// the id.
pub(crate) async fn waiting(State(room): State<Room>, Path(id): Path<String>) -> Response {
    let word = room.engine.form_asks().decided(&id, room.engine.now());
    let Some(allow) = word else {
        return match room.endings.forms().shown(&id) {
            Some((origin, integration, posts)) => {
                let page = confirm(&origin, &integration);
                if posts {
                    result_page::silent(&page, &room.engine.access())
                } else {
                    page.into_response()
                }
            }
            None => gone().into_response(),
        };
    };
    let Some(form) = room.endings.forms().take(&id) else {
        return gone().into_response();
    };
    let tenant = match test_tenant(&room.engine).await {
        Ok(tenant) => tenant,
        Err(error) => return Problem::from(error).into_response(),
    };
    let caller = Caller {
        room,
        json: false,
        reply: form.reply,
        tenant: Some(tenant.id.clone()),
    };
    if allow {
        return go_on(caller, &form.payload, Who::Tenant(tenant), How::Form).await;
    }
    let refused = Error::new(
        Code::AccessDenied,
        "This form was not allowed in Patchbay's window.",
    )
    .next("Send it again and allow it there within ten minutes, or put a token into the payload.");
    caller.refuse(Problem::from(refused))
}

fn confirm(origin: &str, integration: &str) -> Page {
    Page::new(
        StatusCode::OK,
        Tone::Quiet,
        "Confirm in Patchbay",
        &format!(
            "A page of {origin} asks to connect {integration}, without an access token. Nothing happens until you allow \
             it in Patchbay's window."
        ),
        Some("Open Patchbay and answer there within ten minutes."),
    )
    .waiting()
}

fn gone() -> Page {
    Page::new(
        StatusCode::NOT_FOUND,
        Tone::Quiet,
        "Nothing waits here",
        "This form was answered already, or Patchbay was started anew since it was sent.",
        Some("Go back to the page and send it again."),
    )
}
