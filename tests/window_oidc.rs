//! The window against an authorization server that nobody here wrote: oidc-provider, signed in to in the shipped
//! authorization window, and by links handed over by a second process and at a cold start.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod support;
mod window;

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::{
    browser::Browser,
    connectors::ACME,
    oidc::{APP, Oidc},
};
use window::{Window, until, xdotool};

/// An integration with the server, and a pending attempt with scopes of its own.
async fn start(window: &Window, server: &Oidc, redirect: &str, surface: &str) -> Value {
    let integration = json!({
        "key": "acme",
        "connector": "acme",
        "redirect": { "kind": redirect },
        "parameters": { "clientId": APP, "serverUrl": server.issuer },
    });
    window.rpc("integration_add", integration).await.unwrap();
    let connect = json!({
        "integration": "acme",
        "surface": surface,
        "multiple": true,
        "overrides": { "scopes": ["openid", "offline_access", "contacts.read"] },
    });
    window.rpc("connect_start", connect).await.unwrap()
}

/// Waits for the attempt's end, and looks at what it left: the override's scopes, and one token request.
async fn connected(window: &Window, server: &Oidc, attempt: &Value) {
    let ended = until("the attempt's end", async || {
        let now = window
            .rpc("attempt", json!({ "attempt": attempt["id"] }))
            .await
            .unwrap();
        (now["state"] != "pending" && now["state"] != "redeeming").then_some(now)
    })
    .await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let connection = json!({ "connection": ended["connectionId"] });
    let shown = window.rpc("connection_show", connection).await.unwrap();
    let mut granted: Vec<&str> = shown["grantedScopes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|scope| scope.as_str().unwrap())
        .collect();
    granted.sort_unstable();
    assert_eq!(granted, ["contacts.read", "offline_access", "openid"]);
    assert_eq!(shown["hasRefreshToken"], true);
    assert_eq!(server.token_requests().await.len(), 1);
}

/// Starts the program as the system does with a link, and waits until it ends.
fn hand_over(window: &Window, link: &str) {
    let status = Command::new(env!("CARGO_BIN_EXE_patchbay-desktop"))
        .args(["--port", "0", "--data-dir"])
        .arg(window.folder.path())
        .arg(link)
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}

/// The sign-in page's window, where it shows this title or any.
fn sign_in_window(issuer: &str) -> Option<String> {
    let found = xdotool(&["search", "--onlyvisible", "--name", &format!("^{issuer}")]);
    found.lines().next().map(str::to_owned)
}

#[tokio::test]
async fn in_the_authorization_window() {
    let server = Oidc::start().await;
    let window = Window::open_with_connector(ACME).await;
    let attempt = start(&window, &server, "loopback", "window").await;
    let shown = until("the sign-in window", async || sign_in_window(&server.issuer)).await;
    // Its first page asks for a name and any password, its second for consent; each begins with the focus in place.
    let mut pages = 0;
    until("the end of the sign-in", async || {
        let now = window
            .rpc("attempt", json!({ "attempt": attempt["id"] }))
            .await
            .unwrap();
        if now["state"] != "pending" {
            return Some(());
        }
        xdotool(&["windowactivate", "--sync", &shown]);
        if pages % 2 == 0 {
            xdotool(&["type", "alice"]);
            xdotool(&["key", "Tab"]);
            xdotool(&["type", "secret"]);
        }
        xdotool(&["key", "Return"]);
        pages += 1;
        None
    })
    .await;
    connected(&window, &server, &attempt).await;
    window.close().await;
}

#[tokio::test]
async fn by_a_link_that_a_second_process_hands_over() {
    let server = Oidc::start().await;
    let window = Window::open_with_connector(ACME).await;
    let attempt = start(&window, &server, "deep-link", "window").await;
    let link = Browser::new()
        .allow(attempt["authorizeUrl"].as_str().unwrap())
        .await;
    assert_eq!(link.scheme(), "patchbay-dev");
    hand_over(&window, link.as_str());
    connected(&window, &server, &attempt).await;
    window.close().await;
}

#[tokio::test]
async fn by_a_link_at_a_cold_start() {
    let server = Oidc::start().await;
    let window = Window::open_with_connector(ACME).await;
    let attempt = start(&window, &server, "deep-link", "window").await;
    let link = Browser::new()
        .allow(attempt["authorizeUrl"].as_str().unwrap())
        .await;
    let folder = window.close().await;
    let window = Window::open_on(folder, &[link.as_str()]).await;
    connected(&window, &server, &attempt).await;
    window.close().await;
}
