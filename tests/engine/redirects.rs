//! Redirects that must not be redeemed: each is measured at the token endpoint.

use patchbay_engine::Code;
use serde_json::{Value, json};
use url::Url;

use crate::support::{
    browser::{Browser, query},
    oidc::Oidc,
    workbench::Workbench,
};

/// A sign-in that the user has allowed and whose redirect has not arrived.
struct Awaited {
    server: Oidc,
    bench: Workbench,
    attempt: String,
    back: Url,
}

impl Awaited {
    async fn begin() -> Self {
        let (server, bench) = (Oidc::start().await, Workbench::start().await);
        bench.add_acme(&server, json!({})).await;
        let (attempt, link) = bench.begin(json!({ "integration": "acme" })).await;
        let back = Browser::new().allow(&link).await;
        Self {
            server,
            bench,
            attempt,
            back,
        }
    }

    /// The redirect with one parameter replaced, or taken away.
    fn changed(&self, name: &str, value: Option<&str>) -> Url {
        let mut all = query(&self.back);
        match value {
            Some(value) => all.insert(name.to_owned(), value.to_owned()),
            None => all.remove(name),
        };
        let mut url = self.back.clone();
        url.query_pairs_mut().clear().extend_pairs(all);
        url
    }

    async fn redirected(&self, url: &Url) -> Value {
        self.bench.ok("redirected", json!({ "url": url.as_str() })).await
    }

    async fn state(&self) -> Value {
        self.bench.ok("attempt", json!({ "attempt": self.attempt })).await["state"].clone()
    }

    async fn token_requests(&self) -> usize {
        self.server.token_requests().await.len()
    }
}

#[tokio::test]
async fn a_wrong_state_is_ignored_and_the_attempt_waits_on() {
    let awaited = Awaited::begin().await;
    for url in [
        awaited.changed("state", Some("a-state-that-nobody-gave")),
        awaited.changed("state", Some("")),
        awaited.changed("state", None),
    ] {
        assert_eq!(
            awaited.redirected(&url).await["attempt"],
            Value::Null,
            "by paste: {url}"
        );
        let (status, page) = Browser::new().visit(&url).await;
        assert_eq!(status, 404, "by loopback: {page}");
        let code = &query(&awaited.back)["code"];
        assert!(!page.contains(code.as_str()), "the page does not show the code");
    }
    assert_eq!(awaited.state().await, "pending");
    assert_eq!(awaited.token_requests().await, 0);

    // The right one still works.
    awaited.bench.arrive(&awaited.back).await;
    assert_eq!(awaited.bench.ended(&awaited.attempt).await["state"], "succeeded");
    assert_eq!(awaited.token_requests().await, 1);
}

#[tokio::test]
async fn a_doubled_state_is_ignored() {
    let awaited = Awaited::begin().await;
    let state = query(&awaited.back)["state"].clone();
    let mut doubled = awaited.back.clone();
    doubled.query_pairs_mut().append_pair("state", &state);
    assert_eq!(awaited.redirected(&doubled).await["attempt"], Value::Null);
    assert_eq!(awaited.state().await, "pending");
    assert_eq!(awaited.token_requests().await, 0);
}

#[tokio::test]
async fn a_doubled_code_is_not_redeemed() {
    let awaited = Awaited::begin().await;
    let mut doubled = awaited.back.clone();
    doubled.query_pairs_mut().append_pair("code", "another");
    let answer = awaited.redirected(&doubled).await;
    assert_eq!(answer["attempt"]["state"], "failed", "{answer}");
    assert_eq!(awaited.token_requests().await, 0);
}

#[tokio::test]
async fn a_reused_state_is_refused() {
    let awaited = Awaited::begin().await;
    awaited.bench.arrive(&awaited.back).await;
    assert_eq!(awaited.bench.ended(&awaited.attempt).await["state"], "succeeded");
    let error = awaited
        .bench
        .refused("redirected", json!({ "url": awaited.back.as_str() }))
        .await;
    assert_eq!(error.code, Code::AttemptEnded);
    assert!(error.next.is_some(), "it says what to do");
    assert_eq!(awaited.token_requests().await, 1, "the one of the first time");
    assert_eq!(awaited.bench.connections().await, 1);
}

#[tokio::test]
async fn one_redirect_arriving_many_times_at_once_is_redeemed_once() {
    let awaited = Awaited::begin().await;
    let arrivals: Vec<_> = (0..20)
        .map(|_| {
            let (engine, url) = (awaited.bench.engine.clone(), awaited.back.to_string());
            tokio::spawn(async move { engine.redirected(&url).await.is_ok() })
        })
        .collect();
    let mut taken = 0;
    for arrival in arrivals {
        taken += usize::from(arrival.await.unwrap());
    }
    assert_eq!(taken, 1);
    assert_eq!(awaited.bench.ended(&awaited.attempt).await["state"], "succeeded");
    assert_eq!(awaited.token_requests().await, 1);
}

#[tokio::test]
async fn a_late_redirect_is_refused() {
    let awaited = Awaited::begin().await;
    awaited.bench.clock.advance(10 * 60 + 1);
    let error = awaited
        .bench
        .refused("redirected", json!({ "url": awaited.back.as_str() }))
        .await;
    assert_eq!(error.code, Code::AttemptEnded);
    assert_eq!(awaited.state().await, "expired");
    assert_eq!(awaited.token_requests().await, 0);
    assert_eq!(awaited.bench.connections().await, 0);
}

#[tokio::test]
async fn the_redirect_of_a_cancelled_attempt_is_refused() {
    let awaited = Awaited::begin().await;
    awaited
        .bench
        .ok("connect_cancel", json!({ "attempt": awaited.attempt }))
        .await;
    let error = awaited
        .bench
        .refused("redirected", json!({ "url": awaited.back.as_str() }))
        .await;
    assert_eq!(error.code, Code::AttemptEnded);
    assert_eq!(awaited.token_requests().await, 0);
}

#[tokio::test]
async fn an_answer_of_another_issuer_is_not_redeemed() {
    let awaited = Awaited::begin().await;
    let answer = awaited
        .redirected(&awaited.changed("iss", Some("http://127.0.0.1:9/")))
        .await;
    assert_eq!(answer["attempt"]["state"], "failed");
    assert_eq!(answer["attempt"]["error"]["code"], "redirect_mismatch");
    assert_eq!(awaited.token_requests().await, 0);
}

#[tokio::test]
async fn an_answer_without_the_promised_issuer_is_not_redeemed() {
    let awaited = Awaited::begin().await;
    let answer = awaited.redirected(&awaited.changed("iss", None)).await;
    assert_eq!(answer["attempt"]["state"], "failed");
    assert_eq!(answer["attempt"]["error"]["code"], "redirect_mismatch");
    assert_eq!(awaited.token_requests().await, 0);
}

#[tokio::test]
async fn the_right_state_at_another_address_is_refused() {
    let awaited = Awaited::begin().await;
    let mut elsewhere = awaited.back.clone();
    elsewhere.set_path("/oauth-callback/another");
    let error = awaited
        .bench
        .refused("redirected", json!({ "url": elsewhere.as_str() }))
        .await;
    assert_eq!(error.code, Code::RedirectMismatch);
    assert_eq!(awaited.token_requests().await, 0);
    assert_eq!(awaited.state().await, "pending");
}
