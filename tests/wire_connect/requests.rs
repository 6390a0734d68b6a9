//! Connects that a server prepares and a person opens later.

use serde_json::json;

use crate::{
    support::workbench::text,
    wire::{DONE, Wire},
};

#[tokio::test]
async fn a_prepared_connect_has_a_link_and_a_result() {
    let wire = Wire::start().await;
    let asked = json!({
        "integrationKey": "sandbox", "name": "Prepared", "redirectUri": DONE,
        "connectorParameters": { "scopes": ["deals.read"] },
    });
    let made = wire.json("/connection-requests", &wire.token, &asked).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let made = made.json();
    let id = text(&made["requestId"]);
    assert_eq!(
        (&made["status"], &made["name"]),
        (&json!("pending"), &json!("Prepared"))
    );
    assert_eq!(
        text(&made["url"]),
        wire.url(&format!("/screens/connections?connectionRequestId={id}"))
    );
    let path = format!("/connection-requests/{id}");
    assert_eq!(wire.read(&path, &wire.token).await.json(), made);
    let other = wire.token_of("bob").await;
    assert_eq!(wire.read(&path, &other).await.status, 404);

    // The override is the request's, whatever the page sends along; another tenant cannot answer it.
    let answer = json!({ "connectionRequestId": id, "requestId": "answers-request-1" });
    let mut strange = answer.clone();
    strange["token"] = json!(other);
    assert_eq!(
        wire.form("/connect", &strange).await.posted().0["errorData"]["key"],
        "not_found"
    );
    let begun = wire.connect(answer.clone()).await;
    assert!(
        begun.location().contains("scope=deals.read"),
        "{}",
        begun.location()
    );
    let arrived = wire.allow(begun.location()).await;
    let (message, _) = wire.get(arrived.location()).await.posted();
    assert_eq!(message["connection"]["name"], "Prepared");
    let shown = wire.read(&path, &wire.token).await.json();
    assert_eq!(
        (&shown["status"], &shown["resultConnectionId"]),
        (&json!("success"), &message["connection"]["id"])
    );
    let again = wire.connect(answer).await.posted().0;
    assert_eq!(again["errorData"]["key"], "attempt_ended", "once");
}

#[tokio::test]
async fn a_prepared_connect_that_was_denied_says_so_and_may_be_tried_again() {
    let wire = Wire::start().await;
    let made = wire
        .json(
            "/connection-requests",
            &wire.token,
            &json!({ "integrationKey": "sandbox" }),
        )
        .await
        .json();
    let id = text(&made["requestId"]);
    let begun = wire
        .connect(json!({ "connectionRequestId": id, "requestId": "denies-request-1" }))
        .await;
    wire.deny(begun.location()).await;
    let shown = wire
        .read(&format!("/connection-requests/{id}"), &wire.token)
        .await
        .json();
    assert_eq!(shown["status"], "error");
    assert!(text(&shown["resultError"]).contains("denied"));
    let begun = wire
        .connect(json!({ "connectionRequestId": id, "requestId": "allows-request-1" }))
        .await;
    wire.allow(begun.location()).await;
    let shown = wire
        .read(&format!("/connection-requests/{id}"), &wire.token)
        .await
        .json();
    assert_eq!(shown["status"], "success");
    assert!(shown.get("resultError").is_none(), "{shown}");
}

#[tokio::test]
async fn a_prepared_connect_may_not_end_anywhere() {
    let wire = Wire::start().await;
    let asked = json!({ "integrationKey": "sandbox", "redirectUri": "https://evil.example/" });
    assert_eq!(
        wire.json("/connection-requests", &wire.token, &asked)
            .await
            .status,
        400
    );
}
