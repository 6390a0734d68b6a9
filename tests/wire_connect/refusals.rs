//! What is refused: wrong tokens, bad payloads, overrides that leave the allowed origins. Told where it was asked, and
//! never to a stranger's stream.

use serde_json::{Value, json};

use crate::{
    support::{browser::http, recorder::Recorder, workbench::text},
    wire::{DONE, Wire},
};

#[tokio::test]
async fn a_wrong_token_goes_nowhere() {
    let wire = Wire::start().await;
    let stale = {
        let token = wire.token.clone();
        token
            .rsplit_once('.')
            .map(|(head, _)| format!("{head}.AAAA"))
            .unwrap()
    };
    for token in [stale.as_str(), "nonsense", "pat-123"] {
        let payload = json!({ "integrationKey": "sandbox", "redirectUri": DONE, "token": token });
        let answer = wire.form("/connect", &payload).await;
        assert_eq!(answer.status, 401, "{}", answer.body);
        assert!(!answer.headers.contains_key("location"));
        assert!(!answer.body.contains("<script") && !answer.body.contains(token));
        let answer = wire
            .json("/connect", token, &json!({ "integrationKey": "sandbox" }))
            .await;
        assert_eq!(
            (answer.status, &answer.json()["key"]),
            (401, &json!("not_authenticated"))
        );
    }
    // A hidden frame has no end of its own waiting: it is told; the stream of the request id is not.
    let payload = json!({ "integrationKey": "keyed", "requestId": "wrong-token-1", "token": "nonsense" });
    let answer = wire.form("/connect", &payload).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.posted().0["errorData"]["key"], "not_authenticated");
    assert!(wire.listen("wrong-token-1", None).await.is_silent().await);
    assert!(wire.bench.engine.store().attempts_pending().unwrap().is_empty());
}

#[tokio::test]
async fn an_expired_token_is_refused_with_its_reason() {
    let wire = Wire::start().await;
    wire.bench.clock.advance(2 * 3600);
    let answer = wire.connect(json!({ "integrationKey": "sandbox" })).await;
    assert_eq!(answer.status, 401);
    assert!(answer.body.contains("expired"), "{}", answer.body);
}

#[tokio::test]
async fn what_fails_before_there_is_an_attempt_is_told_both_ways() {
    let wire = Wire::start().await;
    for (n, (payload, key)) in [
        (json!({ "integrationKey": "nowhere" }), "not_found"),
        (json!({}), "invalid_request"),
        (
            json!({ "integrationKey": "keyed", "input": {} }),
            "invalid_parameters",
        ),
        (
            json!({ "integrationKey": "keyed", "input": { "apiKey": 3 } }),
            "invalid_parameters",
        ),
        (
            json!({ "integrationKey": "sandbox", "connectorParameters": { "scope": ["x"] } }),
            "invalid_parameters",
        ),
        (json!({ "connectionId": "0123456789abcdef01234567" }), "not_found"),
        (json!({ "connectorKey": "github" }), "invalid_request"),
        (
            json!({ "integrationKey": "keyed", "input": [] }),
            "invalid_parameters",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let mut payload: Value = payload;
        let request = format!("refused-request-{n}");
        payload["requestId"] = json!(request);
        let answer = wire.connect(payload.clone()).await;
        assert!(
            (400..500).contains(&answer.status),
            "{payload}: {}",
            answer.status
        );
        let (message, _) = answer.posted();
        assert_eq!(message["type"], "newConnectionFailure");
        assert_eq!(message["errorData"]["key"], key, "{payload}: {message}");
        assert!(!text(&message["error"]).is_empty());
        let mut late = wire.listen(&request, Some(&wire.token)).await;
        assert_eq!(late.event().await, message);
    }
}

#[tokio::test]
async fn a_tenants_override_may_not_leave_the_allowed_origins() {
    let wire = Wire::start().await;
    let elsewhere = Recorder::start().await;
    let payload = json!({
        "integrationKey": "sandbox", "requestId": "moved-origin-1",
        "connectorParameters": { "productionUrl": elsewhere.origin },
    });
    let (message, _) = wire.connect(payload.clone()).await.posted();
    assert_eq!(message["errorData"]["key"], "access_denied", "{message}");
    let mut admins = payload;
    admins["token"] = json!(wire.admin().await);
    let answer = wire.form("/connect", &admins).await;
    assert!(answer.location().starts_with(&elsewhere.origin));
}

#[tokio::test]
async fn another_tenants_connection_is_not_there() {
    let wire = Wire::start().await;
    let begun = wire
        .connect(json!({ "integrationKey": "sandbox", "redirectUri": DONE }))
        .await;
    let arrived = wire.allow(begun.location()).await;
    let id = arrived.location().rsplit_once('=').unwrap().1.to_owned();
    let other = wire.token_of("bob").await;
    let payload = json!({ "connectionId": id, "token": other, "requestId": "of-another-1" });
    let (message, _) = wire.form("/connect", &payload).await.posted();
    assert_eq!(message["errorData"]["key"], "not_found");
    assert!(message.get("connectionId").is_none());
}

#[tokio::test]
async fn what_cannot_be_read_is_a_bad_request() {
    let wire = Wire::start().await;
    let send = async |kind: &str, body: String| {
        let request = http()
            .post(wire.url("/connect"))
            .header("content-type", kind)
            .body(body);
        request.send().await.unwrap().status().as_u16()
    };
    let form = "application/x-www-form-urlencoded";
    assert_eq!(send(form, "payload=%7B".to_owned()).await, 400);
    assert_eq!(send(form, "payload=%5B%5D".to_owned()).await, 400);
    assert_eq!(send("text/plain", "{}".to_owned()).await, 415);
    assert_eq!(send("application/json", "{".to_owned()).await, 400);
    let short = wire
        .connect(json!({ "integrationKey": "sandbox", "requestId": "short" }))
        .await;
    assert_eq!(short.status, 400);
    assert!(!short.body.contains("<script"));
}

#[tokio::test]
async fn the_stream_needs_a_long_id_and_no_wrong_token() {
    let wire = Wire::start().await;
    let status = async |path: &str| http().get(wire.url(path)).send().await.unwrap().status().as_u16();
    assert_eq!(status("/sse/connection-events/short").await, 400);
    assert_eq!(
        status("/sse/connection-events/long-enough-1?token=nonsense").await,
        401
    );
    assert_eq!(status("/sse/connection-events/long-enough-1").await, 200);
}
