//! The page at which a popup or a hidden frame of the SDK ends: it posts the result to the page that asked, and closes.
//!
//! Its one script is allowed by its hash, the result is data beside it, and only listed origins may frame it. It has no
//! COOP: that would sever the very opener it answers (contract 0.9). Pages without a `requestId` have no script.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderMap, HeaderValue};
use maud::{Markup, PreEscaped, html};
use patchbay_engine::Access;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::ending::Ending;
use crate::page::{Page, STYLE_HASH, protect_without_opener_policy};

const SCRIPT: &str = include_str!("result.js");

static SCRIPT_HASH: LazyLock<String> = LazyLock::new(|| STANDARD.encode(Sha256::digest(SCRIPT)));

/// A page that tells `ending` to the page that asked, whose origin is `target`; without one, to whoever opened it (the
/// result holds nothing secret).
pub(crate) fn telling(
    page: &Page,
    ending: &Ending,
    request_id: &str,
    target: Option<&str>,
    access: &Access,
) -> Response {
    let result = json!({
        "message": ending.message(request_id),
        "target": target.unwrap_or("*"),
        "done": matches!(ending, Ending::Connected { .. }),
    });
    let mut response = page.answer(Some(&script(&result)));
    open(response.headers_mut(), access);
    response
}

/// A page of a flow that a popup or a frame runs, without a script.
pub(crate) fn silent(page: &Page, access: &Access) -> Response {
    let mut response = page.answer(None);
    open(response.headers_mut(), access);
    response
}

/// A redirect of a flow that a popup or a frame runs.
pub(crate) fn see_other(location: &str, access: &Access) -> Response {
    let Ok(location) = HeaderValue::from_str(location) else {
        return crate::problem::Problem::not_found().into_response();
    };
    let mut response = http::StatusCode::SEE_OTHER.into_response();
    open(response.headers_mut(), access);
    response.headers_mut().insert(http::header::LOCATION, location);
    response
}

fn open(headers: &mut HeaderMap, access: &Access) {
    protect_without_opener_policy(headers);
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'self' http://localhost:* http://127.0.0.1:*{}",
        *STYLE_HASH,
        *SCRIPT_HASH,
        listed(access),
    );
    // Origins are checked when they are listed; should one be no header text, nobody may frame the page.
    let policy = HeaderValue::from_str(&policy)
        .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
}

/// The listed origins as CSP sources; one that could end the directive is left out.
fn listed(access: &Access) -> String {
    let plain = |origin: &&String| {
        !origin
            .chars()
            .any(|c| c == ';' || c == ',' || c.is_whitespace() || c.is_control())
    };
    let listed = access.origins.iter().filter(plain);
    listed.fold(String::new(), |sources, origin| sources + " " + origin)
}

fn script(result: &Value) -> Markup {
    html! {
        script type="application/json" id="result" { (PreEscaped(escaped(result))) }
        script { (PreEscaped(SCRIPT)) }
    }
}

/// JSON that cannot end the element it stands in, nor a line of a script (HTML §4.12.1.3).
fn escaped(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;
    use crate::page::Tone;

    fn access() -> Access {
        Access {
            origins: vec!["https://app.example.com".into(), "https://a; script-src *".into()],
            ..Access::default()
        }
    }

    async fn html(response: Response) -> String {
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    fn page() -> Page {
        Page::new(StatusCode::OK, Tone::Good, "Connected", "Done.", None)
    }

    fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
        html.split(from).nth(1).unwrap().split(to).next().unwrap()
    }

    #[tokio::test]
    async fn the_script_is_the_one_the_policy_names_and_the_result_stays_data() {
        let ending = Ending::Connected {
            id: "c".into(),
            connection: json!({"name": "</script><script>alert(1)</script><!--\u{2028}\u{2029}&\"'"}),
        };
        let response = telling(
            &page(),
            &ending,
            "request-1",
            Some("http://localhost:3000"),
            &access(),
        );
        let policy = response.headers()[CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap()
            .to_owned();
        let html = html(response).await;
        assert_eq!(html.matches("<script").count(), 2, "{html}");
        assert_eq!(html.matches("</script>").count(), 2, "{html}");
        assert!(!html.contains('\u{2028}') && !html.contains('\u{2029}') && !html.contains("<!--"));
        let script = between(&html, "<script>", "</script>");
        assert!(policy.contains(&format!(
            "script-src 'sha256-{}'",
            STANDARD.encode(Sha256::digest(script))
        )));
        let style = between(&html, "<style>", "</style>");
        assert!(policy.contains(&STANDARD.encode(Sha256::digest(style))));
        let data: Value = serde_json::from_str(between(&html, "id=\"result\">", "</script>")).unwrap();
        assert_eq!(data["message"], ending.message("request-1"));
        assert_eq!(data["target"], "http://localhost:3000");
    }

    #[test]
    fn listed_origins_may_frame_it_and_it_keeps_its_opener() {
        let ending = Ending::failed(crate::problem::Problem::not_found());
        let response = telling(&page(), &ending, "request-1", None, &access());
        let headers = response.headers();
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.ends_with(
                "frame-ancestors 'self' http://localhost:* http://127.0.0.1:* https://app.example.com"
            ),
            "{policy}"
        );
        assert!(!headers.contains_key("cross-origin-opener-policy"));
        assert!(!headers.contains_key("x-frame-options"));
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["referrer-policy"], "no-referrer");
    }
}
