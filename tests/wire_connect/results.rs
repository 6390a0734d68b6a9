//! The SDK's popup and hidden frame: the result is posted by the page and streamed, whichever comes first.

use serde_json::{Value, json};
use url::Url;

use crate::{
    support::{
        browser::query,
        workbench::{Key, Workbench, text},
    },
    wire::{HOST, Wire},
};

const REQUEST: &str = "k3jh4g5f6d7s8a9q0w1e2r";

fn popup(further: &Value) -> Value {
    let mut payload = json!({ "integrationKey": "sandbox", "requestId": REQUEST });
    for (name, value) in further.as_object().unwrap() {
        payload[name] = value.clone();
    }
    payload
}

#[tokio::test]
async fn a_popup_goes_to_the_provider_with_the_overrides_scopes_and_tells_the_result_twice() {
    let wire = Wire::start().await;
    let mut events = wire.listen(REQUEST, Some(&wire.token)).await;
    let scopes = json!({ "scopes": ["deals.read", "offline_access"] });
    let begun = wire
        .connect(popup(&json!({ "connectorParameters": scopes, "name": "N" })))
        .await;
    assert!(
        !begun.headers.contains_key("cross-origin-opener-policy"),
        "the popup keeps its opener"
    );
    let authorize = begun.location().to_owned();
    assert_eq!(
        query(&Url::parse(&authorize).unwrap())["scope"],
        "deals.read offline_access"
    );

    let arrived = wire.allow(&authorize).await;
    assert!(!arrived.headers.contains_key("cross-origin-opener-policy"));
    let page = arrived.location().to_owned();
    assert!(
        page.starts_with("/oauth-result/") && !page.contains('?'),
        "{page}"
    );
    let (message, target) = wire.get(&page).await.posted();
    assert_eq!(target, HOST, "only the page that asked is told");
    assert_eq!(
        (&message["source"], &message["type"], &message["requestId"]),
        (
            &json!("integration.app"),
            &json!("newConnectionCreated"),
            &json!(REQUEST)
        )
    );
    let connection = &message["connection"];
    assert_eq!(
        (&connection["name"], &connection["state"]),
        (&json!("N"), &json!("READY"))
    );
    assert_eq!(connection["connectorParameters"], scopes);
    assert_eq!(connection["integration"]["key"], "sandbox");
    assert!(!connection.to_string().contains("access_token"));

    assert_eq!(events.event().await, message, "the stream tells the same");
    let mut late = wire.listen(REQUEST, None).await;
    assert_eq!(late.event().await, message, "also to whoever comes later");
    assert_eq!(wire.bench.status_of(&text(&connection["id"]), "/me").await, 200);
}

#[tokio::test]
async fn a_person_who_says_no_is_told_both_ways_and_leaves_nothing() {
    let wire = Wire::start().await;
    let mut events = wire.listen(REQUEST, None).await;
    let begun = wire.connect(popup(&json!({}))).await;
    let arrived = wire.deny(begun.location()).await;
    let (message, _) = wire.get(arrived.location()).await.posted();
    assert_eq!(message["type"], "newConnectionFailure");
    assert!(text(&message["error"]).contains("denied"), "{message}");
    assert_eq!(message["errorData"]["type"], "connection");
    assert_eq!(message["errorData"]["key"], "access_denied");
    assert_eq!(events.event().await, message);
    assert_eq!(wire.bench.connections().await, 0);
}

#[tokio::test]
async fn a_reconnect_that_fails_names_its_connection_and_keeps_it() {
    let wire = Wire::start().await;
    let begun = wire.connect(popup(&json!({}))).await;
    let arrived = wire.allow(begun.location()).await;
    let (message, _) = wire.get(arrived.location()).await.posted();
    let id = text(&message["connection"]["id"]);
    let again = json!({ "connectionId": id, "requestId": "another-request" });
    let begun = wire.connect(again.clone()).await;
    let arrived = wire.deny(begun.location()).await;
    let (message, _) = wire.get(arrived.location()).await.posted();
    assert_eq!(
        (&message["type"], &message["connectionId"]),
        (&json!("newConnectionFailure"), &json!(id))
    );
    assert_eq!(wire.bench.status_of(&id, "/me").await, 200);

    let begun = wire.connect(again).await;
    let arrived = wire.allow(begun.location()).await;
    let (message, _) = wire.get(arrived.location()).await.posted();
    assert_eq!(message["connection"]["id"], json!(id), "in place");
    assert_eq!(wire.bench.connections().await, 1);
}

