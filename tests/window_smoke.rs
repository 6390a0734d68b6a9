//! The window opens, its page is rendered, and the page's one command answers.
//!
//! On a display and a session bus: `cargo xtask test tests -- --test window_smoke` brings both.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test says no by panicking"
)]

mod window;

use fantoccini::Locator;
use serde_json::json;
use window::Window;

#[tokio::test]
async fn the_window_opens_and_answers() {
    let window = Window::open().await;
    let page = &window.client;

    // Whatever the page shows, it shows something, from our own origin and under the shipped content security policy.
    page.wait().for_element(Locator::Css("body > *")).await.unwrap();
    assert_eq!(page.current_url().await.unwrap().as_str(), "tauri://localhost");
    assert_eq!(page.title().await.unwrap(), "Patchbay");

    let answer = window.rpc("no_such_command", json!({})).await;
    let refusal = answer.unwrap_err();
    assert!(
        refusal["code"].is_string() && refusal["message"].is_string(),
        "{refusal}"
    );

    // The page may name nothing but `rpc` and listening to events.
    for forbidden in [
        "plugin:window|close",
        "plugin:event|emit",
        "plugin:deep-link|register",
        "plugin:opener|open_url",
    ] {
        let answer = window.invoke(forbidden, json!({})).await;
        let refusal = answer.unwrap_err().to_string();
        assert!(
            refusal.contains("not allowed") || refusal.contains("not found"),
            "{forbidden}: {refusal}"
        );
    }
    window.close().await;
}
