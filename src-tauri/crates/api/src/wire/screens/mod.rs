//! The screens that the SDK puts into a frame: `/screens/…` and `/embed/…` (contract 2.1, 2.2).
//!
//! The server checks the token and writes into the page what it was asked for; everything else the page does by the
//! same routes as any client. A refusal is drawn inside the frame, because nobody sees the body of a frame's error.
//! What is deliberately not here: the page (`ui/connect`), and connecting (`connect`).

mod boot;
mod pages;

use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use axum::{Extension, Router};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode, Uri};
use patchbay_engine::{Access, Engine};

use self::boot::{Boot, Fields, Params, Screen};
use super::bearer::bearer_of;
use super::body::media_type;
use super::connect;
use crate::problem::Problem;
use crate::request_log::{Asker, Refused};
use crate::server::Room;

/// What a selector in a screen's path names.
#[derive(Clone, Copy)]
enum Selects {
    Nothing,
    Integration,
    Connection,
}

/// The screens' routes.
pub(crate) fn routes() -> Router<Room> {
    Router::new()
        .route(
            "/screens/assets/{*path}",
            get(async |Path(path): Path<String>| pages::asset(&path)),
        )
        .route("/screens/connect", screen(Screen::Connect, Selects::Nothing))
        .route(
            "/screens/connection",
            screen(Screen::Connection, Selects::Nothing),
        )
        .route("/screens/connections", screen(Screen::Connect, Selects::Nothing))
        .route(
            "/screens/integrations/{sel}/connect",
            screen(Screen::Connect, Selects::Integration),
        )
        .route(
            "/embed/integrations/{sel}/connect",
            screen(Screen::Connect, Selects::Integration),
        )
        .route(
            "/embed/integrations/{sel}",
            screen(Screen::Integration, Selects::Integration),
        )
        .route(
            "/embed/connections/{sel}/refresh",
            screen(Screen::Reconnect, Selects::Connection),
        )
        .route("/embed/main", screen(Screen::Main, Selects::Nothing))
}

/// One screen, asked for by a form or by its address.
fn screen(screen: Screen, selects: Selects) -> MethodRouter<Room> {
    let handler = move |State(room): State<Room>,
                        selector: Option<Path<String>>,
                        asker: Option<Extension<Asker>>,
                        uri: Uri,
                        headers: HeaderMap,
                        body: Bytes| async move {
        let fields = Fields::parse(uri.query().unwrap_or_default(), &body);
        let (mut boot, mut wrong) = fields.boot(screen);
        if !body.is_empty() && !is_form(&headers) {
            wrong = Some(not_a_form());
        }
        select(&mut boot.params, selects, selector.map(|Path(selector)| selector));
        let asker = asker.map(|Extension(asker)| asker);
        let token = fields.text("token").unwrap_or_default();
        let request = fields.text("connectionRequestId").filter(|_| token.is_empty());
        match request {
            Some(request) => prepared(&room.engine, boot, &request).await,
            None => answer(&room.engine, boot, wrong, token, asker).await,
        }
    };
    get(handler).post(handler)
}

async fn answer(
    engine: &Engine,
    mut boot: Boot,
    wrong: Option<Problem>,
    token: String,
    asker: Option<Asker>,
) -> Response {
    let access = engine.access();
    match bearer_of(engine, &token).await {
        Ok(bearer) => {
            if let Some(asker) = asker {
                asker.is(&bearer.who);
            }
        }
        Err(problem) => {
            let title = if problem.status == StatusCode::UNAUTHORIZED {
                "This page could not sign you in"
            } else {
                "Patchbay is not ready"
            };
            return refused(boot, title, problem, &access);
        }
    }
    if let Some(problem) = wrong {
        return refused(boot, "This page asked for something wrong", problem, &access);
    }
    boot.token = Some(token);
    pages::page(StatusCode::OK, &boot, &access, None)
}

/// The screen of a connect that a server prepared: whoever has its link need bring no token.
async fn prepared(engine: &Engine, mut boot: Boot, request: &str) -> Response {
    let access = engine.access();
    match connect::opened(engine, request).await {
        Ok(opened) => {
            let mut stored = opened.params;
            let multiple = stored.remove("allowMultipleConnections");
            boot.params = Params {
                allow_multiple_connections: multiple.is_some_and(|flag| flag == true),
                stored,
                ..Params::default()
            };
            boot.token = Some(opened.token.expose().clone());
            pages::page(StatusCode::OK, &boot, &access, None)
        }
        Err(problem) => refused(boot, "This link does not work", problem, &access),
    }
}

/// The screen with nothing but why it was refused.
fn refused(boot: Boot, title: &'static str, problem: Problem, access: &Access) -> Response {
    let boot = boot.refused(title, &problem);
    let mut response = pages::page(problem.status, &boot, access, None);
    response.extensions_mut().insert(Refused {
        reason: problem.message,
        remedy: None,
    });
    response
}

/// The screen that tells a page of an origin that is not listed how to list it, inside that page's frame. It holds no
/// token and asks for nothing.
pub(crate) fn not_listed(problem: &Problem, origin: &str, access: &Access) -> Response {
    let boot =
        Boot::new(Screen::Connect, Params::default()).refused("This page may not use Patchbay", problem);
    pages::page(problem.status, &boot, access, Some(origin))
}

/// Puts the path's selector where the page looks for it. An id is 24 hex digits, and no key looks like one.
fn select(params: &mut Params, selects: Selects, selector: Option<String>) {
    let Some(selector) = selector else { return };
    let is_id = selector.len() == 24 && selector.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match (selects, is_id) {
        (Selects::Nothing, _) => {}
        (Selects::Integration, true) => params.integration_id = Some(selector),
        (Selects::Integration, false) => params.integration_key = Some(selector),
        (Selects::Connection, true) => params.connection_id = Some(selector),
        (Selects::Connection, false) => params.connection_key = Some(selector),
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| media_type(kind) == "application/x-www-form-urlencoded")
}

fn not_a_form() -> Problem {
    Problem::bad_request(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        "The body is not a form. Send it as application/x-www-form-urlencoded.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(selects: Selects, selector: &str) -> serde_json::Value {
        let mut params = Params::default();
        select(&mut params, selects, Some(selector.to_owned()));
        serde_json::to_value(params).unwrap()
    }

    #[test]
    fn a_selector_is_an_id_or_a_key() {
        let id = "0123456789abcdef01234567";
        assert_eq!(selected(Selects::Integration, id)["integrationId"], id);
        assert_eq!(
            selected(Selects::Integration, "hubspot")["integrationKey"],
            "hubspot"
        );
        assert_eq!(selected(Selects::Connection, id)["connectionId"], id);
        assert_eq!(selected(Selects::Connection, "mine")["connectionKey"], "mine");
    }

    #[test]
    fn a_body_is_a_form() {
        let mut headers = HeaderMap::new();
        assert!(!is_form(&headers));
        headers.insert(
            CONTENT_TYPE,
            http::HeaderValue::from_static("application/x-www-form-urlencoded;charset=UTF-8"),
        );
        assert!(is_form(&headers));
    }
}
