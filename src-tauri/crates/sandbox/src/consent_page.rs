//! The provider's pages: the consent page, the page that says what went wrong, and the home page. They carry no
//! script and load nothing; their one style sheet is allowed by its hash.

use std::sync::{Arc, LazyLock};

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::authorize::AuthorizationRequest;
use crate::environment::Environment;
use crate::server::Server;

const STYLE: &str = include_str!("pages.css");

/// No `form-action`: Chromium and WebKit apply it to every redirect after the form is sent, and where a client sends
/// its user on after its own redirect URI is not for the provider to know.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; frame-ancestors 'none'")
});

/// What the consent page asks about.
pub(crate) struct Consent<'a> {
    pub(crate) request: &'a AuthorizationRequest,
    /// The page's single-use token: a decision without it is not taken.
    pub(crate) token: &'a str,
}

/// The page on which the user decides. Allow is the first button in the form, and so what Return presses.
pub(crate) fn consent(server: &Server, consent: &Consent<'_>) -> Response {
    let request = consent.request;
    let title = format!("Sandbox sign-in: {}", server.environment.name());
    let content = html! {
        h1 { "Allow " strong { (request.client_id) } " to use your account?" }
        form method="post" action="/authorize" {
            input type="hidden" name="request" value=(consent.token);
            fieldset {
                legend { "Sign in as" }
                @for (index, user) in server.environment.users().iter().enumerate() {
                    label.user {
                        input type="radio" name="user" value=(user.id) checked[index == 0];
                        span.face aria-hidden="true" { (initials(user.name)) }
                        span { b { (user.name) } small { (user.email) } }
                    }
                }
            }
            h2 { "It will be able to" }
            ul.scopes {
                @for scope in request.scopes.iter() {
                    li { (tick()) span { (scope.meaning()) } code { (scope.name()) } }
                }
            }
            div.buttons {
                button #allow type="submit" name="decision" value="allow" autofocus { "Allow" }
                button #deny type="submit" name="decision" value="deny" { "Deny" }
            }
        }
        p.return { "You will return to " code { (destination(request)) } }
    };
    page(server, StatusCode::OK, &title, &content)
}

/// The page for a request that can be sent nowhere else.
pub(crate) fn failure(server: &Server, status: StatusCode, why: &str) -> Response {
    let title = format!("Sandbox sign-in failed: {}", server.environment.name());
    let content = html! {
        h1 { "This sign-in cannot go on" }
        p.why { (why) }
        p { "Close this page and start again from the application. If it happens again, its client id or its redirect \
             URI differs from what is registered here." }
    };
    page(server, status, &title, &content)
}

/// `GET /`: what this is.
pub(crate) async fn home(State(server): State<Arc<Server>>) -> Response {
    let title = format!("Sandbox: {}", server.environment.name());
    let routes = [
        ("/authorize", "where an application sends its user to sign in"),
        ("/token", "where it gets its tokens, and refreshes them"),
        ("/revoke", "where it gives them back"),
        ("/me", "whose token it is"),
        ("/contacts", "needs contacts.read, to add one contacts.write"),
        ("/deals", "needs deals.read, to add one deals.write"),
        ("/echo", "shows the request as it arrived"),
        (
            "/.well-known/oauth-authorization-server",
            "all of this for programs",
        ),
    ];
    let content = html! {
        h1 { "A provider for trying things" }
        p { "This is Patchbay’s built-in provider: a real OAuth authorization server and a small API, on this machine \
             only. Nothing here is real, and nothing leaves the machine." }
        dl { @for (path, meaning) in routes { dt { code { (path) } } dd { (meaning) } } }
    };
    page(&server, StatusCode::OK, &title, &content)
}

fn page(server: &Server, status: StatusCode, title: &str, content: &Markup) -> Response {
    let environment = server.environment;
    let about = match environment {
        Environment::Production => "Live data of the made-up company",
        Environment::Sandbox => "Test data, safe to play with",
    };
    let document = html! {
        (DOCTYPE)
        html lang="en" class=(environment.name()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header {
                        span.provider { (mark()) "Sandbox CRM" }
                        span.origin { (server.issuer.trim_start_matches("http://")) }
                    }
                    div.environment { b { (environment.name()) } span { (about) } }
                    section { (content) }
                }
                footer { "Patchbay’s built-in provider. The people and companies are made up." }
            }
        }
    };
    // No Cross-Origin-Opener-Policy: it would cut a popup off from the page that waits for its result.
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY.as_str()),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, document.into_string()).into_response()
}

/// Where the user goes next, without what is of no use to them.
fn destination(request: &AuthorizationRequest) -> String {
    let uri = &request.redirect_uri;
    let host = uri.host_str().unwrap_or_default();
    match uri.port() {
        Some(port) => format!("{}://{host}:{port}", uri.scheme()),
        None => format!("{}://{host}", uri.scheme()),
    }
}

fn initials(name: &str) -> String {
    name.split(' ').filter_map(|word| word.chars().next()).collect()
}

fn mark() -> Markup {
    html! {
        svg viewBox="0 0 24 24" aria-hidden="true" {
            path d="M4 8l8-4 8 4-8 4z" {}
            path d="M4 12l8 4 8-4" {}
            path d="M4 16l8 4 8-4" {}
        }
    }
}

fn tick() -> Markup {
    html! { svg viewBox="0 0 16 16" aria-hidden="true" { path d="M3.5 8.5l3 3 6-7" {} } }
}
