//! Issues 5 and 6: lists as a person filters them, the log of calls with the override that was in force, saved requests.

use patchbay_commands::{Caller, Context, dispatch};
use patchbay_engine::{ChangedWhat, Code, SANDBOX};
use serde_json::{Value, json};

use crate::support::{
    provider::Provider,
    recorder::{Recorder, Reply},
    workbench::{Key, Workbench, text},
};

fn names(answer: &Value, field: &str) -> Vec<String> {
    answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| text(&item[field]))
        .collect()
}

/// Two connections: `Blue` in the sandbox with an override, `Plain` without.
async fn two(bench: &Workbench) -> (String, String) {
    let overrides =
        json!({ "variant": "sandbox", "http": { "headers": { "X-Api-Token": "planted-in-a-header" } } });
    let blue = json!({ "integration": SANDBOX, "overrides": overrides, "name": "Blue" });
    let plain = json!({ "integration": SANDBOX, "multiple": true, "name": "Plain" });
    (bench.connect(blue).await, bench.connect(plain).await)
}

#[tokio::test]
async fn connections_are_filtered_grouped_and_their_health_is_never_kept_past_a_change() {
    let bench = Workbench::start().await;
    let _provider = Provider::start(&bench).await;
    let (blue, plain) = two(&bench).await;
    let list = async |request: Value| bench.ok("connections", request).await;
    let found = async |filter: &str| names(&list(json!({ "filter": filter })).await, "name");
    assert_eq!(found("").await, ["Plain", "Blue"]);
    assert_eq!(found("env:sandbox override:any").await, ["Blue"]);
    assert_eq!(found("-blue tenant:test").await, ["Plain"]);
    let grouped = list(json!({ "group": "variant", "offset": 0, "limit": 1 })).await;
    assert_eq!(
        (grouped["total"].clone(), names(&grouped, "name")),
        (json!(2), vec!["Blue".to_owned()])
    );
    assert_eq!(
        grouped["groups"],
        json!([{ "key": "sandbox", "title": "sandbox", "count": 1 }, { "key": "", "title": "No variant", "count": 1 }])
    );
    let second = list(json!({ "group": "variant", "offset": 1, "limit": 1 })).await;
    assert_eq!(
        (names(&second, "name"), second["groups"].clone()),
        (vec!["Plain".to_owned()], json!([]))
    );
    let ids = bench
        .ok("connection_ids", json!({ "filter": "integration:sandbox" }))
        .await;
    assert_eq!(ids, json!({ "ids": [plain, blue], "total": 2 }));

    // A page resolves health by itself, and sees every change after it was kept.
    let health = async || -> Vec<String> {
        let answer = list(json!({})).await;
        let items = answer["items"].as_array().unwrap();
        items.iter().map(|item| text(&item["health"]["state"])).collect()
    };
    bench.engine.forget_all();
    assert_eq!(health().await, ["working", "working"]);
    assert_eq!(health().await, ["working", "working"], "kept");
    bench
        .ok(
            "integration_set",
            json!({ "key": SANDBOX, "set": { "scopes": ["profile"] } }),
        )
        .await;
    assert_eq!(health().await, ["pending_change", "pending_change"]);
    bench
        .set(&blue, json!({ "http.baseUrl": "https://elsewhere.example" }))
        .await;
    assert_eq!(health().await, ["pending_change", "binding_changed"]);
    let live = [bench.health(&plain).await, bench.health(&blue).await];
    assert_eq!(
        health().await,
        live,
        "a list says what the connection itself says"
    );
    bench.engine.forget_all();
    assert_eq!(health().await, live);
    bench
        .ok("connection_archive", json!({ "connection": blue }))
        .await;
    assert_eq!(found("").await, ["Plain"]);
    assert_eq!(found("is:archived").await, ["Blue"]);
    let refused = bench
        .refused("connections", json!({ "filter": "x", "after": plain }))
        .await;
    assert_eq!(refused.code, Code::InvalidRequest);
}

