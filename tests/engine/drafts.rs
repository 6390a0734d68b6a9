//! Drafts: unsaved edits of a connection, and connections prepared from others, whose secrets never reach the page.

use patchbay_connector::MASK;
use serde_json::{Value, json};

use super::history::{add, connect};
use crate::support::{recorder::Recorder, workbench::Workbench};

const TOKEN: &str = "sk_live_planted_draft";

async fn drafts(bench: &Workbench) -> Vec<Value> {
    bench.ok("drafts", json!({})).await.as_array().unwrap().clone()
}

fn draft(connection: &str, text: &str) -> Value {
    json!({ "integration": "", "tenant": "", "name": "", "connection": connection, "text": text })
}

#[tokio::test]
async fn a_connection_has_one_draft_of_edits_until_they_are_saved() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let one = connect(&bench, "One", json!({})).await;
    let first = bench.ok("draft_save", draft(&one, "{ \"half\": ")).await;
    assert_eq!(
        (&first["integration"], &first["tenant"]),
        (&json!("acme"), &json!("test"))
    );
    let second = bench.ok("draft_save", draft(&one, "{}")).await;
    assert_eq!(first["id"], second["id"], "it is the same draft");
    assert_eq!(drafts(&bench).await.len(), 1);
    // A single value that somebody else sets does not take the edits away.
    bench.set(&one, json!({ "http.timeoutMs": 5000 })).await;
    assert_eq!(drafts(&bench).await.len(), 1);
    let save = json!({ "connection": one, "text": "{ \"http\": { \"timeoutMs\": 6000 } }" });
    bench.ok("parameters_save", save).await;
    assert!(drafts(&bench).await.is_empty());
    bench.refused("draft_save", draft("nobody", "{}")).await;
}

#[tokio::test]
async fn a_duplicate_is_connected_with_the_sources_secrets() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let headers = json!({ "X-Token": TOKEN, "X-Plain": "p" });
    let one = connect(&bench, "One", json!({ "http": { "headers": headers } })).await;
    let made = bench
        .ok(
            "connection_duplicate",
            json!({ "connection": one, "set": { "http.headers.X-Plain": "q" } }),
        )
        .await;
    assert_eq!(
        (&made["name"], &made["copiedFrom"]),
        (&json!("One (copy)"), &json!(one))
    );
    let text = made["text"].as_str().unwrap();
    assert!(text.contains(MASK) && !text.contains(TOKEN), "{text}");
    let subject = json!({ "kind": "new", "integration": "acme", "copiedFrom": one });
    let preview = bench
        .ok("parameters_preview", json!({ "subject": subject, "text": text }))
        .await;
    assert_eq!(preview["problems"], json!([]), "{preview}");
    let without = json!({ "kind": "new", "integration": "acme" });
    let preview = bench
        .ok("parameters_preview", json!({ "subject": without, "text": text }))
        .await;
    assert_eq!(
        preview["problems"][0]["path"], "http.headers.X-Token",
        "{preview}"
    );

    let request = json!({
        "draft": made["id"],
        "multiple": true,
        "input": { "apiKey": "k" },
        "overrides": serde_json::from_str::<Value>(text).unwrap(),
    });
    let two = bench.connect_directly(request).await;
    assert_ne!(one, two);
    assert_eq!(bench.show(&two).await["summary"]["name"], "One (copy)");
    assert_eq!(bench.status_of(&two, "/orders").await, 200);
    let seen = api.seen();
    let call = seen.last().unwrap();
    assert_eq!((call.header("x-token"), call.header("x-plain")), (TOKEN, "q"));
    assert!(drafts(&bench).await.is_empty(), "it became a connection");
}

#[tokio::test]
async fn a_draft_alone_says_what_to_connect() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let text = json!({ "http": { "headers": { "X-Token": TOKEN } } }).to_string();
    bench
        .ok(
            "preset_save",
            json!({ "name": "Partner", "integration": "acme", "text": text }),
        )
        .await;
    let masked = json!({ "http": { "headers": { "X-Token": MASK } } }).to_string();
    let made = bench
        .ok(
            "draft_save",
            json!({
                "integration": "acme", "tenant": "blue", "name": "By draft", "preset": "Partner", "text": masked,
            }),
        )
        .await;
    let request = json!({ "draft": made["id"], "input": { "apiKey": "k" } });
    let id = bench.connect_directly(request).await;
    let summary = bench.show(&id).await["summary"].clone();
    assert_eq!(
        (&summary["tenantKey"], &summary["name"]),
        (&json!("blue"), &json!("By draft"))
    );
    assert_eq!(bench.status_of(&id, "/orders").await, 200);
    assert_eq!(api.seen().last().unwrap().header("x-token"), TOKEN);
    // A mask with nothing behind it is an error at its path.
    let request = json!({
        "integration": "acme", "input": { "apiKey": "k" }, "multiple": true,
        "overrides": serde_json::from_str::<Value>(&masked).unwrap(),
    });
    let error = bench.refused("connect_start", request).await;
    assert_eq!(error.path.as_deref(), Some("http.headers.X-Token"), "{error:?}");
}
