//! The look at everything: what it finds, and that its report can be passed on.

use std::sync::Arc;

use patchbay_engine::{Check, Surroundings};
use serde_json::{Value, json};

use crate::support::workbench::{Key, Workbench, text};

async fn checks(bench: &Workbench) -> Vec<Value> {
    bench.ok("doctor", json!({})).await.as_array().unwrap().clone()
}

fn of<'a>(checks: &'a [Value], name: &str) -> &'a Value {
    checks
        .iter()
        .find(|check| check["name"] == name)
        .unwrap_or_else(|| panic!("{name}: {checks:#?}"))
}

#[tokio::test]
async fn a_sound_folder_is_found_sound() {
    let bench = Workbench::start().await;
    let all = checks(&bench).await;
    for name in [
        "version",
        "system",
        "data folder",
        "disk",
        "database",
        "files",
        "vault",
        "loopback",
        "call log",
        "clock",
        "log",
    ] {
        assert_eq!(of(&all, name)["state"], "ok", "{name}: {all:#?}");
    }
    assert!(text(&of(&all, "files")["words"]).contains("patchbay.db: schema "));
    assert!(
        all.iter().all(|check| check["name"] != "keyring"),
        "its key is in memory only"
    );
    assert!(text(&of(&all, "webview")["words"]).contains("no window"));
    let answer = bench.ok("diagnostics", json!({})).await;
    let report = text(&answer["report"]);
    for check in answer["checks"].as_array().unwrap() {
        assert!(
            report.contains(&format!("  {}: ", text(&check["name"]))),
            "{report}"
        );
    }
}

#[tokio::test]
async fn what_is_not_well_says_what_to_do() {
    let bench = Workbench::start_with(Key::Locked).await;
    std::fs::write(
        bench.place.path().join("connectors/broken.toml"),
        "format = \"one\"",
    )
    .unwrap();
    bench.ok("connector_folders", json!({})).await;
    let all = checks(&bench).await;
    let vault = of(&all, "vault");
    assert_eq!(vault["state"], "warn", "{vault}");
    assert!(text(&vault["words"]).contains("Choose"), "{vault}");
    let connectors = of(&all, "connectors");
    assert_eq!(connectors["state"], "warn");
    assert!(text(&connectors["words"]).contains("broken.toml"), "{connectors}");
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_noticed() {
    let bench = Workbench::start().await;
    bench.clock.advance(3600);
    bench.ok("tenant_set", json!({ "key": "acme" })).await;
    bench
        .ok(
            "integration_add",
            json!({ "key": "later", "connector": "github" }),
        )
        .await;
    bench.clock.advance(-3600);
    let all = checks(&bench).await;
    assert_eq!(of(&all, "clock")["state"], "warn", "{all:#?}");
}

#[tokio::test]
async fn the_outermost_room_has_its_say() {
    struct Window;
    #[async_trait::async_trait]
    impl Surroundings for Window {
        async fn checks(&self) -> Vec<Check> {
            vec![
                Check::ok("webview", "WebKitGTK 2.50."),
                Check::warn("deep links", "Another program gets them."),
            ]
        }
    }
    let bench = Workbench::start().await;
    bench.engine.set_surroundings(Arc::new(Window));
    let all = checks(&bench).await;
    assert_eq!(of(&all, "webview")["words"], "WebKitGTK 2.50.");
    assert_eq!(of(&all, "deep links")["state"], "warn");
}
