//! A backend's form: the browser ends at the registered address, with the connection's id or the error.

use serde_json::{Value, json};
use url::Url;

use crate::{
    support::{browser::query, workbench::text},
    wire::{DONE, Wire},
};

#[tokio::test]
async fn the_form_ends_at_the_redirect_uri_with_the_connection() {
    let wire = Wire::start().await;
    let begun = wire
        .connect(json!({
            "integrationId": "sandbox", "input": {}, "connectorParameters": { "scopes": ["contacts.read"] },
            "redirectUri": format!("{DONE}?step=2&x=a%20b"), "state": "my state & more",
        }))
        .await;
    let authorize = begun.location().to_owned();
    assert_eq!(query(&Url::parse(&authorize).unwrap())["scope"], "contacts.read");
    let arrived = wire.allow(&authorize).await;
    let location = arrived.location();
    assert!(
        location.starts_with(&format!("{DONE}?step=2&x=a%20b&connectionId=")),
        "{location}"
    );
    let query = query(&Url::parse(location).unwrap());
    assert_eq!(query["state"], "my state & more");
    assert_eq!(query.len(), 4, "and nothing else: {query:?}");
    assert_eq!(wire.bench.status_of(&query["connectionId"], "/me").await, 200);
}

#[tokio::test]
async fn the_form_ends_at_the_redirect_uri_with_the_error() {
    let wire = Wire::start().await;
    let begun = wire
        .connect(json!({ "integrationKey": "sandbox", "redirectUri": DONE, "requestId": "both-are-given" }))
        .await;
    let arrived = wire.deny(begun.location()).await;
    let query_of = |location: &str| query(&Url::parse(location).unwrap());
    let answered = query_of(arrived.location());
    assert!(answered["error"].contains("denied"), "{answered:?}");
    let data: Value = serde_json::from_str(&answered["errorData"]).unwrap();
    assert_eq!(
        (&data["type"], &data["key"]),
        (&json!("connection"), &json!("access_denied"))
    );
    assert!(!answered.contains_key("connectionId"));
    let mut late = wire.listen("both-are-given", Some(&wire.token)).await;
    assert_eq!(
        late.event().await["type"],
        "newConnectionFailure",
        "and is streamed"
    );

    // What fails before the provider goes the same way.
    let refused = wire
        .connect(json!({ "integrationKey": "nowhere", "redirectUri": DONE }))
        .await;
    assert!(query_of(refused.location())["error"].contains("nowhere"));
}

#[tokio::test]
async fn kinds_without_a_sign_in_page_end_there_at_once() {
    let wire = Wire::start().await;
    let payload = wire.payload(json!({
        "integrationKey": "keyed", "input": { "apiKey": "k-0123456789" }, "redirectUri": DONE,
    }));
    let answer = wire.form("/connect", &payload).await;
    assert!(answer.location().starts_with(&format!("{DONE}?connectionId=")));
    assert!(!answer.location().contains("k-0123456789"));

    // The same as query parameters, read by a link.
    let link = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("token", &wire.token)
        .append_pair("integrationKey", "keyed")
        .append_pair("input", r#"{"apiKey":"k-0123456789"}"#)
        .append_pair("redirectUri", DONE)
        .finish();
    let answer = wire.get(&format!("/connect?{link}")).await;
    assert!(answer.location().starts_with(&format!("{DONE}?connectionId=")));
}

#[tokio::test]
async fn an_unregistered_redirect_uri_is_refused_in_every_spelling_before_anything_happens() {
    let wire = Wire::start().await;
    for uri in [
        "http://localhost:3000/done/",
        "http://localhost:3000/DONE",
        "http://localhost:3000/%64one",
        "http://localhost:3000/x/../done",
        "http://localhost:3000/done#x",
        "http://user@localhost:3000/done",
        "http://localhost.:3000/done",
        "http://localhost:3000\\@evil.example/done",
        "http://localhost:3000@evil.example/done",
        "http://127.0.0.1:3000/done",
        "http://evil.example/done",
        "https://localhost:3000/done",
        "//localhost:3000/done",
        "/done",
        "javascript:alert(1)//localhost:3000/done",
        "data:text/html,<script>alert(1)</script>",
        "http://localhost:3000/done\r\nset-cookie: a=b",
        " http://localhost:3000/done",
        "<script>alert(1)</script>",
    ] {
        let answer = wire
            .connect(json!({ "integrationKey": "sandbox", "redirectUri": uri }))
            .await;
        assert_eq!(answer.status, 400, "{uri}");
        assert!(
            answer.body.contains("patchbay redirect-uris add"),
            "{}",
            answer.body
        );
        assert!(!answer.body.contains("<script"), "{}", answer.body);
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "a page without a requestId is as it was"
        );
    }
    assert!(wire.bench.engine.store().attempts_pending().unwrap().is_empty());
    // Any port of a loopback address is the registered one (RFC 8252 §7.3).
    let answer = wire
        .connect(json!({ "integrationKey": "sandbox", "redirectUri": "http://localhost:4711/done" }))
        .await;
    assert_eq!(answer.status, 303);
    let mut payload = json!({ "integrationKey": "sandbox", "redirectUri": "https://evil.example/" });
    payload["requestId"] = json!("told-to-the-sdk");
    let (message, _) = wire.connect(payload).await.posted();
    assert!(text(&message["error"]).contains("not registered"));
    let mut late = wire.listen("told-to-the-sdk", Some(&wire.token)).await;
    assert_eq!(late.event().await, message);
}

#[tokio::test]
async fn an_address_that_was_taken_off_the_list_meanwhile_is_not_gone_to() {
    let wire = Wire::start().await;
    let begun = wire
        .connect(json!({ "integrationKey": "sandbox", "redirectUri": DONE }))
        .await;
    let change = patchbay_engine::AccessChange {
        remove_redirect_uris: vec![DONE.to_owned()],
        ..Default::default()
    };
    wire.bench.engine.set_access(change).await.unwrap();
    let arrived = wire.allow(begun.location()).await;
    assert!(arrived.location().starts_with("/oauth-result/"));
}