#[tokio::test]
async fn a_hidden_frame_ends_at_once_well_or_not() {
    let wire = Wire::start().await;
    let payload = |key: &str, request: &str| json!({ "integrationKey": "keyed", "input": { "apiKey": key }, "requestId": request });
    let mut events = wire.listen("frame-request-1", None).await;
    let answer = wire.connect(payload("k-0123456789", "frame-request-1")).await;
    assert_eq!(answer.status, 200);
    let (message, target) = answer.posted();
    assert_eq!(
        (&message["type"], target.as_str()),
        (&json!("newConnectionCreated"), HOST)
    );
    assert!(!answer.body.contains("k-0123456789"), "what was typed is masked");
    assert_eq!(events.event().await, message);

    let answer = wire.connect(payload("wrong-key", "frame-request-2")).await;
    let (message, _) = answer.posted();
    assert_eq!(message["type"], "newConnectionFailure");
    assert_eq!(message["errorData"]["key"], "access_denied");
    let tried = wire.keyed.seen_at("/v1/me");
    assert_eq!(
        tried.last().unwrap().header("x-api-key"),
        "wrong-key",
        "it was tried"
    );
    let mut late = wire.listen("frame-request-2", Some(&wire.token)).await;
    assert_eq!(late.event().await, message);
    assert_eq!(wire.bench.connections().await, 1);
}

#[tokio::test]
async fn the_older_sdks_endpoint_and_names_are_read() {
    let wire = Wire::start().await;
    let id = text(&wire.read("/integrations/keyed", &wire.token).await.json()["id"]);
    let payload = wire.payload(json!({
        "connectionParameters": { "apiKey": "k-0123456789" }, "authOptionKey": "", "requestId": "old-request-1",
        "allowMultipleConnections": "",
    }));
    let answer = wire
        .form(&format!("/connection-popup?integrationId={id}"), &payload)
        .await;
    let (message, _) = answer.posted();
    assert_eq!(message["type"], "newConnectionCreated", "{message}");
    let connection = text(&message["connection"]["id"]);
    let again = wire
        .form(&format!("/connection-popup?connectionId={connection}"), &payload)
        .await;
    assert_eq!(again.posted().0["connection"]["id"], json!(connection));
}

#[tokio::test]
async fn a_result_survives_a_restart_before_the_redirect() {
    let bench = Workbench::start_with(Key::Passphrase("correct horse")).await;
    let mut wire = Wire::on(bench).await;
    let begun = wire.connect(popup(&json!({}))).await;
    let authorize = begun.location().to_owned();
    let back = crate::support::browser::Browser::new().allow(&authorize).await;
    wire.bench = wire.bench.restart().await;
    let mut events = wire.listen(REQUEST, Some(&wire.token)).await;
    let arrived = wire.get(back.as_str()).await;
    let (message, target) = wire.get(arrived.location()).await.posted();
    assert_eq!(
        (&message["type"], target.as_str()),
        (&json!("newConnectionCreated"), HOST)
    );
    assert_eq!(events.event().await, message);
}

#[tokio::test]
async fn a_connect_that_ends_without_its_redirect_is_told() {
    let wire = Wire::start().await;
    let mut events = wire.listen(REQUEST, Some(&wire.token)).await;
    let begun = wire.connect(popup(&json!({}))).await;
    begun.location();
    let attempts = wire.bench.engine.store().attempts_pending().unwrap();
    let [(attempt, ..)] = attempts.as_slice() else {
        panic!("one attempt")
    };
    wire.bench
        .ok("connect_cancel", json!({ "attempt": attempt }))
        .await;
    let message = events.event().await;
    assert_eq!(message["type"], "newConnectionFailure");
    assert!(text(&message["error"]).contains("cancelled"), "{message}");
}

#[tokio::test]
async fn each_tenant_hears_its_own_results_only() {
    let wire = Wire::start().await;
    let other = wire.token_of("bob").await;
    let mut strange = wire.listen(REQUEST, Some(&other)).await;
    let mut own = wire.listen(REQUEST, Some(&wire.token)).await;
    let begun = wire.connect(popup(&json!({}))).await;
    wire.allow(begun.location()).await;
    assert_eq!(own.event().await["type"], "newConnectionCreated");
    assert!(strange.is_silent().await);
}

#[tokio::test]
async fn one_connection_or_several() {
    let wire = Wire::start().await;
    let connect = async |payload: Value| {
        let begun = wire.connect(payload).await;
        let arrived = wire.allow(begun.location()).await;
        let (message, _) = wire.get(arrived.location()).await.posted();
        text(&message["connection"]["id"])
    };
    let sandbox = json!({ "variant": "sandbox" });
    let first = connect(popup(&json!({}))).await;
    let same = connect(popup(&json!({ "requestId": "request-2" }))).await;
    assert_eq!(first, same);
    let more =
        json!({ "requestId": "request-3", "allowMultipleConnections": true, "connectorParameters": sandbox });
    let second = connect(popup(&more)).await;
    assert_ne!(first, second, "in another environment");
    let again = connect(json!({ "connectionId": second, "requestId": "request-4" })).await;
    assert_eq!(second, again);
    let shown = wire.read(&format!("/connections/{second}"), &wire.token).await;
    assert_eq!(
        shown.json()["connectorParameters"],
        sandbox,
        "an override that is not named again stays"
    );
}
