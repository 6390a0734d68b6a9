//! The authorization endpoint (RFC 6749 §3.1): checks the request, asks the user, sends the answer back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY};
use axum::response::{IntoResponse as _, Response};
use url::Url;

use crate::clock::now_ms;
use crate::consent_page::{self, Consent};
use crate::grants::Code;
use crate::opaque::{Opaque, random_name};
use crate::parameters::Parameters;
use crate::redirect_uri;
use crate::scope::ScopeSet;
use crate::server::Server;
use crate::token::is_verifier;

/// How long a consent page can be answered, in milliseconds.
const PAGE_LIFE_MS: u64 = 600_000;
/// How many consent pages can be open at once.
const PAGES_MAX: usize = 1000;

/// An authorization request that was found good and waits for the user.
#[derive(Clone)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: Url,
    /// As it was sent, for the token endpoint's comparison.
    redirect_uri_text: String,
    state: String,
    challenge: String,
    pub(crate) scopes: ScopeSet,
}

/// The requests whose consent page is open, each by the page's single-use token.
#[derive(Default)]
pub(crate) struct PendingAuthorizations(Mutex<HashMap<String, (AuthorizationRequest, u64)>>);

impl PendingAuthorizations {
    fn add(&self, token: String, request: AuthorizationRequest, now: u64) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|_, (_, opened)| now < opened.saturating_add(PAGE_LIFE_MS));
        if pages.len() >= PAGES_MAX {
            let oldest = pages
                .iter()
                .min_by_key(|(_, (_, opened))| *opened)
                .map(|(token, _)| token.clone());
            oldest.and_then(|oldest| pages.remove(&oldest));
        }
        pages.insert(token, (request, now));
    }

    fn take(&self, token: &str, now: u64) -> Option<AuthorizationRequest> {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (request, opened) = pages.remove(token)?;
        (now < opened.saturating_add(PAGE_LIFE_MS)).then_some(request)
    }
}

/// `GET /authorize`: the consent page, or what is wrong with the request.
pub(crate) async fn ask(State(server): State<Arc<Server>>, RawQuery(query): RawQuery) -> Response {
    let parameters = Parameters::parse(query.unwrap_or_default().as_bytes());
    let request = match check(&server, &parameters) {
        Ok(request) => request,
        Err(Rejection::Page(why)) => return consent_page::failure(&server, StatusCode::BAD_REQUEST, &why),
        Err(Rejection::Redirect(refusal)) => {
            let Refusal {
                uri,
                state,
                error,
                description,
            } = *refusal;
            let mut answer = vec![("error", error), ("error_description", description.as_str())];
            answer.extend(state.as_deref().map(|state| ("state", state)));
            return send_back(&server, &uri, &answer);
        }
    };
    let token = match random_name() {
        Ok(token) => token,
        Err(error) => return provider_failure(&server, &error),
    };
    let consent = Consent {
        request: &request,
        token: &token,
    };
    let page = consent_page::consent(&server, &consent);
    server.pending.add(token, request, now_ms());
    page
}

/// `POST /authorize`: the user's decision.
pub(crate) async fn decide(State(server): State<Arc<Server>>, body: Bytes) -> Response {
    let form = Parameters::parse(&body);
    let Some(request) = form
        .get("request")
        .and_then(|token| server.pending.take(token, now_ms()))
    else {
        let why = "This page was answered already, or it was open for more than ten minutes.";
        return consent_page::failure(&server, StatusCode::BAD_REQUEST, why);
    };
    let faults = server.faults();
    let user = form.get("user").and_then(|id| server.environment.user(id));
    let (Some(user), Some("allow"), false) = (user, form.get("decision"), faults.deny) else {
        let answer = [
            ("error", "access_denied"),
            ("error_description", "The user did not allow it."),
            ("state", &request.state),
        ];
        return send_back(&server, &request.redirect_uri, &answer);
    };
    let code = match Opaque::mint() {
        Ok(code) => code,
        Err(error) => return provider_failure(&server, &error),
    };
    let issued = Code {
        client_id: request.client_id,
        redirect_uri: request.redirect_uri_text,
        challenge: request.challenge,
        user_id: user.id.to_owned(),
        scopes: faults.narrow(request.scopes),
        issued_at: now_ms(),
        redeemed: None,
    };
    let answer = [("code", code.expose()), ("state", request.state.as_str())];
    let response = send_back(&server, &request.redirect_uri, &answer);
    let environment = server.environment;
    let kept = server
        .store
        .change_async(move |state| state.environment_mut(environment).grants.add_code(&code, issued))
        .await;
    match kept {
        Ok(()) => response,
        Err(error) => provider_failure(&server, &error),
    }
}

