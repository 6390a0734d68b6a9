//! Refresh against oidc-provider, which rotates: once however many wait, and never a token lost.

use std::sync::Arc;

use patchbay_engine::{Call, Code, http::OutBody};
use serde_json::json;

use crate::support::{
    oidc::Oidc,
    recorder::{Recorder, Reply},
    workbench::Workbench,
};

#[tokio::test]
async fn a_rotated_refresh_token_is_kept_and_used() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start().await,
    );
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    let first = bench.refresh_token(&connection);
    let mut seen = vec![first];
    for round in 1..=3 {
        bench.clock.advance(3601);
        assert_eq!(bench.status_of(&connection, "/anything").await, 200);
        let now = bench.refresh_token(&connection);
        assert!(!seen.contains(&now), "round {round}: the server rotates");
        seen.push(now);
    }
    let requests = server.token_requests().await;
    assert_eq!(requests.len(), 4);
    assert!(
        requests.iter().all(|request| request.status == 200),
        "{requests:?}"
    );
    let bearer = format!("Bearer {}", bench.credentials(&connection).access_token.expose());
    assert_eq!(api.seen().last().unwrap().header("authorization"), bearer);
    assert_eq!(bench.health(&connection).await, "working");
}

#[tokio::test]
async fn a_token_that_lives_is_not_refreshed() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start().await,
    );
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    bench.clock.advance(3600 - 300 - 60);
    assert_eq!(bench.status_of(&connection, "/anything").await, 200);
    assert_eq!(server.token_requests().await.len(), 1);
    // Within five minutes of its end it is, before the call.
    bench.clock.advance(120);
    assert_eq!(bench.status_of(&connection, "/anything").await, 200);
    assert_eq!(server.token_requests().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_on_an_expired_token_make_one_token_request() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start().await,
    );
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    bench.clock.advance(3601);
    // The answer takes its time, so that all of them wait for it.
    server.next_token_requests(json!([{ "delayMs": 300 }])).await;
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let (engine, connection) = (bench.engine.clone(), connection.clone());
            tokio::spawn(async move {
                let call = Call {
                    method: http::Method::GET,
                    path: "/anything".to_owned(),
                    headers: http::HeaderMap::new(),
                    body: OutBody::Empty,
                };
                engine
                    .call(&connection, call)
                    .await
                    .map(|called| called.answer.status)
            })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 200);
    }
    assert_eq!(
        server.token_requests().await.len(),
        2,
        "one for the code, one for the thousand"
    );
    let bearer = format!("Bearer {}", bench.credentials(&connection).access_token.expose());
    let seen = api.seen_at("/anything");
    assert_eq!(seen.len(), 1000);
    assert!(
        seen.iter().all(|seen| seen.header("authorization") == bearer),
        "each with the new token"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_that_are_answered_401_refresh_once_and_are_sent_again() {
    // An API that takes only tokens that were issued after the first.
    let stale = Arc::new(std::sync::OnceLock::<String>::new());
    let refused = Arc::clone(&stale);
    let api = Recorder::answering(move |seen| {
        let old = refused
            .get()
            .is_some_and(|token| seen.header("authorization") == token);
        Reply::json(if old { 401 } else { 200 }, &json!({}))
    })
    .await;
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    stale
        .set(format!(
            "Bearer {}",
            bench.credentials(&connection).access_token.expose()
        ))
        .unwrap();

    let bench = Arc::new(bench);
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let (bench, connection) = (Arc::clone(&bench), connection.clone());
            let body =
                json!({ "connection": connection, "method": "POST", "path": "/orders", "body": "{\"n\":1}" });
            tokio::spawn(async move { bench.ask("call", body).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap()["status"], 200);
    }
    assert_eq!(server.token_requests().await.len(), 2);
    assert!(
        api.seen_at("/orders").iter().all(|seen| seen.body == "{\"n\":1}"),
        "the body is sent again whole"
    );
}

#[tokio::test]
async fn a_401_that_a_refresh_does_not_mend_is_returned_as_it_is() {
    let api = Recorder::answering(|_| Reply::json(401, &json!({ "error": "no" }))).await;
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    let answer = bench.get(&connection, "/me").await.unwrap();
    assert_eq!(
        (answer["status"].as_u64(), answer["attempts"].as_u64()),
        (Some(401), Some(2))
    );
    assert_eq!(
        server.token_requests().await.len(),
        2,
        "one refresh, one replay, no more"
    );
}

#[tokio::test]
async fn a_grant_that_the_provider_ended_needs_a_reconnect_and_keeps_its_token() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start().await,
    );
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    let token = bench.refresh_token(&connection);
    let form = [
        ("token", token.as_str()),
        ("client_id", crate::support::oidc::APP),
    ];
    let revoke = format!("{}/token/revocation", server.issuer);
    let answer = crate::support::browser::http()
        .post(revoke)
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);

    bench.clock.advance(3601);
    let error = bench.get(&connection, "/anything").await.unwrap_err();
    assert_eq!(error.code, Code::NeedsReconnect);
    assert_eq!(bench.health(&connection).await, "needs_reconnect");
    assert_eq!(api.seen().len(), 0, "nothing was sent with a dead token");
    assert_eq!(
        bench.refresh_token(&connection),
        token,
        "nothing erases a stored token"
    );
    let asked = server.token_requests().await.len();
    let error = bench.get(&connection, "/anything").await.unwrap_err();
    assert_eq!(error.code, Code::NeedsReconnect);
    assert_eq!(
        server.token_requests().await.len(),
        asked,
        "it is not asked again and again"
    );

    // A reconnect mends it, name and id stay.
    assert_eq!(
        bench.connect(json!({ "connection": connection })).await,
        connection
    );
    assert_eq!(bench.status_of(&connection, "/anything").await, 200);
    assert_eq!(bench.health(&connection).await, "working");
}