#[tokio::test]
async fn a_call_remembers_the_override_that_was_in_force() {
    let bench = Workbench::start().await;
    let _provider = Provider::start(&bench).await;
    let (blue, plain) = two(&bench).await;
    assert_eq!(
        bench
            .status_of(&blue, "/me?page=2&api_key=planted-in-a-query")
            .await,
        200
    );
    assert_eq!(bench.status_of(&plain, "/no-such").await, 404);
    let context = Context {
        engine: bench.engine.clone(),
        caller: Caller::Cli,
    };
    let log = async |request: Value| dispatch(&context, "call_log", request).await.unwrap();
    let all = log(json!({})).await;
    assert_eq!(names(&all, "connectionName"), ["Plain", "Blue"]);
    assert_eq!(
        (&all["total"], &all["counting"], &all["dropped"]),
        (&json!(2), &json!(false), &json!(0))
    );
    let first = &all["items"][1];
    assert_eq!(
        (&first["integrationKey"], &first["tenantKey"]),
        (&json!(SANDBOX), &json!("test"))
    );
    assert_eq!(
        names(
            &log(json!({ "filter": "status:4xx -blue" })).await,
            "connectionName"
        ),
        ["Plain"]
    );
    assert_eq!(
        names(
            &log(json!({ "connection": blue, "filter": "ME" })).await,
            "method"
        ),
        ["GET"]
    );
    assert_eq!(bench.ok("calls", json!({})).await[0]["connectionName"], "Plain");

    let id = text(&first["id"]);
    let shown = bench.ok("call_show", json!({ "call": id })).await;
    assert_eq!(
        (&shown["current"], &shown["overrides"]["variant"]),
        (&json!(true), &json!("sandbox"))
    );
    let history = text(&shown["history"]);
    bench.set(&blue, json!({ "http.headers.X-Team": "red" })).await;
    let later = bench.ok("call_show", json!({ "call": id })).await;
    assert_eq!(
        (&later["current"], text(&later["history"])),
        (&json!(false), history)
    );
    assert_eq!(later["overrides"], shown["overrides"], "what was in force then");
    let bare = bench
        .ok("call_show", json!({ "call": all["items"][0]["id"] }))
        .await;
    assert_eq!((&bare["overrides"], &bare["current"]), (&json!({}), &json!(true)));
    assert_eq!(
        bench.refused("call_show", json!({ "call": "none" })).await.code,
        Code::NotFound
    );

    let har = bench.ok("calls_har", json!({ "filter": "is:ok" })).await;
    let archive: Value = serde_json::from_str(&text(&har["text"])).unwrap();
    assert_eq!(
        (&har["entries"], &archive["log"]["version"]),
        (&json!(1), &json!("1.2"))
    );
    assert_eq!(archive["log"]["entries"][0]["_connection"], "Blue");
    for answer in [&all, &shown, &later, &har] {
        let answer = answer.to_string();
        assert!(!answer.contains("planted-in"), "{answer}");
    }
}

#[tokio::test]
async fn how_long_an_answer_is_is_told_by_its_head_or_counted_as_it_is_read() {
    let api = Recorder::answering(|seen| {
        let reply = Reply::json(200, &json!("0123456789"));
        match seen.path() {
            "/chunked" => reply.with("transfer-encoding", "chunked"),
            _ => reply,
        }
    })
    .await;
    let bench = Workbench::start().await;
    let request = json!({ "key": "keyed", "connector": "keyed", "parameters": { "apiUrl": api.origin } });
    bench.ok("integration_add", request).await;
    let connection = bench
        .connect_directly(json!({ "integration": "keyed", "input": { "apiKey": "k-1" } }))
        .await;
    for path in ["/whole", "/chunked"] {
        assert_eq!(bench.status_of(&connection, path).await, 200);
    }
    let elsewhere = bench.get(&connection, "https://elsewhere.example/").await;
    assert_eq!(elsewhere.unwrap_err().code, Code::BindingChanged);
    let log = bench.ok("call_log", json!({})).await;
    let sizes: Vec<&Value> = (0..3).map(|row| &log["items"][row]["responseBytes"]).collect();
    assert_eq!(sizes, [&Value::Null, &json!(12), &json!(12)]);
    let har = bench.ok("calls_har", json!({ "filter": "is:ok" })).await;
    let archive: Value = serde_json::from_str(&text(&har["text"])).unwrap();
    for entry in archive["log"]["entries"].as_array().unwrap() {
        assert_eq!(entry["response"]["content"]["size"], 12, "{entry}");
    }
}

#[tokio::test]
async fn requests_are_kept_for_all_connections_of_an_integration() {
    let bench = Workbench::start_with(Key::Passphrase("of the tests")).await;
    let mut changes = bench.engine.subscribe();
    let request = |name: &str, id: Value| {
        json!({ "id": id, "integration": SANDBOX, "name": name, "method": "post", "path": "/contacts?x=1",
                "headers": [["X-A", "b"]], "body": "{\"name\": \"Ada\"}" })
    };
    let saved = bench
        .ok("saved_request_save", request(" Add Ada ", Value::Null))
        .await;
    assert_eq!(
        (&saved["name"], &saved["method"]),
        (&json!("Add Ada"), &json!("POST"))
    );
    loop {
        let change = changes.recv().await.unwrap();
        if change.what == ChangedWhat::Requests {
            assert_eq!(change.id.as_deref(), saved["id"].as_str());
            break;
        }
    }
    let taken = bench
        .refused("saved_request_save", request("Add Ada", Value::Null))
        .await;
    assert!(taken.message.contains("Add Ada"), "{}", taken.message);
    let renamed = bench
        .ok("saved_request_save", request("Ada", saved["id"].clone()))
        .await;
    for bad in [request("", Value::Null), request("x", json!("not an id"))] {
        assert_eq!(
            bench.refused("saved_request_save", bad).await.code,
            Code::InvalidRequest
        );
    }
    let bench = bench.restart().await;
    assert_eq!(
        bench
            .ok("saved_requests", json!({ "integration": SANDBOX }))
            .await,
        json!([renamed])
    );
    bench
        .ok("saved_request_delete", json!({ "id": renamed["id"] }))
        .await;
    assert_eq!(bench.ok("saved_requests", json!({})).await, json!([]));
    assert_eq!(
        bench
            .refused("saved_request_delete", json!({ "id": renamed["id"] }))
            .await
            .code,
        Code::NotFound
    );
}
