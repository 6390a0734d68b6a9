//! What the developer calls a secret, or none, is masked or shown so everywhere: defaults, overrides, dry runs, differences,
//! files, the log of a call.

use patchbay_connector::MASK;
use serde_json::{Value, json};

use super::history::{add, connect};
use crate::support::{recorder::Recorder, workbench::Workbench};

/// A name and a value that look like nothing, and a name that looks like a secret.
const HARMLESS: &str = "http.headers.X-Region";
const ALARMING: &str = "http.headers.X-Session-Region";
const HIDDEN: &str = "eu-planted-mark";

async fn mark(bench: &Workbench, path: &str, secret: Value) -> Value {
    let request = json!({ "integration": "acme", "path": path, "secret": secret });
    bench.ok("secret_mark", request).await["before"].clone()
}

/// All that is shown of a connection, a draft and a call by name.
async fn shown(bench: &Workbench, connection: &str) -> String {
    let subject = json!({ "kind": "connection", "connection": connection });
    let set = json!({ "http.headers.X-Region": format!("{HIDDEN}-other") });
    let call = json!({ "connection": connection, "method": "GET", "path": "/", "headers": [] });
    let side = json!({ "kind": "connection", "connection": connection });
    let history = bench
        .ok("parameters_history", json!({ "connection": connection }))
        .await;
    let all = [
        bench.ok("parameters", json!({ "connection": connection })).await,
        bench
            .ok("parameters_preview", json!({ "subject": subject, "set": set }))
            .await,
        bench.ok("compare", json!({ "left": side, "right": side })).await,
        bench.ok("files_pull", json!({})).await,
        bench.ok("call", call).await["sent"].clone(),
        history,
    ];
    serde_json::to_string(&all).unwrap()
}

#[tokio::test]
async fn a_marked_leaf_is_masked_wherever_it_is_shown() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let headers = json!({ "X-Region": HIDDEN });
    let one = connect(&bench, "One", json!({ "http": { "headers": headers } })).await;
    assert!(
        shown(&bench, &one).await.contains(HIDDEN),
        "by its looks it is no secret"
    );

    assert_eq!(mark(&bench, HARMLESS, json!(true)).await, Value::Null);
    let masked = shown(&bench, &one).await;
    assert!(!masked.contains(HIDDEN) && masked.contains(MASK), "{masked}");
    // Names of headers are the same in any case, and what is masked is sent all the same.
    bench.set(&one, json!({ "http.headers.x-region": HIDDEN })).await;
    assert!(!shown(&bench, &one).await.contains(HIDDEN));
    assert_eq!(api.seen().last().unwrap().header("x-region"), HIDDEN);

    // The mask keeps the value, also in a new connection's draft that began as this one.
    let subject = json!({ "kind": "new", "integration": "acme", "copiedFrom": one });
    let overrides = json!({ "http": { "headers": { "X-Region": MASK } } });
    let preview = bench
        .ok(
            "parameters_preview",
            json!({ "subject": subject, "overrides": overrides }),
        )
        .await;
    assert_eq!(preview["problems"], json!([]), "{preview}");

    assert_eq!(mark(&bench, HARMLESS, Value::Null).await, json!(true));
    assert!(shown(&bench, &one).await.contains(HIDDEN));
}

#[tokio::test]
async fn marks_go_along_in_files_and_a_file_without_them_leaves_them() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    mark(&bench, HARMLESS, json!(true)).await;
    let pulled = bench.ok("files_pull", json!({})).await["files"].clone();
    let file = |text: String| json!([{ "name": "integrations/acme.json", "text": text }]);
    let all = pulled.as_array().unwrap().iter();
    let text = all
        .clone()
        .find(|one| one["name"] == "integrations/acme.json")
        .unwrap()["text"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut said: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(said["secretMarks"], json!({ HARMLESS: true }));
    mark(&bench, HARMLESS, Value::Null).await;
    let plan = bench
        .ok("files_push", json!({ "files": file(text), "apply": true }))
        .await;
    assert_eq!(
        plan["changes"][0]["path"],
        format!("secretMarks: {HARMLESS}"),
        "{plan}"
    );
    assert_eq!(plan["changes"].as_array().unwrap().len(), 1, "{plan}");

    said.as_object_mut().unwrap().remove("secretMarks");
    let plan = bench
        .ok(
            "files_push",
            json!({ "files": file(said.to_string()), "apply": true }),
        )
        .await;
    assert_eq!(plan["changes"], json!([]));
    assert_eq!(
        mark(&bench, HARMLESS, json!(true)).await,
        json!(true),
        "it is still marked"
    );

    said["secretMarks"] = json!({ "apiUrl": false });
    let plan = bench
        .ok(
            "files_push",
            json!({ "files": file(said.to_string()), "apply": true }),
        )
        .await;
    assert!(plan["problems"].to_string().contains("connector file"), "{plan}");
}

#[tokio::test]
async fn an_unmarked_leaf_is_shown_and_a_declared_one_is_the_files() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let headers = json!({ "X-Session-Region": "eu-central" });
    let one = connect(&bench, "One", json!({ "http": { "headers": headers } })).await;
    assert!(!shown(&bench, &one).await.contains("eu-central"));
    mark(&bench, ALARMING, json!(false)).await;
    let all = shown(&bench, &one).await;
    assert!(all.matches("eu-central").count() >= 5, "{all}");

    for path in ["apiUrl", "http.timeoutMs", "clientSecret", "http"] {
        let request = json!({ "integration": "acme", "path": path, "secret": false });
        let refused = bench.refused("secret_mark", request).await;
        assert!(refused.message.contains("connector file"), "{refused:?}");
    }
    // What never may be shown is not shown for a mark.
    let request = json!({ "integration": "acme", "path": "http.headers.Authorization", "secret": false });
    let _ = bench.ask("secret_mark", request).await;
    let call = json!({ "connection": one, "method": "GET", "path": "/", "headers": [] });
    let sent = bench.ok("call", call).await["sent"].to_string();
    assert!(sent.contains(MASK) && !sent.contains("\"k\""), "{sent}");
}

#[tokio::test]
async fn unsaved_edits_of_defaults_are_one_draft_until_they_are_saved() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    add(&bench, &api).await;
    let edits = |text: &str| json!({ "integration": "acme", "tenant": "", "name": "", "defaults": true, "text": text });
    let first = bench.ok("draft_save", edits("{ \"half\": ")).await;
    let second = bench.ok("draft_save", edits("{}")).await;
    assert_eq!(first["id"], second["id"], "it is the same draft");
    assert_eq!(second["name"], "Acme");
    let kept = bench.ok("drafts", json!({})).await;
    assert_eq!(kept.as_array().unwrap().len(), 1);
    // A single value that the command line sets does not take the edits away.
    bench
        .ok(
            "integration_set",
            json!({ "key": "acme", "set": { "http.timeoutMs": 4000 } }),
        )
        .await;
    assert_eq!(bench.ok("drafts", json!({})).await.as_array().unwrap().len(), 1);
    let whole = json!({ "key": "acme", "parameters": { "apiUrl": api.origin } });
    bench.ok("integration_set", whole).await;
    assert_eq!(bench.ok("drafts", json!({})).await, json!([]));
}
