//! The page a user sees after signing in: what happened, why, what to do. Static, without third-party content, and with
//! one link only, to where a device's code is typed; in light and dark; and without any script, unless a page of the SDK waits for the result (`wire::connect`).

use std::sync::LazyLock;

use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, REFRESH, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use patchbay_commands::{AttemptView, ChoiceView, DeviceView};
use patchbay_store::AttemptStatus;
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("page.css");
/// The longest text of others that is shown, in characters (security A1.7).
const LONGEST_TEXT: usize = 600;

/// The page's only style is allowed by its hash, so that nothing injected can add another.
pub(crate) static STYLE_HASH: LazyLock<String> = LazyLock::new(|| STANDARD.encode(Sha256::digest(STYLE)));

static POLICY: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        *STYLE_HASH
    );
    HeaderValue::from_str(&policy).ok()
});

/// How the lamp shines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Warn,
    Bad,
    Quiet,
}

/// One result page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    status: StatusCode,
    tone: Tone,
    title: String,
    text: String,
    next: Option<String>,
    waits: bool,
    device: Option<DeviceView>,
    /// What has to be chosen among, and where the answer goes.
    choices: Option<(String, Vec<ChoiceView>)>,
}

impl Page {
    pub(crate) fn new(status: StatusCode, tone: Tone, title: &str, text: &str, next: Option<&str>) -> Self {
        Self {
            status,
            tone,
            title: capped(title),
            text: capped(text),
            next: next.map(capped),
            waits: false,
            device: None,
            choices: None,
        }
    }

    /// What became of an attempt.
    pub(crate) fn of(attempt: &AttemptView) -> Self {
        let name = &attempt.integration_name;
        let ok = |tone, title: &str, text: &str, next| Self::new(StatusCode::OK, tone, title, text, next);
        match attempt.state {
            AttemptStatus::Succeeded => match attempt.warning.as_deref() {
                Some(warning) => ok(Tone::Warn, &format!("Connected to {name}"), warning, None),
                None => ok(
                    Tone::Good,
                    &format!("Connected to {name}"),
                    "The connection is stored and ready to use.",
                    None,
                ),
            },
            AttemptStatus::Pending if attempt.device.is_some() => Self {
                waits: true,
                device: attempt.device.clone(),
                ..ok(
                    Tone::Quiet,
                    &format!("Connecting to {name}"),
                    "Open the provider's page, sign in, and enter this code. Check there that the page shows the same \
                     code before you approve.",
                    None,
                )
            },
            AttemptStatus::Redeeming if attempt.choices.is_some() => Self {
                choices: attempt
                    .choices
                    .clone()
                    .map(|choices| (format!("/oauth-result/{}", attempt.id), choices)),
                ..ok(
                    Tone::Quiet,
                    &format!("Connecting to {name}"),
                    "You approved. There are several to connect: choose the one that is meant.",
                    None,
                )
            },
            AttemptStatus::Pending | AttemptStatus::Redeeming => Self {
                waits: true,
                ..ok(
                    Tone::Quiet,
                    &format!("Connecting to {name}"),
                    "The sign-in arrived and is being finished. If Patchbay asks to unlock its vault, do that first.",
                    None,
                )
            },
            AttemptStatus::Failed => {
                let error = attempt.error.as_ref();
                ok(
                    Tone::Bad,
                    &format!("Not connected to {name}"),
                    error.map_or("The connect failed.", |error| &error.message),
                    error.and_then(|error| error.next.as_deref()),
                )
            }
            AttemptStatus::Cancelled => ok(
                Tone::Quiet,
                &format!("Not connected to {name}"),
                "The connect was cancelled in Patchbay before the sign-in arrived. Nothing was changed.",
                Some("Start the connect again when you want to go on."),
            ),
            AttemptStatus::Expired => ok(
                Tone::Warn,
                &format!("Not connected to {name}"),
                "The sign-in took longer than the ten minutes that a connect may last. Nothing was changed.",
                Some("Start the connect again in Patchbay."),
            ),
        }
    }

    /// Whether it looks again by itself, because the attempt has not ended.
    pub(crate) fn waits(&self) -> bool {
        self.waits
    }

