//! The API: scopes, environments, versions, the echo.

use serde_json::{Value, json};

use crate::client::{Client, FULL, error, start, text};

#[tokio::test]
async fn each_environment_has_its_own_data_and_takes_only_its_own_tokens() {
    let sandbox = start().await;
    let (production, testing) = (
        Client::new(sandbox.production_url()),
        Client::new(sandbox.sandbox_url()),
    );
    let live = text(&production.sign_in(&sandbox, FULL).await, "access_token");
    let test = text(&testing.sign_in(&sandbox, FULL).await, "access_token");
    for (client, own, other, company) in [
        (&production, &live, &test, "Acme Inc"),
        (&testing, &test, &live, "Example Company"),
    ] {
        let body: Value = client.get("/contacts", own).await.json().await.unwrap();
        assert_eq!(body["contacts"][0]["company"], company);
        let refused = client.get("/contacts", other).await;
        let challenge = refused.headers()["www-authenticate"].to_str().unwrap().to_owned();
        assert!(
            challenge.starts_with(r#"Bearer error="invalid_token""#),
            "{challenge}"
        );
        assert_eq!(error(refused, 401).await, "invalid_token");
    }
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let access = text(&client.sign_in(&sandbox, "contacts.read").await, "access_token");
    assert_eq!(
        (
            client.status("/me", &access).await,
            client.status("/contacts", &access).await
        ),
        (200, 200)
    );
    let refused = client.get("/deals", &access).await;
    let challenge = refused.headers()["www-authenticate"].to_str().unwrap();
    assert_eq!(
        challenge,
        r#"Bearer error="insufficient_scope", scope="deals.read""#
    );
    assert_eq!(refused.status(), 403);
    let body: Value = refused.json().await.unwrap();
    assert_eq!(
        (text(&body, "scope"), text(&body, "environment")),
        ("deals.read".into(), "production".into())
    );
    let post = client
        .http
        .post(format!("{}/contacts", client.origin))
        .bearer_auth(&access)
        .json(&json!({}));
    assert_eq!(error(post.send().await.unwrap(), 403).await, "insufficient_scope");
}

#[tokio::test]
async fn no_token_is_told_apart_from_a_bad_one() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let none = client
        .http
        .get(format!("{}/me", client.origin))
        .send()
        .await
        .unwrap();
    assert_eq!(none.headers()["www-authenticate"], r#"Bearer realm="production""#);
    assert_eq!(error(none, 401).await, "missing_token");
    assert_eq!(
        error(client.get("/me", "made-up").await, 401).await,
        "invalid_token"
    );
}

#[tokio::test]
async fn the_version_header_changes_the_shape_and_comes_back() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let access = text(&client.sign_in(&sandbox, FULL).await, "access_token");
    let old = client.get("/contacts", &access).await;
    assert_eq!(old.headers()["x-api-version"], "2024-01");
    let old: Value = old.json().await.unwrap();
    assert_eq!(old["contacts"][0]["lastName"], "Jackson");
    let request = client
        .http
        .get(format!("{}/contacts", client.origin))
        .bearer_auth(&access);
    let new = request.header("X-Api-Version", "2025-01").send().await.unwrap();
    assert_eq!(new.headers()["x-api-version"], "2025-01");
    let new: Value = new.json().await.unwrap();
    assert_eq!(new["contacts"][0]["fullName"], "Mary Jackson");
    assert!(new["contacts"][0].get("lastName").is_none());
}

#[tokio::test]
async fn what_is_added_is_listed_in_its_environment_only() {
    let sandbox = start().await;
    let client = Client::new(sandbox.sandbox_url());
    let access = text(&client.sign_in(&sandbox, FULL).await, "access_token");
    for (path, body) in [
        ("/contacts", json!({"fullName": "Rear Admiral Hopper"})),
        ("/deals", json!({"name": "New"})),
    ] {
        let post = |body: &Value| {
            client
                .http
                .post(format!("{}{path}", client.origin))
                .bearer_auth(&access)
                .json(body)
                .send()
        };
        assert_eq!(post(&body).await.unwrap().status(), 201);
        assert_eq!(
            error(post(&json!({"naem": "typo"})).await.unwrap(), 400).await,
            "invalid_request"
        );
        let listed: Value = client.get(path, &access).await.json().await.unwrap();
        let listed = listed[path.trim_start_matches('/')].as_array().unwrap().clone();
        assert!(text(listed.last().unwrap(), "id").ends_with(if path == "/deals" { "_902" } else { "_901" }));
    }
    let other = Client::new(sandbox.production_url());
    let access = text(&other.sign_in(&sandbox, FULL).await, "access_token");
    let deals: Value = other.get("/deals", &access).await.json().await.unwrap();
    assert_eq!(deals["deals"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_echo_shows_the_request_and_covers_its_credentials() {
    let sandbox = start().await;
    let client = Client::new(sandbox.sandbox_url());
    let request = client
        .http
        .patch(format!("{}/echo/deep?a=1&a=2&b=x%20y", client.origin));
    let request = request
        .bearer_auth("planted-token")
        .header("X-Tenant", "acme")
        .body("hello");
    let answer = request.send().await.unwrap().text().await.unwrap();
    assert!(!answer.contains("planted-token"));
    let body: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(
        (text(&body, "method"), text(&body, "path")),
        ("PATCH".into(), "/echo/deep".into())
    );
    assert_eq!(body["query"], json!({"a": "1, 2", "b": "x y"}));
    assert_eq!(body["headers"]["authorization"], "Bearer ••••");
    assert_eq!(
        (body["headers"]["x-tenant"].as_str(), text(&body, "body")),
        (Some("acme"), "hello".into())
    );
}

#[tokio::test]
async fn metadata_names_the_issuer_by_its_origin() {
    let sandbox = start().await;
    for origin in [sandbox.production_url(), sandbox.sandbox_url()] {
        for name in ["oauth-authorization-server", "openid-configuration"] {
            let url = format!("{origin}/.well-known/{name}");
            let body: Value = crate::client::http()
                .get(url)
                .send()
                .await
                .unwrap()
                .json()
                .await
                .unwrap();
            assert_eq!(text(&body, "issuer"), origin);
            assert_eq!(text(&body, "token_endpoint"), format!("{origin}/token"));
            assert_eq!(body["authorization_response_iss_parameter_supported"], true);
        }
    }
}

#[tokio::test]
async fn only_its_own_host_names_are_answered() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let port = client.origin.rsplit(':').next().unwrap();
    let health = format!("{}/health", client.origin);
    for (host, status) in [
        (format!("localhost:{port}"), 200),
        (format!("127.0.0.1:{port}"), 200),
        ("127.0.0.1".to_owned(), 403),
        (format!("attacker.example:{port}"), 403),
        ("127.0.0.1:1".to_owned(), 403),
    ] {
        let answer = client
            .http
            .get(&health)
            .header("Host", &host)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), status, "{host}");
    }
}
