//! The main job in the real window, as a new user does it: prepare, override, connect, call, change.
//!
//! The main window is driven by WebDriver. The authorization window is the shipped incognito one, which WebDriver cannot
//! see: it is driven from the keyboard, by xdotool. With `PATCHBAY_SCREENS` set to a folder, a picture of each screen is
//! left there (see `docs/screens`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod window;

use serde_json::{Value, json};
use window::{
    Window,
    eyes::Eyes,
    picture::picture,
    sign_in::{approve, sandbox_origin},
    titles, until,
};

#[tokio::test]
async fn override_connect_call_change() {
    let window = Window::open().await;
    window.until_ready().await;
    let eyes = Eyes(&window);
    let origin = sandbox_origin(&window).await;

    // A draft, and a wrong override: what is meant is said, and nothing can be connected.
    eyes.click("new-connection").await;
    eyes.write("draft-name", "Acme, narrow scopes").await;
    eyes.click("draft-continue").await;
    eyes.click("seg-json").await;
    eyes.write(
        "json-editor",
        r#"{"scope": ["contacts.read"], "variant": "sandbox"}"#,
    )
    .await;
    eyes.reads("problem-0", "scopes").await;
    picture("problem", false);

    // The right one: the authorize URL asks for exactly that scope, at the sandbox.
    eyes.write(
        "json-editor",
        r#"{"scopes": ["contacts.read"], "variant": "sandbox"}"#,
    )
    .await;
    eyes.reads("preview-authorize", &origin).await;
    eyes.reads("preview-authorize", "contacts.read").await;
    eyes.click("seg-effective").await;
    eyes.attribute("leaf-scopes", "data-layer", "override").await;
    eyes.click("connect").await;
    eyes.find("connect-waiting").await;
    until("the sign-in window", async || {
        titles()
            .iter()
            .any(|title| title.starts_with(&origin))
            .then_some(())
    })
    .await;
    approve(&origin).await;
    eyes.find("result-success").await;
    picture("connected", false);

    // A call reaches that environment with that scope: /me answers, /deals is forbidden.
    eyes.click("open-connection").await;
    eyes.attribute("health-words", "data-state", "working").await;
    eyes.write("call-path", "/me").await;
    eyes.click("call-send").await;
    eyes.attribute("call-status", "data-status", "200").await;
    eyes.reads("call-body", "\"environment\": \"sandbox\"").await;
    eyes.write("call-path", "/deals").await;
    eyes.click("call-send").await;
    eyes.attribute("call-status", "data-status", "403").await;

    // A change that moves the base URL is saved, said, and refused at the next call; undoing it mends it.
    eyes.click("tab-parameters").await;
    eyes.click("seg-json").await;
    let moved =
        r#"{"scopes": ["contacts.read"], "variant": "sandbox", "http": {"baseUrl": "http://127.0.0.1:9"}}"#;
    eyes.write("json-editor", moved).await;
    eyes.reads("save-effect", "refused").await;
    picture("save-effect", false);
    eyes.click("save").await;
    eyes.attribute("health-words", "data-state", "binding_changed")
        .await;
    eyes.write(
        "json-editor",
        r#"{"scopes": ["contacts.read"], "variant": "sandbox"}"#,
    )
    .await;
    eyes.click("save").await;
    eyes.attribute("health-words", "data-state", "working").await;

    // The list shows it.
    eyes.click("nav-connections").await;
    eyes.reads("connection-row", "Acme, narrow scopes").await;
    window.close().await;
}

#[tokio::test]
async fn a_reconnect_takes_up_the_new_scopes() {
    let window = Window::open().await;
    window.until_ready().await;
    let eyes = Eyes(&window);
    let origin = sandbox_origin(&window).await;
    let overrides = json!({ "variant": "sandbox", "scopes": ["contacts.read"] });
    let attempt = window
        .rpc(
            "connect_start",
            json!({ "integration": "sandbox", "overrides": overrides, "name": "First" }),
        )
        .await
        .unwrap();
    approve(&origin).await;
    let ended = window
        .rpc("attempt_wait", json!({ "attempt": attempt["id"] }))
        .await
        .unwrap();
    let connection = ended["connectionId"].as_str().unwrap().to_owned();

    eyes.click("nav-connections").await;
    eyes.click("connection-row").await;
    eyes.click("tab-parameters").await;
    eyes.click("seg-json").await;
    eyes.write(
        "json-editor",
        r#"{"scopes": ["contacts.read", "deals.read"], "variant": "sandbox"}"#,
    )
    .await;
    eyes.reads("save-effect", "reconnect").await;
    eyes.click("save-reconnect").await;
    eyes.find("connect-waiting").await;
    approve(&origin).await;
    eyes.find("result-success").await;

    let detail = window
        .rpc("connection_show", json!({ "connection": connection }))
        .await
        .unwrap();
    assert_eq!(detail["summary"]["name"], "First", "a reconnect keeps the name");
    assert_eq!(scopes(&detail["grantedScopes"]), ["contacts.read", "deals.read"]);
    let list = window.rpc("connections", json!({})).await.unwrap();
    assert_eq!(
        list["items"].as_array().unwrap().len(),
        1,
        "a reconnect makes no second connection"
    );
    window.close().await;
}

fn scopes(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|scope| scope.as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn cancelling_leaves_nothing_and_the_draft_stays() {
    let window = Window::open().await;
    window.until_ready().await;
    let eyes = Eyes(&window);
    let origin = sandbox_origin(&window).await;
    eyes.click("new-connection").await;
    eyes.click("draft-continue").await;
    eyes.click("connect").await;
    eyes.find("connect-waiting").await;
    eyes.click("cancel-attempt").await;
    until("the sign-in window to go", async || {
        titles()
            .iter()
            .all(|title| !title.starts_with("http://127.0.0.1"))
            .then_some(())
    })
    .await;
    let list = window.rpc("connections", json!({})).await.unwrap();
    assert_eq!(list["items"], json!([]), "nothing half-made, of {origin} either");
    let drafts = window.rpc("drafts", json!({})).await.unwrap();
    assert_eq!(drafts.as_array().unwrap().len(), 1);
    window.close().await;
}
