//! Each fault, switched on and felt.

use std::time::{Duration, Instant};

use patchbay_sandbox::{Faults, Sandbox};
use serde_json::Value;

use crate::client::{Client, FULL, error, redirect, start, text};

const OWN: [(&str, &str); 2] = [
    ("grant_type", "client_credentials"),
    ("scope", "contacts.read deals.read"),
];

async fn with(faults: Faults) -> (Sandbox, Client) {
    let sandbox = start().await;
    sandbox.set_faults(faults.clone());
    assert_eq!(sandbox.faults(), faults);
    let client = Client::new(sandbox.production_url());
    (sandbox, client)
}

#[tokio::test]
async fn deny() {
    let (_sandbox, client) = with(Faults {
        deny: true,
        ..Faults::default()
    })
    .await;
    let token = client.open_consent(client.authorize_url("profile", &[])).await;
    let back = redirect(&client.decide(&token, "user_ada", "allow").await);
    assert_eq!(back["error"], "access_denied");
    assert!(!back.contains_key("code"));
}

#[tokio::test]
async fn slow_ms_and_api_delay_ms() {
    let (_sandbox, client) = with(Faults {
        slow_ms: 120,
        api_delay_ms: 130,
        ..Faults::default()
    })
    .await;
    let began = Instant::now();
    let tokens: Value = client.token(&OWN).await.json().await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(120));
    let began = Instant::now();
    assert_eq!(
        client.status("/contacts", &text(&tokens, "access_token")).await,
        200
    );
    assert!(began.elapsed() >= Duration::from_millis(130));
}

#[tokio::test]
async fn token_status_and_retry_after_s() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let tokens = client.sign_in(&sandbox, FULL).await;
    for (status, seen) in [(429, 429), (500, 500), (503, 503), (99, 500)] {
        sandbox.set_faults(Faults {
            token_status: Some(status),
            retry_after_s: Some(7),
            ..Faults::default()
        });
        let answer = client.refresh(&text(&tokens, "refresh_token")).await;
        assert_eq!(answer.headers()["retry-after"], "7");
        error(answer, seen).await;
    }
    sandbox.set_faults(Faults::default());
    let answer = client.refresh(&text(&tokens, "refresh_token")).await;
    assert_eq!(answer.status(), 200, "the forced answers did nothing");
    assert!(answer.headers().get("retry-after").is_none());
}

#[tokio::test]
async fn drop_after_rotation() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let tokens = client.sign_in(&sandbox, FULL).await;
    sandbox.set_faults(Faults {
        drop_after_rotation: true,
        ..Faults::default()
    });
    let grant = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
    ];
    let dropped = client.try_token(&grant).await.expect_err("no answer");
    assert!(dropped.is_request() && !dropped.is_connect(), "{dropped:?}");
    sandbox.set_faults(Faults::default());
    assert_eq!(
        error(client.token(&grant).await, 400).await,
        "invalid_grant",
        "the token had been rotated"
    );
}

#[tokio::test]
async fn omit_expires_in_and_access_ttl_s() {
    let (sandbox, client) = with(Faults {
        omit_expires_in: true,
        ..Faults::default()
    })
    .await;
    let tokens: Value = client.token(&OWN).await.json().await.unwrap();
    assert!(tokens.get("expires_in").is_none());
    sandbox.set_faults(Faults {
        access_ttl_s: Some(0),
        ..Faults::default()
    });
    let tokens: Value = client.token(&OWN).await.json().await.unwrap();
    assert_eq!(tokens["expires_in"], 0);
    let expired = client.get("/contacts", &text(&tokens, "access_token")).await;
    assert!(
        expired.headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .contains("expired")
    );
    assert_eq!(error(expired, 401).await, "invalid_token");
}

#[tokio::test]
async fn odd_expires_in() {
    for (form_encoded, odd) in [(false, "soon"), (true, "3600.5")] {
        let (_sandbox, client) = with(Faults {
            odd_expires_in: Some(odd.into()),
            form_encoded,
            ..Faults::default()
        })
        .await;
        let body = client.token(&OWN).await.text().await.unwrap();
        let sent = if form_encoded {
            format!("expires_in={odd}")
        } else {
            format!(r#""expires_in":"{odd}""#)
        };
        assert_eq!(body.matches("expires_in").count(), 1, "{body}");
        assert!(body.contains(&sent), "{body}");
    }
}

#[tokio::test]
async fn form_encoded() {
    let (_sandbox, client) = with(Faults {
        form_encoded: true,
        ..Faults::default()
    })
    .await;
    let answer = client.token(&OWN).await;
    assert_eq!(
        answer.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    let body = answer.text().await.unwrap();
    let pairs: std::collections::BTreeMap<_, _> = url::form_urlencoded::parse(body.as_bytes()).collect();
    assert_eq!(
        (pairs["scope"].as_ref(), pairs["expires_in"].as_ref()),
        ("contacts.read deals.read", "3600")
    );
    assert_eq!(client.status("/deals", &pairs["access_token"]).await, 200);
}

#[tokio::test]
async fn error_200() {
    let (sandbox, client) = with(Faults {
        error_200: true,
        ..Faults::default()
    })
    .await;
    let code = client.code(&sandbox, "profile").await;
    assert_eq!(
        error(client.redeem(&code).await, 200).await,
        "bad_verification_code"
    );
    sandbox.set_faults(Faults::default());
    assert_eq!(
        client.redeem(&code).await.status(),
        200,
        "the code was not used up"
    );
}

#[tokio::test]
async fn grant_fewer() {
    let (sandbox, client) = with(Faults {
        grant_fewer: true,
        ..Faults::default()
    })
    .await;
    let tokens = client
        .sign_in(&sandbox, "offline_access contacts.read deals.read")
        .await;
    assert_eq!(text(&tokens, "scope"), "offline_access contacts.read");
    assert_eq!(client.status("/deals", &text(&tokens, "access_token")).await, 403);
    let own: Value = client.token(&OWN).await.json().await.unwrap();
    assert_eq!(text(&own, "scope"), "contacts.read");
}

#[tokio::test]
async fn revoked_refresh() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let tokens = client.sign_in(&sandbox, FULL).await;
    sandbox.set_faults(Faults {
        revoked_refresh: true,
        ..Faults::default()
    });
    assert_eq!(
        error(client.refresh(&text(&tokens, "refresh_token")).await, 400).await,
        "invalid_grant"
    );
    assert_eq!(client.status("/me", &text(&tokens, "access_token")).await, 200);
}

#[tokio::test]
async fn api_status() {
    let (_sandbox, client) = with(Faults {
        api_status: Some(429),
        retry_after_s: Some(3),
        ..Faults::default()
    })
    .await;
    for path in ["/me", "/contacts", "/deals", "/echo"] {
        let answer = client.get(path, "any").await;
        assert_eq!(answer.headers()["retry-after"], "3");
        assert_eq!(error(answer, 429).await, "forced_by_fault");
    }
    assert_eq!(client.status("/health", "any").await, 200);
}

#[test]
fn faults_are_read_by_name_and_an_unknown_one_is_refused() {
    let faults: Faults = serde_json::from_str(r#"{"deny": true, "token_status": 500}"#).unwrap();
    assert_eq!(
        faults,
        Faults {
            deny: true,
            token_status: Some(500),
            ..Faults::default()
        }
    );
    assert!(serde_json::from_str::<Faults>(r#"{"dney": true}"#).is_err());
}
