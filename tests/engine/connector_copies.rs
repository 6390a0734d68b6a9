//! A connector's file as a copy of one's own: never over another, and of use at once.

use patchbay_engine::Code;
use serde_json::json;

use crate::support::workbench::{Workbench, text};

#[tokio::test]
async fn a_copy_loads_as_an_own_connector_and_the_next_has_another_name() {
    let bench = Workbench::start().await;
    let first = bench.ok("connector_copy", json!({ "key": "slack" })).await;
    assert_eq!(first["key"], "my-slack");
    let file = bench
        .place
        .path()
        .join("connectors/my-slack.toml")
        .canonicalize()
        .unwrap();
    assert_eq!(text(&first["file"]), file.display().to_string());
    let shown = bench.ok("connector_show", json!({ "key": "my-slack" })).await;
    assert_eq!(
        (&shown["summary"]["own"], &shown["summary"]["name"]),
        (&json!(true), &json!("Slack"))
    );
    let original = bench.ok("connector_show", json!({ "key": "slack" })).await;
    assert_eq!(original["summary"]["own"], false);
    assert_eq!(
        bench.ok("connector_copy", json!({ "key": "slack" })).await["key"],
        "my-slack-2"
    );
    let request = json!({ "key": "mine", "connector": "my-slack" });
    assert_eq!(
        bench.ok("integration_add", request).await["summary"]["connectorKey"],
        "my-slack"
    );
}

#[tokio::test]
async fn a_copy_overwrites_nothing() {
    let bench = Workbench::start().await;
    let copy = |key: &str| json!({ "key": "slack", "newKey": key });
    assert_eq!(
        bench.refused("connector_copy", copy("github")).await.code,
        Code::AlreadyExists
    );
    // A file that does not load, so that no connector has its key.
    let file = bench.place.path().join("connectors/taken.toml");
    std::fs::write(&file, "not a connector").unwrap();
    let error = bench.refused("connector_copy", copy("taken")).await;
    assert_eq!(
        (error.code, error.path.as_deref()),
        (Code::AlreadyExists, Some("newKey"))
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "not a connector");
    for bad in ["Upper", "../outside", "a/b", ""] {
        let error = bench.refused("connector_copy", copy(bad)).await;
        assert_eq!(
            (error.code, error.path.as_deref()),
            (Code::InvalidRequest, Some("newKey")),
            "{bad}"
        );
    }
    let error = bench
        .refused("connector_copy", json!({ "key": "nothing-like-it" }))
        .await;
    assert_eq!(error.code, Code::NotFound);
}
