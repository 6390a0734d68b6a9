//! What survives the end of the process: pending attempts, connections, rotated tokens.

use patchbay_engine::Code;
use serde_json::json;

use crate::support::{
    browser::Browser,
    oidc::{APP, Oidc},
    recorder::Recorder,
    workbench::{Key, Workbench},
};

const KEY: Key = Key::Passphrase("correct horse battery staple");

#[tokio::test]
async fn a_redirect_completes_an_attempt_of_before_the_restart() {
    let (server, bench) = (Oidc::start().await, Workbench::start_with(KEY).await);
    bench.add_acme(&server, json!({})).await;
    let (attempt, link) = bench.begin(json!({ "integration": "acme" })).await;
    let back = Browser::new().allow(&link).await;

    let bench = bench.restart().await;
    assert!(
        bench.engine.expects(back.as_str()),
        "a navigation hook knows it too"
    );
    bench.arrive(&back).await;
    let ended = bench.ended(&attempt).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let connection = ended["connectionId"].as_str().unwrap();
    assert_eq!(bench.status_of(connection, "/me").await, 200);
}

#[tokio::test]
async fn an_attempt_that_was_being_redeemed_at_a_crash_has_failed_not_hung() {
    let (server, bench) = (Oidc::start().await, Workbench::start_with(KEY).await);
    bench.add_acme(&server, json!({})).await;
    let (attempt, link) = bench.begin(json!({ "integration": "acme" })).await;
    // As far as a redirect gets before its code is sent.
    assert!(
        bench
            .engine
            .store()
            .attempt_consume(&attempt, bench.engine.now())
            .unwrap()
    );

    let bench = bench.restart().await;
    let ended = bench.ended(&attempt).await;
    assert_eq!(ended["state"], "failed", "{ended}");
    assert_eq!(ended["error"]["code"], "attempt_ended");
    let back = Browser::new().allow(&link).await;
    bench.engine.redirected(back.as_str()).await.unwrap_err();
    assert_eq!(server.token_requests().await.len(), 0);
}

#[tokio::test]
async fn a_redirect_that_arrives_while_the_vault_is_locked_completes_when_it_opens() {
    let (server, bench) = (Oidc::start().await, Workbench::start_with(KEY).await);
    bench.add_acme(&server, json!({})).await;
    let (attempt, link) = bench.begin(json!({ "integration": "acme" })).await;
    let back = Browser::new().allow(&link).await;

    let bench = bench.restart_with(Key::Locked).await;
    let (engine, url) = (bench.engine.clone(), back.to_string());
    let waiting = tokio::spawn(async move { engine.redirected(&url).await });
    let payload = json!({ "passphrase": "correct horse battery staple" });
    assert_eq!(bench.ok("vault_unlock", payload).await["state"], "ready");
    waiting.await.unwrap().unwrap();
    assert_eq!(bench.ended(&attempt).await["state"], "succeeded");
}

#[tokio::test]
async fn connections_and_rotated_tokens_survive_and_a_locked_vault_says_so() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start_with(KEY).await,
    );
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let overrides = json!({ "http": { "headers": { "X-Team": "blue" } } });
    let connection = bench
        .connect(json!({ "integration": "acme", "overrides": overrides }))
        .await;
    bench.clock.advance(3601);
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    let token = bench.refresh_token(&connection);

    let bench = bench.restart_with(Key::Locked).await;
    assert_eq!(bench.connections().await, 1, "the list needs no key");
    let error = bench.get(&connection, "/orders").await.unwrap_err();
    assert_eq!(error.code, Code::VaultUnavailable);
    assert!(error.next.is_some());
    let wrong = bench.ask("vault_unlock", json!({ "passphrase": "wrong" })).await;
    assert!(wrong.is_err() || wrong.unwrap()["state"] != "ready");
    bench
        .ok(
            "vault_unlock",
            json!({ "passphrase": "correct horse battery staple" }),
        )
        .await;
    assert_eq!(bench.refresh_token(&connection), token);
    bench.clock.advance(3601);
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(api.seen().last().unwrap().header("x-team"), "blue");
    assert!(
        server
            .token_requests()
            .await
            .iter()
            .all(|request| request.status == 200)
    );
}

#[tokio::test]
async fn with_a_key_in_memory_a_restart_asks_for_credentials_again_and_keeps_the_rest() {
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    bench.add_acme(&server, json!({})).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    let bench = bench.restart().await;
    assert_eq!(bench.connections().await, 1);
    let error = bench.get(&connection, "/me").await.unwrap_err();
    assert_eq!(error.code, Code::NeedsReconnect, "{error:?}");
    let shown = bench.show(&connection).await;
    assert_eq!(shown["summary"]["health"]["state"], "needs_reconnect");
    assert_eq!(shown["summary"]["health"]["cause"], "key_lost");
    // The sandbox's own values are made anew without asking.
    let sandbox = bench.ok("integration_show", json!({ "key": "sandbox" })).await;
    assert_eq!(sandbox["parameters"]["clientSecret"], patchbay_connector::MASK);

    // What the developer set has to be entered again; then a reconnect mends the connection.
    let parameters = json!({ "serverUrl": server.issuer, "clientId": APP });
    bench
        .ok(
            "integration_set",
            json!({ "key": "acme", "parameters": parameters }),
        )
        .await;
    assert_eq!(
        bench.connect(json!({ "connection": connection })).await,
        connection
    );
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
}
