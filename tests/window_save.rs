//! Files that the window saves: where to is asked in the system's own dialog, and nothing is written without it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod window;

use std::fs;

use serde_json::{Value, json};
use window::{Window, eyes::Eyes, until, xdotool};

/// The dialog's window: the one that is there besides ours.
async fn dialog() -> String {
    until("the system's dialog", async || {
        let found = xdotool(&["search", "--onlyvisible", "--name", "^Save"]);
        found.lines().next().map(str::to_owned)
    })
    .await
}

/// Says where to, in place of the name that is suggested; the dialog would leave its ending.
async fn say(path: &std::path::Path) {
    let id = dialog().await;
    xdotool(&["windowactivate", "--sync", &id, "key", "ctrl+a"]);
    xdotool(&["type", path.to_str().unwrap()]);
    xdotool(&["key", "Return"]);
    gone().await;
}

async fn gone() {
    until("the dialog to go", async || {
        xdotool(&["search", "--onlyvisible", "--name", "^Save"])
            .trim()
            .is_empty()
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_report_and_an_archive_are_saved_where_the_dialog_says() {
    let window = Window::open().await;
    window.until_ready().await;
    let eyes = Eyes(&window);
    let place = tempfile::tempdir().unwrap();
    let (report, archive) = (place.path().join("report.txt"), place.path().join("calls.har"));

    window
        .client
        .execute("location.hash = '#/settings/diagnostics'", vec![])
        .await
        .unwrap();
    eyes.click("diagnostics-save").await;
    let id = dialog().await;
    xdotool(&["windowactivate", "--sync", &id, "key", "Escape"]);
    gone().await;
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "nothing was said");

    eyes.click("diagnostics-save").await;
    say(&report).await;
    eyes.reads("toast", report.to_str().unwrap()).await;
    assert!(fs::read_to_string(&report).unwrap().contains("Patchbay"));

    window
        .client
        .execute("location.hash = '#/calls'", vec![])
        .await
        .unwrap();
    eyes.find("calls-filter").await;
    xdotool(&["key", "ctrl+k"]);
    eyes.find("palette-input").await;
    xdotool(&["type", "http archive"]);
    eyes.find("palette-item").await;
    xdotool(&["key", "Return"]);
    eyes.click("har-save").await;
    say(&archive).await;
    let saved: Value = until("the archive", async || {
        serde_json::from_str(&fs::read_to_string(&archive).ok()?).ok()
    })
    .await;
    assert_eq!(saved["log"]["version"], "1.2");
    window.close().await;
}

#[tokio::test]
async fn what_cannot_be_saved_is_said() {
    let window = Window::open().await;
    let refused = window
        .invoke(
            "save_file",
            json!({ "name": "x", "body": "not base64!", "encoding": "base64" }),
        )
        .await
        .unwrap_err();
    assert_eq!(refused["message"], "The body is not base64.");
    window.close().await;
}
