//! Every screen of the real window, in dark and in light: it is there, says no error, and a picture of it is left where
//! `PATCHBAY_SCREENS` asks for one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod window;

use fantoccini::Locator;
use serde_json::{Value, json};
use window::{
    Window,
    eyes::Eyes,
    picture::picture_of,
    sign_in::{approve, sandbox_origin},
    until,
};

/// What a developer has after a morning's work.
struct Morning {
    connection: String,
    draft: String,
}

impl Morning {
    async fn of(window: &Window) -> Self {
        let origin = sandbox_origin(window).await;
        let overrides = json!({
            "scopes": ["contacts.read", "offline_access"], "variant": "sandbox",
            "http": { "headers": { "X-Trace": "on" } }
        });
        let request = json!({
            "integration": "sandbox", "tenant": "globex", "name": "Globex, narrow scopes",
            "overrides": overrides, "multiple": true
        });
        let attempt = window.rpc("connect_start", request).await.unwrap();
        approve(&origin).await;
        let ended = window
            .rpc("attempt_wait", json!({ "attempt": attempt["id"] }))
            .await
            .unwrap();
        let connection = ended["connectionId"].as_str().unwrap().to_owned();
        let wider = json!({
            "scopes": ["contacts.read", "deals.read", "offline_access"], "variant": "sandbox",
            "http": { "headers": { "X-Trace": "on" } }
        });
        window
            .rpc(
                "parameters_save",
                json!({ "connection": connection, "overrides": wider }),
            )
            .await
            .unwrap();
        for path in ["/me", "/contacts", "/deals", "/nowhere"] {
            let call = json!({ "connection": connection, "method": "GET", "path": path, "headers": [] });
            window.rpc("call", call).await.unwrap();
        }
        let preset = json!({
            "name": "Read only, sandbox", "integration": "sandbox",
            "text": "{\"scopes\": [\"contacts.read\"], \"variant\": \"sandbox\"}"
        });
        window.rpc("preset_save", preset).await.unwrap();
        let draft = json!({
            "id": null, "integration": "sandbox", "tenant": "initech", "name": "Initech", "option": null,
            "text": "{\n  \"scopes\": [\n    \"contacts.read\"\n  ]\n}", "updatedAt": 0
        });
        let saved = window.rpc("draft_save", draft).await.unwrap();
        Self {
            connection,
            draft: saved["id"].as_str().unwrap().to_owned(),
        }
    }

    /// Name, address and what is there once it is shown.
    fn screens(&self) -> Vec<(&'static str, String, &'static str)> {
        let (connection, draft) = (&self.connection, &self.draft);
        let at = |tab: &str| format!("#/connection/{connection}/{tab}");
        vec![
            ("start", "#/start".to_owned(), "start"),
            ("connections", "#/connections".to_owned(), "connection-row"),
            ("new-connection", "#/new".to_owned(), "draft-continue"),
            ("draft", format!("#/draft/{draft}"), "preview-authorize"),
            ("overview", at("overview"), "token-left"),
            ("parameters", at("parameters"), "preview-authorize"),
            ("console", at("calls"), "past-call"),
            ("code", at("code"), "code"),
            (
                "compare",
                format!("#/compare/connection%3A{connection}/integration%3Asandbox"),
                "compare-table",
            ),
            ("integrations", "#/integrations".to_owned(), "integration-sandbox"),
            ("integration", "#/integration/sandbox".to_owned(), "redirect-uri"),
            ("connectors", "#/connectors".to_owned(), "catalogue"),
            ("connector", "#/connector/hubspot".to_owned(), "connector-text"),
            ("calls", "#/calls".to_owned(), "call-row"),
            ("sandbox", "#/sandbox".to_owned(), "sandbox-grant"),
            ("api", "#/api/setup".to_owned(), "environment"),
            ("settings", "#/settings/general".to_owned(), "data-dir"),
            ("vault", "#/settings/vault".to_owned(), "vault-state"),
            ("tenants", "#/settings/tenants".to_owned(), "tenant-row"),
            ("presets", "#/settings/presets".to_owned(), "presets-list"),
            ("diagnostics", "#/settings/diagnostics".to_owned(), "check"),
            ("shortcuts", "#/settings/shortcuts".to_owned(), "shortcuts"),
        ]
    }
}

async fn go(window: &Window, address: &str) {
    window
        .client
        .execute("location.hash = arguments[0];", vec![json!(address)])
        .await
        .unwrap();
}

#[tokio::test]
async fn every_screen_in_both_themes() {
    let window = Window::open().await;
    window.until_ready().await;
    let eyes = Eyes(&window);
    let morning = Morning::of(&window).await;
    for theme in ["dark", "light"] {
        window
            .rpc("preferences_set", json!({ "theme": theme }))
            .await
            .unwrap();
        let css = format!("html[data-theme='{theme}']");
        until(&css, async || window.client.find(Locator::Css(&css)).await.ok()).await;
        for (name, address, ready) in morning.screens() {
            go(&window, &address).await;
            eyes.find(ready).await;
            let errors = window
                .client
                .find_all(Locator::Css("[data-testid='error-box']"))
                .await
                .unwrap();
            assert!(errors.is_empty(), "{name} shows an error");
            picture_of(name, theme);
        }
    }
    window.close().await;
}

/// The policy of the built pages in the real webview: CodeMirror's styles, which are made at run time, take hold.
#[tokio::test]
async fn styles_made_at_run_time_are_not_refused() {
    let window = Window::open().await;
    window.until_ready().await;
    let eyes = Eyes(&window);
    let draft = json!({
        "id": null, "integration": "sandbox", "tenant": "test", "name": "Styled", "option": null,
        "text": "{\"scopes\": []}", "updatedAt": 0
    });
    let saved = window.rpc("draft_save", draft).await.unwrap();
    go(&window, &format!("#/draft/{}", saved["id"].as_str().unwrap())).await;
    eyes.click("seg-json").await;
    eyes.find("json-editor").await;
    let looks: Value = window
        .client
        .execute(
            "const editor = document.querySelector('.cm-editor');
             return [getComputedStyle(editor).display, getComputedStyle(editor.querySelector('.cm-gutters')).display];",
            vec![],
        )
        .await
        .unwrap();
    assert_eq!(
        looks,
        json!(["flex", "flex"]),
        "the editor's own styles are not applied"
    );
    window.close().await;
}
