//! The history of an override, restoring, and comparing: secrets stay inside the engine.

use patchbay_connector::MASK;
use serde_json::{Value, json};

use crate::support::{recorder::Recorder, workbench::Workbench};

const TOKEN: &str = "sk_live_planted_history";

/// An integration of the connector `keyed` at this server.
pub(crate) async fn add(bench: &Workbench, api: &Recorder) {
    let parameters = json!({ "apiUrl": api.origin });
    bench
        .ok(
            "integration_add",
            json!({ "key": "acme", "connector": "keyed", "name": "Acme", "parameters": parameters }),
        )
        .await;
}

/// A connection through it.
pub(crate) async fn connect(bench: &Workbench, name: &str, overrides: Value) -> String {
    let request = json!({
        "integration": "acme",
        "name": name,
        "multiple": true,
        "input": { "apiKey": "k" },
        "overrides": overrides,
    });
    bench.connect_directly(request).await
}

async fn history(bench: &Workbench, connection: &str) -> Vec<Value> {
    let all = bench
        .ok("parameters_history", json!({ "connection": connection }))
        .await;
    all.as_array().unwrap().clone()
}

fn header(api: &Recorder, name: &str) -> String {
    api.seen().last().unwrap().header(name).to_owned()
}

#[tokio::test]
async fn each_entry_says_what_it_changed_and_can_be_restored() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let id = connect(
        &bench,
        "One",
        json!({ "http": { "headers": { "X-Token": TOKEN } } }),
    )
    .await;
    bench
        .set(&id, json!({ "http.headers.X-Token": "sk_live_other" }))
        .await;
    bench
        .set(&id, json!({ "http.headers.X-Api-Version": "2025-01" }))
        .await;
    // Saving what is there already is no change.
    bench
        .set(&id, json!({ "http.headers.X-Api-Version": "2025-01" }))
        .await;
    let entries = history(&bench, &id).await;
    assert_eq!(entries.len(), 3, "{entries:?}");
    let current: Vec<_> = entries.iter().map(|entry| entry["current"] == true).collect();
    assert_eq!(current, [true, false, false]);
    assert_eq!(
        entries[0]["changes"],
        json!([{
            "path": "http.headers.X-Api-Version", "before": "2024-01", "after": "2025-01", "effect": "live",
        }])
    );
    // A changed secret is a change, shown masked.
    assert_eq!(entries[1]["changes"][0]["after"], MASK);
    assert_eq!(entries[2]["changes"][0]["path"], "http.headers.X-Token");
    assert_eq!(entries[0]["how"], "cli");

    let restore = json!({ "connection": id, "entry": entries[2]["id"] });
    let restored = bench.ok("parameters_restore", restore).await;
    assert_eq!(restored["changes"].as_array().unwrap().len(), 2, "{restored}");
    assert_eq!(bench.status_of(&id, "/orders").await, 200);
    assert_eq!(header(&api, "x-token"), TOKEN);
    assert_eq!(header(&api, "x-api-version"), "2024-01");
    let after = history(&bench, &id).await;
    assert_eq!(after.len(), 4, "restoring is a change of its own");
    assert_eq!(after[0]["overrides"], entries[2]["overrides"]);
    for shown in [json!(entries), restored, json!(after)] {
        assert!(!shown.to_string().contains("sk_live"), "{shown}");
    }
    let error = bench
        .refused("parameters_restore", json!({ "connection": id, "entry": "none" }))
        .await;
    assert!(error.message.contains("history entry"), "{error:?}");
}

#[tokio::test]
async fn what_no_longer_fits_is_not_restored() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let declared = crate::support::connectors::KEYED.replace(
        "[params.apiKey]",
        "[params.extra]\ntype = \"string\"\n[params.apiKey]",
    );
    let file = bench.place.path().join("connectors/keyed.toml");
    std::fs::write(&file, declared).unwrap();
    bench.engine.reload_connectors();
    let id = connect(&bench, "One", json!({ "extra": "here" })).await;
    bench
        .ok("parameters_save", json!({ "connection": id, "unset": ["extra"] }))
        .await;
    std::fs::write(&file, crate::support::connectors::KEYED).unwrap();
    bench.engine.reload_connectors();
    let entries = history(&bench, &id).await;
    let first = entries.last().unwrap();
    let error = bench
        .refused(
            "parameters_restore",
            json!({ "connection": id, "entry": first["id"] }),
        )
        .await;
    assert_eq!(error.path.as_deref(), Some("extra"), "{error:?}");
    assert_eq!(history(&bench, &id).await.len(), entries.len());
}

#[tokio::test]
async fn sides_are_compared_in_the_clear_and_shown_masked() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let header = |value: &str| json!({ "http": { "headers": { "X-Token": value } } });
    let one = connect(&bench, "One", header(TOKEN)).await;
    let two = connect(&bench, "Two", header("sk_live_other")).await;
    let same = connect(&bench, "Same", header(TOKEN)).await;
    let side = |connection: &str| json!({ "kind": "connection", "connection": connection });
    let compare =
        async |left: Value, right: Value| bench.ok("compare", json!({ "left": left, "right": right })).await;
    let row = |answer: &Value, path: &str| {
        let rows = answer["rows"].as_array().unwrap();
        rows.iter().find(|row| row["path"] == path).unwrap().clone()
    };
    let differ = compare(side(&one), side(&two)).await;
    let token = row(&differ, "http.headers.X-Token");
    assert_eq!(
        (&token["left"]["value"], &token["right"]["value"]),
        (&json!(MASK), &json!(MASK))
    );
    assert_eq!(token["same"], false, "masks do not hide a difference");
    assert_eq!(row(&differ, "apiUrl")["same"], true);
    assert_eq!(differ["leftText"], differ["rightText"], "the texts are masked");
    let alike = compare(side(&one), side(&same)).await;
    assert_eq!(row(&alike, "http.headers.X-Token")["same"], true);
    assert_eq!(
        (&alike["leftTitle"], &alike["rightTitle"]),
        (&json!("One"), &json!("Same"))
    );

    bench
        .set(&one, json!({ "http.headers.X-Api-Version": null }))
        .await;
    let entry = history(&bench, &one).await[1]["id"].clone();
    let then = json!({ "kind": "history", "connection": one, "entry": entry });
    let changed = compare(side(&one), then).await;
    let version = row(&changed, "http.headers.X-Api-Version");
    assert_eq!(
        (&version["left"]["removed"], &version["same"]),
        (&json!(true), &json!(false))
    );
    assert!(!changed["leftText"].as_str().unwrap().contains("X-Api-Version"));

    let defaults = json!({ "kind": "integration", "integration": "acme" });
    let against = compare(side(&two), defaults).await;
    let token = row(&against, "http.headers.X-Token");
    assert_eq!((&token["right"], &token["same"]), (&Value::Null, &json!(false)));
    let text = against["rightText"].as_str().unwrap();
    assert!(
        text.starts_with("{\n  \"apiUrl\"") && text.ends_with("}\n"),
        "{text}"
    );
    for answer in [differ, alike, changed, against] {
        assert!(!answer.to_string().contains("sk_live"), "{answer}");
    }
}