/// Why a request does not get to the user.
enum Rejection {
    /// The client or its redirect URI is in doubt, so the user is told and sent nowhere (RFC 6749 §4.1.2.1).
    Page(String),
    /// The client is told.
    Redirect(Box<Refusal>),
}

/// An error that is sent to the client's redirect URI.
struct Refusal {
    uri: Url,
    state: Option<String>,
    error: &'static str,
    description: String,
}

fn check(server: &Server, parameters: &Parameters) -> Result<AuthorizationRequest, Rejection> {
    let page = |why: &str| Rejection::Page(why.to_owned());
    let repeated = parameters.repeated();
    if let Some(name @ ("client_id" | "redirect_uri")) = repeated {
        return Err(Rejection::Page(format!(
            "The application's link has {name} more than once."
        )));
    }
    let state = server.store.read();
    let client_id = parameters
        .get("client_id")
        .ok_or_else(|| page("The application's link has no client_id."))?;
    let client = state.client(client_id);
    let client =
        client.ok_or_else(|| page("The client_id in the application's link is not registered here."))?;
    let redirect_uri_text = parameters
        .get("redirect_uri")
        .ok_or_else(|| page("The application's link has no redirect_uri."))?;
    let Some(redirect_uri) = redirect_uri::accept(redirect_uri_text, &client.redirect_uris) else {
        return Err(Rejection::Page(format!(
            "The redirect_uri in the application's link is not one that this client registered: {redirect_uri_text}"
        )));
    };
    let reject = |error: &'static str, description: String| {
        let refusal = Refusal {
            uri: redirect_uri.clone(),
            state: parameters
                .get("state")
                .map(str::to_owned)
                .filter(|_| repeated != Some("state")),
            error,
            description,
        };
        Rejection::Redirect(Box::new(refusal))
    };
    let invalid = |description: &str| reject("invalid_request", description.to_owned());
    if let Some(name) = repeated {
        return Err(reject(
            "invalid_request",
            format!("{name} is there more than once."),
        ));
    }
    match parameters.get("response_type") {
        Some("code") => {}
        Some(_) => {
            return Err(reject(
                "unsupported_response_type",
                "response_type must be code.".to_owned(),
            ));
        }
        None => return Err(invalid("response_type is missing.")),
    }
    if parameters
        .get("response_mode")
        .is_some_and(|mode| mode != "query")
    {
        return Err(invalid("response_mode must be query."));
    }
    let state = parameters
        .get("state")
        .ok_or_else(|| invalid("state is missing."))?;
    // RFC 7636 §4.4.1, and RFC 9700 §2.1.1: only S256, and not without.
    let challenge = parameters
        .get("code_challenge")
        .ok_or_else(|| invalid("code_challenge is missing: use PKCE."))?;
    if parameters.get("code_challenge_method") != Some("S256") {
        return Err(invalid("code_challenge_method must be S256."));
    }
    if !is_verifier(challenge) {
        return Err(invalid("code_challenge must be 43 to 128 unreserved characters."));
    }
    let scopes = ScopeSet::parse(parameters.get("scope").unwrap_or_default())
        .map_err(|unknown| reject("invalid_scope", format!("The scope {unknown} is unknown.")))?;
    Ok(AuthorizationRequest {
        client_id: client_id.to_owned(),
        redirect_uri_text: redirect_uri_text.to_owned(),
        state: state.to_owned(),
        challenge: challenge.to_owned(),
        scopes: if scopes.is_empty() {
            ScopeSet::fallback()
        } else {
            scopes
        },
        redirect_uri,
    })
}

/// 303 to the client, with who answers (RFC 9207 §2). Not 307, which would post the form there as well
/// (RFC 9700 §4.12).
fn send_back(server: &Server, uri: &Url, answer: &[(&str, &str)]) -> Response {
    let mut answer = answer.to_vec();
    answer.push(("iss", &server.issuer));
    let location = redirect_uri::with_answer(uri, &answer);
    let headers = [
        (LOCATION, location.as_str()),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

fn provider_failure(server: &Server, error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "the sandbox could not carry an authorization out");
    let why = "The sandbox could not carry this out; its log says why.";
    consent_page::failure(server, StatusCode::INTERNAL_SERVER_ERROR, why)
}
