//! Tenants as the developer keeps them: named, counted, put away and taken back.

use patchbay_engine::Code;
use serde_json::{Value, json};

use crate::support::{recorder::Recorder, workbench::Workbench};

async fn tenant(bench: &Workbench, key: &str) -> Option<Value> {
    let all = bench.ok("tenants", json!({})).await;
    all.as_array()
        .unwrap()
        .iter()
        .find(|one| one["key"] == key)
        .cloned()
}

#[tokio::test]
async fn one_with_connections_is_not_archived() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    let request = json!({ "key": "keyed", "connector": "keyed", "parameters": { "apiUrl": api.origin } });
    bench.ok("integration_add", request).await;
    let made = bench.ok("tenant_set", json!({ "key": "acme" })).await;
    assert_eq!((&made["name"], &made["connections"]), (&json!("acme"), &json!(0)));
    let renamed = bench
        .ok("tenant_set", json!({ "key": "acme", "name": "Acme Inc" }))
        .await;
    assert_eq!(
        (&renamed["name"], &renamed["createdAt"]),
        (&json!("Acme Inc"), &made["createdAt"])
    );

    let connect = json!({ "integration": "keyed", "tenant": "acme", "input": { "apiKey": "k-1" } });
    let connection = bench.connect_directly(connect).await;
    assert_eq!(tenant(&bench, "acme").await.unwrap()["connections"], 1);
    assert_eq!(tenant(&bench, "test").await.unwrap()["connections"], 0);
    let error = bench.refused("tenant_archive", json!({ "key": "acme" })).await;
    assert_eq!(error.code, Code::InvalidRequest);
    assert!(
        error.message.contains("a connection that is not archived"),
        "{}",
        error.message
    );
    assert!(tenant(&bench, "acme").await.is_some());

    bench
        .ok("connection_archive", json!({ "connection": connection }))
        .await;
    bench.ok("tenant_archive", json!({ "key": "acme" })).await;
    assert!(tenant(&bench, "acme").await.is_none());
    let back = bench.ok("tenant_restore", json!({ "key": "acme" })).await;
    assert_eq!(
        (&back["name"], &back["connections"]),
        (&json!("Acme Inc"), &json!(0))
    );
    assert!(tenant(&bench, "acme").await.is_some());
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let bench = Workbench::start().await;
    for command in ["tenant_archive", "tenant_restore"] {
        assert_eq!(
            bench.refused(command, json!({ "key": "nobody" })).await.code,
            Code::NotFound
        );
    }
    assert_eq!(
        bench
            .refused("tenant_archive", json!({ "key": "test" }))
            .await
            .code,
        Code::InvalidRequest
    );
    for (path, request) in [
        ("key", json!({ "key": " " })),
        ("key", json!({ "key": "a\nb" })),
        ("name", json!({ "key": "acme", "name": "x".repeat(201) })),
    ] {
        assert_eq!(
            bench.refused("tenant_set", request).await.path.as_deref(),
            Some(path)
        );
    }
}
