//! Logs, and the stream of changes.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Client, KEYED, keyed, not_found};
use crate::support::workbench::{Workbench, text};

#[tokio::test]
async fn calls_are_listed_for_their_tenant() {
    let bench = Workbench::start().await;
    let api = keyed(&bench).await;
    let (acme, other) = (
        Client::tenant(&bench, "acme-inc").await,
        Client::tenant(&bench, "globex").await,
    );
    let id = acme.connect(json!({})).await;
    bench.get(&id, "/orders?page=1").await.unwrap();
    api.answers(500);
    bench.get(&id, "/orders?page=2").await.unwrap();

    let page = acme.get("/external-api-logs").await;
    let rows = page["items"].as_array().unwrap();
    let (newest, oldest) = (&rows[0], &rows[rows.len() - 1]);
    assert_eq!(
        (&newest["statusCode"], &newest["isSuccess"]),
        (&json!(500), &json!(false))
    );
    assert_eq!(
        (&newest["connectionId"], &newest["customerId"]),
        (&json!(id), &acme.get("/self").await["id"])
    );
    assert!(text(&newest["requestUrl"]).contains("/v1/orders"), "{newest}");
    assert!(newest["duration"].is_number() && newest["createdAt"].is_string());

    let good = acme.get("/external-api-logs?isSuccess=true").await;
    assert!(
        good["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["statusCode"] == 200)
    );
    let upwards = acme
        .get(&format!(
            "/external-api-logs?connectionId={id}&sortOrder=asc&limit=1"
        ))
        .await;
    assert_eq!(upwards["items"][0]["id"], oldest["id"]);
    assert_eq!(
        acme.get("/external-api-logs?from=2999-01-01T00:00:00Z").await["items"],
        json!([])
    );
    assert_eq!(
        acme.get(&format!("/external-api-logs?integrationId={KEYED}"))
            .await["items"]
            .as_array()
            .unwrap()
            .len(),
        rows.len()
    );
    assert_eq!(other.get("/external-api-logs").await["items"], json!([]));
    assert_eq!(
        Client::admin(&bench).await.get("/external-api-logs").await["items"]
            .as_array()
            .unwrap()
            .len(),
        rows.len()
    );
}

#[tokio::test]
async fn attempts_are_listed_with_why_they_failed() {
    let bench = Workbench::start().await;
    let api = keyed(&bench).await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let id = acme.connect(json!({})).await;
    api.answers(401);
    let refused = acme
        .ask(
            "POST",
            "/connections",
            Some(json!({ "integrationKey": KEYED, "input": { "apiKey": "planted-bad" } })),
        )
        .await;
    assert_eq!(
        (refused.status, &refused.body["type"]),
        (400, &json!("connection"))
    );

    let all = acme.get("/connection-attempt-logs").await;
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    assert!(!all.to_string().contains("planted"), "{all}");
    let good = acme.get("/connection-attempt-logs?status=success").await;
    assert_eq!(
        (
            &good["items"][0]["connectionId"],
            &good["items"][0]["connectorVersion"]
        ),
        (&json!(id), &json!("1.0.0"))
    );
    let bad = acme.get("/connection-attempt-logs?status=error").await;
    assert_eq!(bad["items"].as_array().unwrap().len(), 1);
    assert!(text(&bad["items"][0]["error"]["message"]).len() > 10, "{bad}");
    assert_eq!(acme.get("/action-run-logs").await, json!({ "items": [] }));
    assert_eq!(
        acme.refused("GET", "/action-run-logs/x/details", None).await,
        not_found()
    );
}

#[tokio::test]
async fn changes_are_streamed_to_whom_they_concern() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let (acme, other) = (
        Client::tenant(&bench, "acme-inc").await,
        Client::tenant(&bench, "globex").await,
    );
    let id = acme.connect(json!({})).await;
    let theirs = other.connect(json!({})).await;
    let url = format!(
        "http://127.0.0.1:{}/sse/workspace?token={}",
        bench.port,
        acme.token()
    );
    let mut stream = crate::support::browser::http().get(url).send().await.unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let mut text = String::new();
    let mut next = async || -> Value {
        loop {
            if let Some((event, rest)) = text.split_once("\n\n") {
                let event = event
                    .strip_prefix("data: ")
                    .map(|data| serde_json::from_str(data).unwrap());
                text = rest.to_owned();
                if let Some(event) = event {
                    return event;
                }
                continue;
            }
            let chunk = tokio::time::timeout(Duration::from_secs(10), stream.chunk())
                .await
                .unwrap();
            text.push_str(std::str::from_utf8(&chunk.unwrap().unwrap()).unwrap());
        }
    };
    assert_eq!(next().await["type"], "connected");
    other
        .ok(
            "PATCH",
            &format!("/connections/{theirs}"),
            Some(json!({ "name": "x" })),
        )
        .await;
    acme.ok(
        "PATCH",
        &format!("/connections/{id}"),
        Some(json!({ "name": "y" })),
    )
    .await;
    // Theirs came first and is not told.
    assert_eq!(
        next().await,
        json!({ "type": "element-update", "elementType": "connection", "elementId": id })
    );
}
