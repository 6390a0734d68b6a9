//! The authorization window as it is shipped: incognito, without a capability, and gone at the end.
//!
//! WebDriver cannot see an incognito window, so what happens in it is read from the provider's side and from the
//! display, and done with xdotool.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod provider;
mod window;

use provider::{Answer, Provider, approved, token};
use serde_json::{Value, json};
use window::{Window, titles, until, xdotool};

/// Starts a connect of a fresh integration in a window of its own, and returns the attempt.
async fn start(window: &Window) -> Value {
    window
        .rpc(
            "integration_add",
            json!({ "key": "mine", "connector": "test", "parameters": { "clientId": "me" } }),
        )
        .await
        .unwrap();
    window
        .rpc(
            "connect_start",
            json!({ "integration": "mine", "surface": "window", "multiple": true }),
        )
        .await
        .unwrap()
}

async fn end(window: &Window, attempt: &Value) -> Value {
    window
        .rpc("attempt_wait", json!({ "attempt": attempt["id"] }))
        .await
        .unwrap()
}

fn authorization_window(origin: &str) -> Option<String> {
    titles().into_iter().find(|title| title.starts_with(origin))
}

async fn until_gone(origin: &str) {
    until("the window to go", async || {
        authorization_window(origin).is_none().then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_ends_in_a_connection_and_no_window() {
    let provider = Provider::start(|url| match url.path() {
        "/authorize" => Answer::Html(format!(
            "<a href='{}'><h1>Allow</h1></a>",
            "/allow?".to_owned() + url.query().unwrap()
        )),
        "/allow" => Answer::Redirect(approved(url).into()),
        "/token" => token(),
        _ => Answer::NotFound,
    });
    let window = Window::open_with_connector(&provider.connector("loopback")).await;
    let attempt = start(&window).await;
    let title = until("the window", async || authorization_window(&provider.origin)).await;
    assert_eq!(title, format!("{} — Sign in to Test provider", provider.origin));
    until("the page", async || {
        (!provider.asked("/authorize").is_empty()).then_some(())
    })
    .await;

    until("the approval", async || {
        let id = xdotool(&[
            "search",
            "--onlyvisible",
            "--name",
            &format!("^{}", provider.origin),
        ]);
        let id = id.lines().next()?.to_owned();
        xdotool(&[
            "windowactivate",
            "--sync",
            &id,
            "mousemove",
            "--window",
            &id,
            "45",
            "45",
            "click",
            "1",
        ]);
        (!provider.asked("/allow").is_empty()).then_some(())
    })
    .await;
    let ended = end(&window, &attempt).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert!(ended["connectionId"].is_string());
    until_gone(&provider.origin).await;
    window.close().await;
}

#[tokio::test]
async fn the_same_by_the_deep_link_uri_which_is_never_loaded() {
    let provider = Provider::start(|url| match url.path() {
        "/authorize" => Answer::Redirect(approved(url).into()),
        "/token" => token(),
        _ => Answer::NotFound,
    });
    let window = Window::open_with_connector(&provider.connector("deep-link")).await;
    let attempt = start(&window).await;
    assert!(
        attempt["redirectUri"]
            .as_str()
            .unwrap()
            .starts_with("patchbay-dev://oauth/callback/mine"),
        "{attempt}"
    );
    let ended = end(&window, &attempt).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert_eq!(provider.asked("/token").len(), 1);
    until_gone(&provider.origin).await;
    window.close().await;
}

#[tokio::test]
async fn closing_the_window_cancels_the_attempt() {
    let provider = Provider::start(|_| Answer::Html("Sign in".to_owned()));
    let window = Window::open_with_connector(&provider.connector("loopback")).await;
    let attempt = start(&window).await;
    let title = until("the window", async || authorization_window(&provider.origin)).await;
    let id = xdotool(&[
        "search",
        "--onlyvisible",
        "--name",
        &format!("^{}", provider.origin),
    ]);
    // The window manager's own key for closing: what a person does, not a kill.
    xdotool(&[
        "windowactivate",
        "--sync",
        id.lines().next().unwrap(),
        "key",
        "alt+F4",
    ]);
    let ended = end(&window, &attempt).await;
    assert_eq!(ended["state"], "cancelled", "{title}: {ended}");
    until_gone(&provider.origin).await;
    assert!(provider.asked("/token").is_empty());
    window.close().await;
}

#[tokio::test]
async fn cancelling_the_attempt_closes_the_window() {
    let provider = Provider::start(|_| Answer::Html("Sign in".to_owned()));
    let window = Window::open_with_connector(&provider.connector("loopback")).await;
    let attempt = start(&window).await;
    until("the window", async || authorization_window(&provider.origin)).await;
    window
        .rpc("connect_cancel", json!({ "attempt": attempt["id"] }))
        .await
        .unwrap();
    until_gone(&provider.origin).await;
    window.close().await;
}

/// Tries every command that it can think of, and says how it went. Under it, what leads out of the window.
const HOSTILE: &str = r#"<title>https://accounts.example.com</title><script>
const { invoke, transformCallback } = window.__TAURI_INTERNALS__ ?? {};
const tries = {
    rpc: () => invoke("rpc", { cmd: "connections", payload: {} }),
    reveal: () => invoke("rpc", { cmd: "environment", payload: { includeSecrets: true } }),
    listen: () => invoke("plugin:event|listen", { event: "changed", target: { kind: "Any" }, handler: transformCallback(() => {}) }),
    emit: () => invoke("plugin:event|emit", { event: "changed", payload: { what: "status" } }),
    version: () => invoke("plugin:app|version"),
    close: () => invoke("plugin:window|close", { label: "main" }),
    webview: () => invoke("plugin:webview|create_webview_window", { options: { label: "main2", url: "index.html" } }),
    register: () => invoke("plugin:deep-link|register", { protocol: "http" }),
    state: () => invoke("plugin:window-state|save_window_state", { flags: 1 }),
    open: () => invoke("plugin:opener|open_url", { url: "https://example.com" }),
    resource: () => invoke("plugin:resources|close", { rid: 1 }),
    path: () => invoke("plugin:path|resolve_directory", { directory: 1 }),
    protocol: () => fetch("ipc://localhost/rpc", { method: "POST", body: "{}" }),
    asset: () => fetch("asset://localhost/etc/passwd"),
    page: () => fetch("tauri://localhost/index.html"),
};
(async () => {
    for (const [name, attempt] of Object.entries(tries)) {
        let outcome = "allowed";
        // Refused by rule, not failed for another reason.
        try { await attempt(); } catch (error) { outcome = /not allowed|not found|Load failed/.test(error) ? "refused" : "unclear"; }
        await fetch(`/report?name=${name}&outcome=${outcome}`);
    }
    await fetch(`/report?name=global&outcome=${typeof window.__TAURI__ === "undefined" ? "refused" : "allowed"}`);
    location.href = "/leave";
})();
</script>"#;

/// A page with a frame that leads out; it then reports that it is still there, and goes to the next.
fn way_out(frame: &str, next: &str) -> String {
    format!(
        "<iframe src='{frame}'></iframe><script>setTimeout(async () => {{
            await fetch('/report?name=after&frame={frame}&outcome=refused');
            location.href = '{next}';
        }}, 300);</script>"
    )
}

