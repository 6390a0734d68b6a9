//! Whoever asked for a connect, and answering them: by a redirect, a page that posts, a plain page, or JSON; and in the
//! event stream as well.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};
use patchbay_engine::{Progress, Remedy};

use super::ending::Ending;
use super::reply::Reply;
use super::{redirect, result_page};
use crate::page::{Page, Tone};
use crate::problem::Problem;
use crate::request_log::Refused;
use crate::server::Room;

/// Who is answered, and how.
pub(crate) struct Caller {
    pub(crate) room: Room,
    /// A program: JSON, no pages.
    pub(crate) json: bool,
    /// Where the answer goes. Nothing in it is trusted before it was checked.
    pub(crate) reply: Reply,
    /// The tenant, once a token said who it is.
    pub(crate) tenant: Option<String>,
}

impl Caller {
    /// Refuses before there is an attempt.
    pub(crate) fn refuse(&self, problem: Problem) -> Response {
        self.refuse_with(problem, None)
    }

    /// The same, with what would let it in.
    pub(crate) fn refuse_with(&self, problem: Problem, remedy: Option<Remedy>) -> Response {
        let refused = Refused {
            reason: problem.message.clone(),
            remedy,
        };
        let ending = Ending::failed(problem);
        // Only for a tenant that is known: nobody else can put words into a stranger's stream.
        if let (Some(request_id), Some(_)) = (&self.reply.request_id, &self.tenant) {
            self.room
                .endings
                .tell(request_id, self.tenant.as_deref(), &ending.message(request_id));
        }
        let mut response = self.answer(&ending, None);
        response.extensions_mut().insert(refused);
        response
    }

    /// Answers with how the connect ended.
    pub(crate) fn answer(&self, ending: &Ending, progress: Option<&Progress>) -> Response {
        if self.json {
            return as_json(ending);
        }
        if let Some(redirect_uri) = &self.reply.redirect_uri {
            let location = redirect::ended_at(redirect_uri, ending, &self.reply);
            return result_page::see_other(&location, &self.room.engine.access());
        }
        self.page(&page_of(ending, progress), ending)
    }

    /// A page that tells how the connect ended, to the page that asked where there is one.
    pub(crate) fn page(&self, page: &Page, ending: &Ending) -> Response {
        match &self.reply.request_id {
            Some(request_id) => result_page::telling(
                page,
                ending,
                request_id,
                self.reply.origin.as_deref(),
                &self.room.engine.access(),
            ),
            None => page.clone().into_response(),
        }
    }
}

fn as_json(ending: &Ending) -> Response {
    let mut response = match ending {
        Ending::Connected { connection, .. } => (StatusCode::OK, Json(connection)).into_response(),
        Ending::Failed { problem, .. } => problem.clone().into_response(),
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn page_of(ending: &Ending, progress: Option<&Progress>) -> Page {
    match ending {
        Ending::Connected { connection, .. } => {
            let title = match connection["integration"]["name"].as_str() {
                Some(name) => format!("Connected to {name}"),
                None => "Connected".to_owned(),
            };
            let warning = progress
                .and_then(|progress| progress.outcome.as_ref())
                .and_then(|outcome| outcome.warning.as_deref());
            let (tone, text) = match warning {
                Some(warning) => (Tone::Warn, warning),
                None => (Tone::Good, "The connection is stored and ready to use."),
            };
            Page::new(StatusCode::OK, tone, &title, text, None)
        }
        Ending::Failed { problem, .. } => {
            // A connect that was tried and failed is an answer, not a broken page.
            let status = if progress.is_some() {
                StatusCode::OK
            } else {
                problem.status
            };
            Page::new(status, Tone::Bad, "Not connected", &problem.message, None)
        }
    }
}
