//! The built-in provider seen and steered through the commands, as the window and the command line do.

use patchbay_engine::{ChangedWhat, Code};
use serde_json::{Value, json};

use crate::support::{
    provider::Provider,
    workbench::{Workbench, text},
};

async fn connected() -> (Workbench, Provider, String) {
    let bench = Workbench::start().await;
    let provider = Provider::start(&bench).await;
    let connection = bench.connect(json!({ "integration": "sandbox" })).await;
    (bench, provider, connection)
}

fn grants(view: &Value, environment: usize) -> Vec<Value> {
    view["environments"][environment]["grants"]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn what_it_granted_is_seen_and_no_token_is() {
    let (bench, _provider, connection) = connected().await;
    bench
        .ok("connection_refresh", json!({ "connection": connection }))
        .await;
    let view = bench.ok("sandbox", json!({})).await;
    assert_eq!(view["off"], Value::Null);
    assert_eq!(view["environments"][0]["name"], "production");
    assert_eq!(view["environments"][1]["users"][0]["name"], "Alan Turing");
    let [grant] = grants(&view, 0).try_into().unwrap();
    assert_eq!(
        (&grant["user"], &grant["refreshes"]),
        (&json!("Ada Lovelace"), &json!(1))
    );
    assert_eq!(grant["hasRefreshToken"], true);
    assert_eq!(grant["tokens"].as_array().unwrap().len(), 2);
    let credentials = bench.credentials(&connection);
    for secret in [
        &credentials.access_token,
        credentials.refresh_token.as_ref().unwrap(),
    ] {
        assert!(!view.to_string().contains(secret.expose().as_str()));
    }
}

#[tokio::test]
async fn faults_are_set_whole_and_felt() {
    let (bench, provider, connection) = connected().await;
    let view = bench
        .ok(
            "sandbox_faults_set",
            json!({ "apiStatus": 429, "retryAfterS": 7 }),
        )
        .await;
    assert_eq!(view["faults"]["apiStatus"], 429);
    assert_eq!(provider.sandbox.faults().retry_after_s, Some(7));
    let answer = bench.get(&connection, "/me").await.unwrap();
    assert_eq!(answer["status"], 429);
    assert!(
        answer["headers"].to_string().contains(r#"["retry-after","7"]"#),
        "{answer}"
    );
    let view = bench.ok("sandbox_faults_set", json!({})).await;
    assert_eq!(view["faults"]["apiStatus"], Value::Null, "an absent fault is off");
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
}

#[tokio::test]
async fn a_fault_that_cannot_be_is_refused() {
    let (bench, provider, _) = connected().await;
    let before = provider.sandbox.faults();
    let bad = [
        ("tokenStatus", json!({ "tokenStatus": 700 })),
        ("apiStatus", json!({ "apiStatus": 99 })),
        ("oddExpiresIn", json!({ "oddExpiresIn": "a\nb" })),
        ("oddExpiresIn", json!({ "oddExpiresIn": "x".repeat(101) })),
    ];
    for (path, faults) in bad {
        let error = bench.refused("sandbox_faults_set", faults).await;
        assert_eq!(
            (error.code, error.path.as_deref()),
            (Code::InvalidRequest, Some(path))
        );
    }
    assert_eq!(provider.sandbox.faults(), before);
}

#[tokio::test]
async fn an_odd_expires_in_is_coped_with() {
    let (bench, provider, connection) = connected().await;
    for (odd, life) in [
        ("soon", None),
        ("3600.5", Some(3_600_500)),
        ("-1", None),
        ("", None),
    ] {
        provider.faults(|faults| faults.odd_expires_in = Some(odd.to_owned()));
        bench
            .ok("connection_refresh", json!({ "connection": connection }))
            .await;
        let held = bench.credentials(&connection);
        assert_eq!(held.expires_at.map(|at| at - held.obtained_at), life, "{odd}");
        assert_eq!(bench.status_of(&connection, "/me").await, 200, "{odd}");
        assert_eq!(bench.health(&connection).await, "working", "{odd}");
    }
}

#[tokio::test]
async fn a_401_without_a_refresh_token_needs_a_reconnect() {
    let (bench, _provider, _) = connected().await;
    let overrides = json!({ "scopes": ["contacts.read"] });
    let connection = bench
        .connect(json!({ "integration": "sandbox", "overrides": overrides, "multiple": true }))
        .await;
    assert!(bench.credentials(&connection).refresh_token.is_none());
    let view = bench.ok("sandbox", json!({})).await;
    for grant in grants(&view, 0) {
        bench.ok("sandbox_revoke", json!({ "grant": grant["id"] })).await;
    }
    assert_eq!(bench.status_of(&connection, "/me").await, 401);
    assert_eq!(bench.health(&connection).await, "needs_reconnect");
    assert_eq!(
        bench.connect(json!({ "connection": connection })).await,
        connection
    );
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
}

#[tokio::test]
async fn revoking_a_grant_is_noticed_at_the_next_refresh() {
    let (bench, _provider, connection) = connected().await;
    let view = bench.ok("sandbox", json!({})).await;
    let grant = text(&grants(&view, 0)[0]["id"]);
    let elsewhere = json!({ "grant": grant, "environment": "sandbox" });
    assert_eq!(
        bench.refused("sandbox_revoke", elsewhere).await.code,
        Code::NotFound
    );
    let view = bench.ok("sandbox_revoke", json!({ "grant": grant })).await;
    assert_eq!(grants(&view, 0), [] as [Value; 0]);
    let answer = bench.get(&connection, "/me").await.unwrap();
    assert_eq!(answer["status"], 401);
    assert_eq!(bench.health(&connection).await, "needs_reconnect");
    let shown = bench.show(&connection).await;
    assert!(text(&shown["refreshError"]).contains("invalid_grant"), "{shown}");
    assert_eq!(
        bench.connect(json!({ "connection": connection })).await,
        connection
    );
    assert_eq!(bench.show(&connection).await["refreshError"], Value::Null);
}

#[tokio::test]
async fn an_expired_token_is_mended_by_one_refresh() {
    let (bench, _provider, connection) = connected().await;
    let view = bench.ok("sandbox", json!({})).await;
    let token = text(&grants(&view, 0)[0]["tokens"][0]["id"]);
    bench.ok("sandbox_expire", json!({ "token": token })).await;
    let answer = bench.get(&connection, "/me").await.unwrap();
    assert_eq!((&answer["status"], &answer["attempts"]), (&json!(200), &json!(2)));
    assert_eq!(
        grants(&bench.ok("sandbox", json!({})).await, 0)[0]["refreshes"],
        1
    );
    let unknown = json!({ "token": "0000000000000000" });
    assert_eq!(
        bench.refused("sandbox_expire", unknown).await.code,
        Code::NotFound
    );
    let nowhere = json!({ "environment": "staging" });
    assert_eq!(
        bench.refused("sandbox_expire", nowhere).await.path.as_deref(),
        Some("environment")
    );
}

#[tokio::test]
async fn the_window_is_told_by_a_connect_and_by_a_switch() {
    let bench = Workbench::start().await;
    let provider = Provider::start(&bench).await;
    let mut changes = bench.engine.subscribe();
    let mut told = || {
        let mut count = 0;
        while let Ok(change) = changes.try_recv() {
            count += u32::from(change.what == ChangedWhat::Sandbox);
        }
        count
    };
    bench.connect(json!({ "integration": "sandbox" })).await;
    assert!(told() >= 2, "the code and the grant");
    provider.faults(|faults| faults.deny = true);
    assert_eq!(told(), 1);
}

#[tokio::test]
async fn where_it_does_not_run_it_says_why() {
    let bench = Workbench::start().await;
    let view = bench.ok("sandbox", json!({})).await;
    assert!(text(&view["off"]).contains("patchbay serve --sandbox"), "{view}");
    assert_eq!(view["environments"], json!([]));
    let error = bench.refused("sandbox_faults_set", json!({ "deny": true })).await;
    assert_eq!(error.code, Code::Unsupported);
    for command in ["sandbox_revoke", "sandbox_expire"] {
        assert_eq!(bench.refused(command, json!({})).await.code, Code::Unsupported);
    }
}
