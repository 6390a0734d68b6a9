//! Refresh, client credentials, client authentication and revocation.

use serde_json::Value;

use crate::client::{Client, FULL, ID, SECRET, error, start, text};

#[tokio::test]
async fn refresh_rotates_and_a_used_token_ends_the_grant() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let first = client.sign_in(&sandbox, FULL).await;
    let second: Value = client
        .refresh(&text(&first, "refresh_token"))
        .await
        .json()
        .await
        .unwrap();
    assert_ne!(text(&first, "refresh_token"), text(&second, "refresh_token"));
    assert_eq!(client.status("/deals", &text(&second, "access_token")).await, 200);

    let reused = client.refresh(&text(&first, "refresh_token")).await;
    assert_eq!(error(reused, 400).await, "invalid_grant");
    assert_eq!(client.status("/deals", &text(&second, "access_token")).await, 401);
    let newest = client.refresh(&text(&second, "refresh_token")).await;
    assert_eq!(error(newest, 400).await, "invalid_grant");
}

#[tokio::test]
async fn a_narrower_refresh_narrows_one_access_token_only() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let first = client
        .sign_in(&sandbox, "contacts.read deals.read offline_access")
        .await;
    let ask = |token: String, scope: &'static str| {
        let client = &client;
        async move {
            let grant = ("grant_type", "refresh_token");
            client
                .token(&[grant, ("refresh_token", &token), ("scope", scope)])
                .await
        }
    };
    let wider = ask(text(&first, "refresh_token"), "contacts.write").await;
    assert_eq!(error(wider, 400).await, "invalid_scope");
    let narrow: Value = ask(text(&first, "refresh_token"), "contacts.read")
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(text(&narrow, "scope"), "contacts.read");
    assert_eq!(client.status("/deals", &text(&narrow, "access_token")).await, 403);
    let whole: Value = client
        .refresh(&text(&narrow, "refresh_token"))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(text(&whole, "scope"), "contacts.read deals.read offline_access");
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    assert!(
        client
            .sign_in(&sandbox, "contacts.read")
            .await
            .get("refresh_token")
            .is_none()
    );
}

#[tokio::test]
async fn client_credentials_give_the_client_its_own_token() {
    let sandbox = start().await;
    let client = Client::new(sandbox.sandbox_url());
    let grant = ("grant_type", "client_credentials");
    let tokens: Value = client
        .token(&[grant, ("scope", "deals.read offline_access")])
        .await
        .json()
        .await
        .unwrap();
    assert!(tokens.get("refresh_token").is_none());
    let access = text(&tokens, "access_token");
    assert_eq!(
        (
            client.status("/deals", &access).await,
            client.status("/contacts", &access).await
        ),
        (200, 403)
    );
    let me: Value = client.get("/me", &access).await.json().await.unwrap();
    assert_eq!(text(&me, "id"), ID);
    assert_eq!(
        error(client.token(&[grant, ("scope", "everything")]).await, 400).await,
        "invalid_scope"
    );
}

#[tokio::test]
async fn a_client_authenticates_in_exactly_one_way() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let url = format!("{}/token", client.origin);
    let post = |secret: &'static str| {
        [
            ("grant_type", "client_credentials"),
            ("client_id", ID),
            ("client_secret", secret),
        ]
    };
    assert_eq!(
        client
            .http
            .post(&url)
            .form(&post(SECRET))
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    let wrong = client.http.post(&url).form(&post("wrong")).send().await.unwrap();
    assert!(
        wrong.headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .starts_with("Basic")
    );
    assert_eq!(error(wrong, 401).await, "invalid_client");
    let nobody = client
        .http
        .post(&url)
        .form(&post(SECRET)[..2])
        .send()
        .await
        .unwrap();
    assert_eq!(error(nobody, 401).await, "invalid_client");
    assert_eq!(
        error(client.token(&post(SECRET)).await, 400).await,
        "invalid_request"
    );
    let raw = client
        .http
        .post(&url)
        .basic_auth(ID, Some(SECRET))
        .form(&post(SECRET)[..1])
        .send()
        .await
        .unwrap();
    assert_eq!(
        error(raw, 401).await,
        "invalid_client",
        "Basic without form encoding"
    );
}

#[tokio::test]
async fn token_requests_that_make_no_sense() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let unknown = client.token(&[("grant_type", "password")]).await;
    assert_eq!(error(unknown, 400).await, "unsupported_grant_type");
    assert_eq!(
        error(client.token(&[("scope", "profile")]).await, 400).await,
        "invalid_request"
    );
    let twice = [
        ("grant_type", "client_credentials"),
        ("scope", "profile"),
        ("scope", "profile"),
    ];
    assert_eq!(error(client.token(&twice).await, 400).await, "invalid_request");
    let json = client
        .http
        .post(format!("{}/token", client.origin))
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(error(json, 400).await, "invalid_request");
    assert_eq!(
        client
            .http
            .get(format!("{}/token", client.origin))
            .send()
            .await
            .unwrap()
            .status(),
        405
    );
    let large = client
        .http
        .post(format!("{}/token", client.origin))
        .body(vec![b'a'; 70_000]);
    assert_eq!(large.send().await.unwrap().status(), 413);
}

#[tokio::test]
async fn revoking_an_access_token_ends_it_and_a_refresh_token_ends_all() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let revoke = |token: String| {
        let request = client.http.post(format!("{}/revoke", client.origin));
        let form = [
            ("client_id", ID),
            ("client_secret", SECRET),
            ("token", token.as_str()),
        ];
        let request = request.form(&form);
        async move { request.send().await.unwrap().status().as_u16() }
    };
    let first = client.sign_in(&sandbox, FULL).await;
    assert_eq!(revoke(text(&first, "access_token")).await, 200);
    assert_eq!(client.status("/me", &text(&first, "access_token")).await, 401);
    let second: Value = client
        .refresh(&text(&first, "refresh_token"))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(revoke(text(&second, "refresh_token")).await, 200);
    assert_eq!(client.status("/me", &text(&second, "access_token")).await, 401);
    assert_eq!(
        error(client.refresh(&text(&second, "refresh_token")).await, 400).await,
        "invalid_grant"
    );
    assert_eq!(revoke("unknown".into()).await, 200);
    let unauthenticated = client
        .http
        .post(format!("{}/revoke", client.origin))
        .form(&[("token", "x")]);
    assert_eq!(
        error(unauthenticated.send().await.unwrap(), 401).await,
        "invalid_client"
    );
}
