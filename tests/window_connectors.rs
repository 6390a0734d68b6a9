//! The Connectors screen in the real window: found by typing, read, made an integration of; a file of one's own with a
//! mistake, mended.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod window;

use serde_json::json;
use window::{Window, eyes::Eyes, until};

const OWN: &str = "format = 1\nkey = \"acme\"\nname = \"Acme Own\"\nversion = \"1.0.0\"\nauth.kind = \"none\"\n[http]\nbase_url = \"https://acme.example\"\n";

#[tokio::test]
async fn a_provider_is_found_and_becomes_an_integration() {
    let window = Window::open().await;
    window.until_ready().await;
    let eyes = Eyes(&window);
    eyes.click("nav-connectors").await;
    eyes.write("find-connector", "xero").await;
    eyes.click("connector-xero").await;
    eyes.reads("connector-uri", "/oauth-callback/xero").await;
    eyes.reads("connector-redirect", "https, or http on localhost")
        .await;
    eyes.reads("connector-developer", "clientId").await;
    eyes.reads("connector-text", "identity.xero.com").await;
    eyes.click("connector-integrate").await;
    eyes.click("add-confirm").await;
    until("the integration", async || {
        let all = window.rpc("integrations", json!({})).await.ok()?;
        let all = all.as_array()?;
        all.iter().any(|one| one["connectorKey"] == "xero").then_some(())
    })
    .await;
    window.close().await;
}

#[tokio::test]
async fn a_file_of_ones_own_says_its_mistake_and_loads_once_mended() {
    let window = Window::open().await;
    window.until_ready().await;
    let eyes = Eyes(&window);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("acme.toml");
    std::fs::write(&file, OWN.replace("base_url", "baseurl")).unwrap();
    eyes.click("nav-connectors").await;
    eyes.click("own-files").await;
    eyes.write("folder-path", folder.path().to_str().unwrap()).await;
    eyes.click("folder-add").await;
    eyes.reads("file-problem", "baseurl").await;
    eyes.reads("file-problem", "base_url").await;
    std::fs::write(&file, OWN).unwrap();
    eyes.click("nav-connectors").await;
    eyes.write("find-connector", "acme own").await;
    eyes.click("connector-acme").await;
    eyes.reads("connector-text", "acme.example").await;
    window.close().await;
}
