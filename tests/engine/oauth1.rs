//! OAuth 1.0a against oauthlib, which checks every signature, timestamp and nonce (RFC 5849).

use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use serde_json::{Value, json};
use url::Url;

use crate::support::{
    browser::Browser,
    oauth1::{CLIENT, CLIENT_SECRET, OAuth1, TOKEN, TOKEN_SECRET},
    workbench::Workbench,
};

async fn bench(server: &OAuth1, connector: &str) -> Workbench {
    let bench = Workbench::start().await;
    add(&bench, server, connector, json!({})).await;
    bench
}

async fn add(bench: &Workbench, server: &OAuth1, connector: &str, further: Value) {
    let mut parameters =
        json!({ "serverUrl": server.origin, "clientId": CLIENT, "clientSecret": CLIENT_SECRET });
    for (name, value) in further.as_object().unwrap() {
        parameters[name] = value.clone();
    }
    let request = json!({
        "key": connector,
        "connector": connector,
        "parameters": parameters,
        "redirect": { "kind": "loopback" },
    });
    bench.ok("integration_add", request).await;
}

/// Starts, and lets a person decide; the attempt and the URL that the provider sends them back to.
async fn decided(bench: &Workbench, decision: &str) -> (String, Url) {
    let (attempt, link) = bench.begin(json!({ "integration": "oauth1" })).await;
    let back = Url::parse(&format!("http://127.0.0.1:{}/oauth-callback/oauth1", bench.port)).unwrap();
    let url = Browser::new().answer_until(&link, decision, &back).await;
    (attempt, url)
}

async fn connected(bench: &Workbench) -> String {
    let (attempt, back) = decided(bench, "allow").await;
    bench.arrive(&back).await;
    let ended = bench.ended(&attempt).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    ended["connectionId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn in_three_steps_and_every_call_is_signed() {
    let server = OAuth1::start(&["HMAC-SHA1"]).await;
    let bench = bench(&server, "oauth1").await;
    let connection = connected(&bench).await;
    let shown = bench.show(&connection).await;
    assert_eq!(shown["summary"]["health"]["state"], "working");
    assert_eq!(
        shown["summary"]["name"], "OAuth1: Alice",
        "the test request was signed"
    );

    assert_eq!(
        bench
            .status_of(&connection, "/me?q=r%20b%2Bc&empty=&a=2&a=1")
            .await,
        200
    );
    let form = json!({
        "connection": connection, "method": "POST", "path": "/statuses",
        "headers": [["content-type", "application/x-www-form-urlencoded"]],
        "body": "status=Hello+Ladies+%26+Gentlemen%21&x=%C3%A9",
    });
    let answer = bench.ask("call", form).await.unwrap();
    assert_eq!(
        answer["status"], 200,
        "a form's fields are part of the signature: {answer}"
    );
    let body = json!({
        "connection": connection, "method": "POST", "path": "/statuses",
        "headers": [["content-type", "application/json"]],
        "body": "{\"a\":\"b\"}",
    });
    assert_eq!(bench.ask("call", body).await.unwrap()["status"], 200);

    let all = server.requests("/").await;
    let nonces: std::collections::BTreeSet<&str> = all
        .iter()
        .map(|request| request.authorization.split("oauth_nonce=\"").nth(1).unwrap())
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(nonces.len(), all.len(), "a nonce is used once");
    assert!(all.iter().all(|request| request.status == 200), "{all:?}");
}

#[tokio::test]
async fn a_denial_ends_the_attempt_and_says_so() {
    let server = OAuth1::start(&["HMAC-SHA1"]).await;
    let bench = bench(&server, "oauth1").await;
    let (attempt, back) = decided(&bench, "deny").await;
    bench.arrive(&back).await;
    let ended = bench.ended(&attempt).await;
    assert_eq!(ended["state"], "failed");
    assert_eq!(ended["error"]["code"], "access_denied", "{ended}");
    assert!(server.requests("/access_token").await.is_empty());
    assert_eq!(bench.connections().await, 0);
}

#[tokio::test]
async fn temporary_credentials_without_a_confirmed_callback_are_refused() {
    let server = OAuth1::start(&["HMAC-SHA1"]).await;
    server.set(json!({ "confirm": false })).await;
    let bench = bench(&server, "oauth1").await;
    let refused = bench
        .refused("connect_start", json!({ "integration": "oauth1" }))
        .await;
    assert!(refused.message.contains("did not confirm"), "{}", refused.message);
}

#[tokio::test]
async fn another_token_in_the_redirect_is_ignored_and_a_redirect_is_taken_once() {
    let server = OAuth1::start(&["HMAC-SHA1"]).await;
    let bench = bench(&server, "oauth1").await;
    server.set(json!({ "sendBack": "a-strangers-token" })).await;
    let (attempt, wrong) = decided(&bench, "allow").await;
    let answer = bench.ok("redirected", json!({ "url": wrong })).await;
    assert_eq!(answer["attempt"], Value::Null);
    assert!(server.requests("/access_token").await.is_empty());
    assert_eq!(
        bench.ok("attempt", json!({ "attempt": attempt })).await["state"],
        "pending"
    );

    server.set(json!({ "sendBack": null })).await;
    let (attempt, back) = decided(&bench, "allow").await;
    let answer = bench.ok("redirected", json!({ "url": back })).await;
    assert_eq!(answer["attempt"]["id"], attempt);
    assert_eq!(answer["attempt"]["state"], "succeeded", "{answer}");
    bench.refused("redirected", json!({ "url": back })).await;
    assert_eq!(server.requests("/access_token").await.len(), 1);
}

#[tokio::test]
async fn a_typed_in_token_signs_with_another_method_and_a_realm() {
    let server = OAuth1::start(&["HMAC-SHA256"]).await;
    let bench = bench(&server, "oauth1-typed").await;
    let input = json!({ "token": TOKEN, "tokenSecret": TOKEN_SECRET });
    let connection = bench
        .connect_directly(json!({ "integration": "oauth1-typed", "input": input }))
        .await;
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
    let calls = server.requests("/api").await;
    assert!(
        calls
            .iter()
            .all(|call| call.authorization.starts_with("OAuth realm=\"accounts\", "))
    );

    let wrong = json!({ "token": TOKEN, "tokenSecret": "wrong" });
    let attempt = bench
        .ok(
            "connect_start",
            json!({ "integration": "oauth1-typed", "input": wrong, "multiple": true }),
        )
        .await;
    assert_eq!(attempt["error"]["code"], "access_denied", "{attempt}");
}

#[tokio::test]
async fn with_a_private_key_instead_of_a_secret() {
    let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap();
    let public = key.to_public_key().to_public_key_pem(LineEnding::LF).unwrap();
    let private = key.to_pkcs8_pem(LineEnding::LF).unwrap();
    let server = OAuth1::start_with(&["RSA-SHA1"], &public).await;
    let bench = Workbench::start().await;
    add(&bench, &server, "oauth1-rsa", json!({ "privateKey": *private })).await;
    let input = json!({ "token": TOKEN, "tokenSecret": TOKEN_SECRET });
    let connection = bench
        .connect_directly(json!({ "integration": "oauth1-rsa", "input": input }))
        .await;
    assert_eq!(bench.status_of(&connection, "/me?a=b").await, 200);
}
