//! The built screens: their files, and the page with what it needs to know written into it.
//!
//! They are built from `ui/connect` into `ui/dist-connect` before this crate, and embedded. Where they were not, a page
//! says so: everything else of the API works without them.

use std::sync::LazyLock;

use axum::body::Body;
use axum::response::{Html, IntoResponse, Response};
use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, StatusCode};
use maud::{DOCTYPE, html};
use patchbay_engine::Access;
use rust_embed::RustEmbed;

use super::boot::Boot;
use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "../../../ui/dist-connect"]
#[allow_missing = true]
struct Built;

/// The element of the page that the server fills in.
const BOOT: &str = "id=\"boot\">null<";

/// The page before and after what is written into it; none where it was not built.
static PAGE: LazyLock<Option<(String, String)>> = LazyLock::new(|| {
    let file = Built::get("connect.html")?;
    let text = String::from_utf8(file.data.into_owned()).ok()?;
    split(&text)
});

fn split(page: &str) -> Option<(String, String)> {
    let (before, after) = page.split_once(BOOT)?;
    let (opening, closing) = BOOT.split_at(BOOT.len() - "null<".len());
    Some((
        format!("{before}{opening}"),
        format!("{}{after}", closing.trim_start_matches("null")),
    ))
}

/// A file of the screens. Names of scripts and styles hold a hash of their content, so that browsers may keep them.
pub(super) fn asset(path: &str) -> Response {
    let found = Built::get(path).filter(|_| media_type(path) != "text/html");
    let Some(file) = found else {
        return Problem::not_found().into_response();
    };
    let bytes = match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The page of a screen, for frames of the origins that `access` lists and, where a page of another one is told why it
/// may not, of that one.
pub(super) fn page(status: StatusCode, boot: &Boot, access: &Access, refused: Option<&str>) -> Response {
    let (status, body) = match PAGE.as_ref() {
        Some((before, after)) => (status, format!("{before}{}{after}", in_script(boot))),
        None => (StatusCode::SERVICE_UNAVAILABLE, not_built()),
    };
    let mut response = (status, Html(body)).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy(access, refused)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Its address may hold a token. Not `no-referrer`: the page's forms would then come with the origin `null`.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// No `form-action`: browsers hold redirects of a form to it too, and ours ends at the provider.
fn policy(access: &Access, refused: Option<&str>) -> String {
    let mut policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; base-uri 'none'; frame-ancestors 'self' http://localhost:* \
                      http://127.0.0.1:*"
            .to_owned();
    for origin in access.origins.iter().map(String::as_str).chain(refused) {
        // Nothing that was let into the list has one of these; the policy must not depend on it.
        if !origin.contains([';', ',', ' ', '\'', '*']) {
            policy.push(' ');
            policy.push_str(origin);
        }
    }
    policy
}

/// JSON that ends no script element and starts no comment in it (HTML standard, restrictions for script elements).
fn in_script(boot: &Boot) -> String {
    let json = serde_json::to_string(boot).unwrap_or_else(|_| "null".to_owned());
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    safe
}

fn not_built() -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Patchbay" } }
            body {
                h1 { "The screens were not built" }
                p {
                    "This Patchbay was compiled without the pages that an end user sees. Run " code { "cargo xtask run" }
                    ", which builds them first, or build them with " code { "npm ci && npm run build" } " in "
                    code { "ui/" } " and compile again."
                }
            }
        }
    }
    .into_string()
}

#[cfg(test)]
mod tests {
    use super::super::boot::{Params, Screen};
    use super::*;

    fn boot(name: &str) -> Boot {
        let params = Params {
            name: Some(name.to_owned()),
            ..Params::default()
        };
        Boot::new(Screen::Connect, params)
    }

    #[test]
    fn the_boot_goes_where_the_page_waits_for_it() {
        let page = r#"<p></p><script type="application/json" id="boot">null</script><p></p>"#;
        let (before, after) = split(page).unwrap();
        assert_eq!(
            format!("{before}{{}}{after}"),
            r#"<p></p><script type="application/json" id="boot">{}</script><p></p>"#
        );
        assert_eq!(split("<p></p>"), None);
    }

    #[test]
    fn text_of_others_cannot_end_the_script() {
        let text = in_script(&boot("</script><!--<script>\u{2028}&amp;\"'"));
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["params"]["name"], "</script><!--<script>\u{2028}&amp;\"'");
    }

    #[test]
    fn frames_are_for_listed_origins() {
        let access = Access {
            origins: vec!["https://app.example.com".to_owned()],
            ..Access::default()
        };
        let response = page(StatusCode::OK, &boot("N"), &access, None);
        let headers = response.headers();
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.ends_with(
            "frame-ancestors 'self' http://localhost:* http://127.0.0.1:* https://app.example.com"
        ));
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("form-action")
        );
        for absent in ["x-frame-options", "cross-origin-opener-policy"] {
            assert!(!headers.contains_key(absent), "{absent}");
        }
        assert_eq!(headers[REFERRER_POLICY], "same-origin");
        assert_eq!(headers[CACHE_CONTROL], "no-store");
    }

    #[test]
    fn a_policy_has_no_directive_of_somebody_elses() {
        let access = Access {
            origins: vec!["https://a; script-src *".to_owned()],
            ..Access::default()
        };
        assert!(!policy(&access, Some("https://b, *")).contains("script-src *"));
    }

    #[test]
    fn what_is_no_file_is_not_found() {
        for path in ["", "connect.html", "../server.rs", "nowhere.js", "/etc/passwd"] {
            assert_eq!(asset(path).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
