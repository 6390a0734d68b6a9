//! Starting, stopping, restarting, and the switches for all grants at once.

use std::net::TcpListener;
use std::time::Duration;

use patchbay_sandbox::Sandbox;
use serde_json::Value;

use crate::client::{Client, FULL, config, error, http, start, text};

#[tokio::test]
async fn grants_and_tokens_survive_a_restart_and_no_secret_is_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let config = config(Some(file.clone()));
    let sandbox = Sandbox::start(config.clone()).await.unwrap();
    let client = Client::new(sandbox.production_url());
    let tokens = client.sign_in(&sandbox, FULL).await;
    let unredeemed = client.code(&sandbox, "profile").await;
    sandbox.stop().await;

    let kept = std::fs::read_to_string(&file).unwrap();
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    for secret in [&access, &refresh, &unredeemed, &config.client_secret] {
        assert!(!kept.contains(secret.as_str()));
    }

    let sandbox = Sandbox::start(config).await.unwrap();
    let client = Client::new(sandbox.production_url());
    assert_eq!(client.status("/contacts", &access).await, 200);
    assert_eq!(client.redeem(&unredeemed).await.status(), 200);
    let renewed: Value = client.refresh(&refresh).await.json().await.unwrap();
    assert_eq!(
        error(client.refresh(&refresh).await, 400).await,
        "invalid_grant",
        "reuse is still noticed"
    );
    assert_eq!(client.status("/me", &text(&renewed, "access_token")).await, 401);
}

#[tokio::test]
async fn an_earlier_client_can_still_refresh_its_grant() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(Some(folder.path().join("sandbox.json")));
    let sandbox = Sandbox::start(config.clone()).await.unwrap();
    let tokens = Client::new(sandbox.sandbox_url()).sign_in(&sandbox, FULL).await;
    sandbox.stop().await;
    config.client_id = "another".into();
    let sandbox = Sandbox::start(config).await.unwrap();
    let client = Client::new(sandbox.sandbox_url());
    assert_eq!(
        client.refresh(&text(&tokens, "refresh_token")).await.status(),
        200
    );
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut config = config(None);
    config.sandbox_port = taken.local_addr().unwrap().port();
    let refused = Sandbox::start(config.clone()).await.err().unwrap();
    assert_eq!(refused.code(), "port_taken");
    let message = refused.to_string();
    assert!(message.contains(&config.sandbox_port.to_string()) && message.contains("sandbox environment"));
}

#[tokio::test]
async fn a_dropped_sandbox_stops_serving() {
    let sandbox = start().await;
    let health = format!("{}/health", sandbox.sandbox_url());
    let http = http();
    assert_eq!(http.get(&health).send().await.unwrap().status(), 200);
    drop(sandbox);
    let refused = async { while http.get(&health).send().await.is_ok() {} };
    tokio::time::timeout(Duration::from_secs(10), refused)
        .await
        .expect("refused connections");
}

#[tokio::test]
async fn revoke_all_and_expire_all() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let tokens = client.sign_in(&sandbox, FULL).await;
    sandbox.expire_all();
    assert_eq!(client.status("/me", &text(&tokens, "access_token")).await, 401);
    let renewed: Value = client
        .refresh(&text(&tokens, "refresh_token"))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(client.status("/me", &text(&renewed, "access_token")).await, 200);
    sandbox.revoke_all();
    assert_eq!(client.status("/me", &text(&renewed, "access_token")).await, 401);
    assert_eq!(
        error(client.refresh(&text(&renewed, "refresh_token")).await, 400).await,
        "invalid_grant"
    );
}