#[tokio::test]
async fn a_hostile_page_reaches_nothing() {
    let provider = Provider::start(|url| {
        match url.path() {
        "/authorize" => Answer::Html(HOSTILE.to_owned()),
        // One way out after the other; each page says that it is still there, and goes on to the next.
        "/leave" => Answer::Html(way_out("/to-app", "/leave-by-file")),
        "/leave-by-file" => Answer::Html(way_out("file:///etc/passwd", "/leave-by-download")),
        "/leave-by-download" => Answer::Html(way_out("/download", "/leave-whole")),
        "/leave-whole" => Answer::Html("<script>location.href = '/to-app-whole'; setTimeout(() => fetch('/report?name=still-here&outcome=refused'), 500);</script>".to_owned()),
        "/to-app" | "/to-app-whole" => Answer::Redirect("tauri://localhost/".to_owned()),
        "/download" => Answer::Download,
        _ => Answer::NotFound,
    }
    });
    let window = Window::open_with_connector(&provider.connector("loopback")).await;
    let attempt = start(&window).await;
    let reports = until("all reports", async || {
        let reports = provider.asked("/report");
        reports
            .iter()
            .any(|url| url.query().unwrap().contains("still-here"))
            .then_some(reports)
    })
    .await;
    assert_eq!(reports.len(), 20, "every try is reported: {:?}", provider.paths());
    for report in &reports {
        assert!(report.query().unwrap().ends_with("outcome=refused"), "{report}");
    }
    // Its title cannot pass for another origin's, and its downloads go nowhere.
    assert!(
        authorization_window(&provider.origin).is_some()
            && titles()
                .iter()
                .all(|title| !title.contains("accounts.example.com"))
    );
    assert!(!provider.asked("/download").is_empty());
    let home = std::env::home_dir().unwrap();
    for folder in [
        home.clone(),
        home.join("Downloads"),
        window.folder.path().to_owned(),
    ] {
        assert!(!folder.join("unwanted.bin").exists(), "{}", folder.display());
    }
    let connections = window.rpc("connections", json!({})).await.unwrap();
    assert!(
        !connections.to_string().contains("Test provider"),
        "{connections}"
    );
    window
        .rpc("connect_cancel", json!({ "attempt": attempt["id"] }))
        .await
        .unwrap();
    window.close().await;
}