    /// The same, looking again by itself each second.
    pub(crate) fn waiting(self) -> Self {
        Self { waits: true, ..self }
    }

    /// The page as an answer, without the headers that protect it; `further` stands at its end.
    pub(crate) fn answer(&self, further: Option<&Markup>) -> Response {
        let mut response = (self.status, Html(self.markup(further).into_string())).into_response();
        if self.waits {
            response
                .headers_mut()
                .insert(REFRESH, HeaderValue::from_static("1"));
        }
        response
    }

    fn markup(&self, further: Option<&Markup>) -> Markup {
        let lamp = match self.tone {
            Tone::Good => "lamp good",
            Tone::Warn => "lamp warn",
            Tone::Bad => "lamp bad",
            Tone::Quiet => "lamp",
        };
        let last = if self.waits {
            "This page looks again by itself."
        } else if self.choices.is_some() {
            "It goes on once you have chosen."
        } else {
            "You can close this tab."
        };
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " · Patchbay" }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    main {
                        p.brand {
                            svg viewBox="0 0 24 24" aria-hidden="true" {
                                circle cx="6" cy="6" r="3" {}
                                circle cx="18" cy="18" r="3" {}
                                path d="M9 6h3a3 3 0 0 1 3 3v6" {}
                                circle.rest cx="18" cy="6" r="3" {}
                                circle.rest cx="6" cy="18" r="3" {}
                            }
                            "Patchbay"
                        }
                        h1 { span class=(lamp) aria-hidden="true" {} (self.title) }
                        p { (self.text) }
                        @if let Some(device) = &self.device {
                            p { strong { (device.user_code) } }
                            p {
                                a target="_blank" rel="noopener noreferrer"
                                    href=(device.verification_uri_complete.as_ref().unwrap_or(&device.verification_uri)) {
                                    (device.verification_uri)
                                }
                            }
                        }
                        @if let Some((to, choices)) = &self.choices {
                            form method="post" action=(to) {
                                @for choice in choices {
                                    button name="choice" value=(choice.value) { (choice.label) }
                                }
                            }
                        }
                        @if let Some(next) = &self.next { p.next { (next) } }
                        p.last { (last) }
                    }
                    @if let Some(further) = further { (further) }
                }
            }
        }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = self.answer(None);
        protect(response.headers_mut());
        response
    }
}

/// The headers of everything on the way of a redirect (security A1.9).
pub(crate) fn protect(headers: &mut HeaderMap) {
    protect_without_opener_policy(headers);
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    if let Some(policy) = POLICY.as_ref() {
        headers.insert(CONTENT_SECURITY_POLICY, policy.clone());
    }
}

/// The same for what a popup or a frame of the SDK is on: an opener policy would sever it from the page that waits for
/// it, and who may frame it is said by whoever calls this.
pub(crate) fn protect_without_opener_policy(headers: &mut HeaderMap) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

fn capped(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_TEXT)
        .collect();
    if plain.chars().count() == LONGEST_TEXT {
        plain + "…"
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Response {
        Page::new(StatusCode::OK, Tone::Bad, "Not connected", text, None).into_response()
    }

    async fn html(response: Response) -> String {
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn text_of_others_stays_text() {
        let html = html(page("<script>alert(1)</script>")).await;
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script"));
    }

    #[tokio::test]
    async fn the_style_is_the_one_the_policy_names() {
        let response = page("x");
        let policy = response.headers()[CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap()
            .to_owned();
        let html = html(response).await;
        let style = html
            .split("<style>")
            .nth(1)
            .unwrap()
            .split("</style>")
            .next()
            .unwrap();
        assert!(policy.contains(&STANDARD.encode(Sha256::digest(style))));
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    }

    #[test]
    fn nothing_on_the_way_is_cached_or_told_on() {
        let response = page("x");
        assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
        assert_eq!(response.headers()[REFERRER_POLICY], "no-referrer");
        assert_eq!(response.headers()["cross-origin-opener-policy"], "same-origin");
        assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }

    #[test]
    fn long_text_of_others_is_cut() {
        assert_eq!(capped(&"a".repeat(10_000)).chars().count(), LONGEST_TEXT + 1);
        assert_eq!(capped("a\u{0}b\nc"), "abc");
    }
}
