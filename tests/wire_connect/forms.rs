//! The form without a token: off, refused without a window, and asked about in it.

use patchbay_engine::AccessChange;
use reqwest::header::{ACCEPT, ORIGIN};
use serde_json::{Value, json};

use crate::{
    support::{
        browser::{http, query},
        workbench::Workbench,
    },
    wire::{DONE, HOST, Wire},
};

fn form() -> Value {
    json!({
        "integrationKey": "sandbox", "connectorParameters": { "scopes": ["deals.read"] }, "redirectUri": DONE,
    })
}

async fn switched_on(bench: Workbench) -> Wire {
    let wire = Wire::on(bench).await;
    let change = AccessChange {
        tokenless_forms: Some(true),
        ..AccessChange::default()
    };
    wire.bench.engine.set_access(change).await.unwrap();
    wire
}

#[tokio::test]
async fn it_is_off_until_the_developer_switches_it_on() {
    let wire = Wire::on(Workbench::start_windowed().await).await;
    let answer = wire.form("/connect", &form()).await;
    assert_eq!(answer.status, 401);
    assert!(
        answer.body.contains("patchbay api tokenless-forms on"),
        "{}",
        answer.body
    );
    assert!(
        wire.bench
            .engine
            .form_asks()
            .list(wire.bench.engine.now())
            .is_empty()
    );
}

#[tokio::test]
async fn without_a_window_nobody_can_be_asked() {
    let wire = switched_on(Workbench::start().await).await;
    let answer = wire.form("/connect", &form()).await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("window"), "{}", answer.body);
    assert_eq!(wire.bench.connections().await, 0);
}

#[tokio::test]
async fn it_goes_on_once_it_was_allowed_in_the_window() {
    let wire = switched_on(Workbench::start_windowed().await).await;
    let asked = wire.form("/connect", &form()).await;
    let waiting = asked.location().to_owned();
    let page = wire.get(&waiting).await;
    assert!(page.body.contains("Confirm in Patchbay") && !page.body.contains("<script"));
    assert_eq!(page.header("refresh"), "1");
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );

    let now = wire.bench.engine.now();
    let asks = wire.bench.engine.form_asks().list(now);
    let [ask] = asks.as_slice() else {
        panic!("one question")
    };
    assert_eq!(
        (ask.origin.as_str(), ask.redirect_uri.as_deref()),
        (HOST, Some(DONE))
    );
    wire.bench.engine.form_asks().answer(&ask.id, true, now).unwrap();
    let on = wire.get(&waiting).await;
    assert!(on.location().contains("scope=deals.read"), "{}", on.location());
    let arrived = wire.allow(on.location()).await;
    let location = url::Url::parse(arrived.location()).unwrap();
    let id = query(&location).remove("connectionId").unwrap();
    let test = wire.token_of("test").await;
    assert_eq!(wire.read(&format!("/connections/{id}"), &test).await.status, 200);
    assert_eq!(
        wire.read(&format!("/connections/{id}"), &wire.token).await.status,
        404
    );
    assert_eq!(wire.get(&waiting).await.status, 404, "once");
}

#[tokio::test]
async fn a_refusal_and_silence_end_at_the_page() {
    let wire = switched_on(Workbench::start_windowed().await).await;
    let engine = &wire.bench.engine;
    for silence in [false, true] {
        let waiting = wire.form("/connect", &form()).await.location().to_owned();
        if silence {
            wire.bench.clock.advance(11 * 60);
        } else {
            let asks = engine.form_asks().list(engine.now());
            engine
                .form_asks()
                .answer(&asks[0].id, false, engine.now())
                .unwrap();
        }
        let answer = wire.get(&waiting).await;
        assert!(
            answer.location().starts_with(&format!("{DONE}?error=")),
            "{}",
            answer.location()
        );
    }
    assert!(engine.store().attempts_pending().unwrap().is_empty());
}

#[tokio::test]
async fn a_stranger_a_link_and_an_unregistered_address_are_not_asked_about() {
    let wire = switched_on(Workbench::start_windowed().await).await;
    let post = async |origin: Option<&str>, payload: &Value| {
        let mut request = http().post(wire.url("/connect")).header(ACCEPT, "text/html");
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        let request = request.form(&[("payload", payload.to_string())]);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(post(None, &form()).await, 401);
    assert_eq!(post(Some("https://evil.example"), &form()).await, 403);
    assert_eq!(post(Some("null"), &form()).await, 403);
    let mut elsewhere = form();
    elsewhere["redirectUri"] = json!("https://evil.example/");
    assert_eq!(post(Some(HOST), &elsewhere).await, 400);
    let link = wire.get("/connect?integrationKey=sandbox").await;
    assert_eq!(link.status, 401);
    assert!(
        wire.bench
            .engine
            .form_asks()
            .list(wire.bench.engine.now())
            .is_empty()
    );
}
