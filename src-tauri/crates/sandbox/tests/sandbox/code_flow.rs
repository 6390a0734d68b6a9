//! Authorization requests, the consent page, and redeeming codes.

use reqwest::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
use serde_json::Value;

use crate::client::{CHALLENGE, Client, FULL, REDIRECT, VERIFIER, error, redirect, start, text};

#[tokio::test]
async fn a_whole_sign_in() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let token = client
        .open_consent(client.authorize_url("contacts.read offline_access", &[]))
        .await;
    let answer = client.decide(&token, "user_grace", "allow").await;
    assert!(
        answer.headers()[LOCATION]
            .to_str()
            .unwrap()
            .starts_with("patchbay://oauth/callback/sandbox?kept=1&")
    );
    let back = redirect(&answer);
    assert_eq!(back["state"], "st&te");
    assert_eq!(back["iss"], client.origin);

    let answer = client.redeem(&back["code"]).await;
    assert_eq!(answer.headers()[CACHE_CONTROL], "no-store");
    let tokens: Value = answer.json().await.unwrap();
    assert_eq!(text(&tokens, "token_type"), "Bearer");
    assert_eq!(text(&tokens, "scope"), "contacts.read offline_access");
    assert_eq!(tokens["expires_in"], 3600);

    let me: Value = client
        .get("/me", &text(&tokens, "access_token"))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(text(&me, "name"), "Grace Hopper");
    assert_eq!(text(&me, "environment"), "production");
    assert!(text(&me, "tokenExpiresAt").ends_with('Z'));
}

#[tokio::test]
async fn the_consent_page_names_what_is_asked_and_runs_nothing() {
    let sandbox = start().await;
    let client = Client::new(sandbox.sandbox_url());
    let answer = client
        .http
        .get(client.authorize_url("deals.read", &[]))
        .send()
        .await
        .unwrap();
    let policy = answer.headers()[CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    let page = answer.text().await.unwrap();
    assert!(page.contains("<title>Sandbox sign-in: sandbox</title>"));
    assert!(page.contains("See your deals") && !page.contains("See your contacts"));
    assert!(page.contains(r#"id="allow""#) && page.contains(r#"id="deny""#));
    assert!(page.contains("Alan Turing") && !page.contains("Ada Lovelace"));
    assert!(!page.contains("<script") && !page.contains("style="));
}

#[tokio::test]
async fn a_consent_page_is_answered_once() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let token = client.open_consent(client.authorize_url("profile", &[])).await;
    let denied = redirect(&client.decide(&token, "user_ada", "deny").await);
    assert_eq!(
        (denied["error"].as_str(), denied["state"].as_str()),
        ("access_denied", "st&te")
    );
    assert_eq!(denied["iss"], client.origin);
    assert_eq!(client.decide(&token, "user_ada", "allow").await.status(), 400);
    assert_eq!(client.decide("made-up", "user_ada", "allow").await.status(), 400);
}

#[tokio::test]
async fn a_page_of_one_environment_is_no_good_in_the_other() {
    let sandbox = start().await;
    let (production, testing) = (
        Client::new(sandbox.production_url()),
        Client::new(sandbox.sandbox_url()),
    );
    let token = production
        .open_consent(production.authorize_url("profile", &[]))
        .await;
    assert_eq!(testing.decide(&token, "test_alan", "allow").await.status(), 400);
    let code = production.code(&sandbox, "profile").await;
    assert_eq!(error(testing.redeem(&code).await, 400).await, "invalid_grant");
}

#[tokio::test]
async fn a_doubtful_client_or_redirect_uri_is_never_redirected_to() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    for changed in [
        ("client_id", ""),
        ("client_id", "another"),
        ("redirect_uri", ""),
        ("redirect_uri", "patchbay://oauth/callback/sandbox"),
        ("redirect_uri", "https://example.com/"),
        ("redirect_uri", "http://127.0.0.1:7282/oauth-callback/x#fragment"),
    ] {
        let answer = client
            .http
            .get(client.authorize_url("profile", &[changed]))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 400, "{changed:?}");
        assert!(answer.headers().get(LOCATION).is_none());
    }
    let twice = format!("{}&client_id=another", client.authorize_url("profile", &[]));
    assert_eq!(client.http.get(twice).send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn any_other_fault_is_sent_to_the_client_with_state_and_issuer() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    for (changed, expected) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", ""), "invalid_request"),
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge_method", ""), "invalid_request"),
        (("response_mode", "fragment"), "invalid_request"),
        (("scope", "contacts.read contacts.delete"), "invalid_scope"),
    ] {
        let answer = client
            .http
            .get(client.authorize_url("profile", &[changed]))
            .send()
            .await
            .unwrap();
        let back = redirect(&answer);
        assert_eq!(back["error"], expected, "{changed:?}");
        assert_eq!((back["state"].as_str(), back["kept"].as_str()), ("st&te", "1"));
        assert_eq!(back["iss"], client.origin);
    }
    let stateless = client
        .http
        .get(client.authorize_url("profile", &[("state", "")]))
        .send()
        .await
        .unwrap();
    let back = redirect(&stateless);
    assert_eq!(back["error"], "invalid_request");
    assert!(!back.contains_key("state"));
}

#[tokio::test]
async fn a_code_needs_its_verifier_and_its_redirect_uri() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    for (redirect_uri, verifier, expected) in [
        (REDIRECT, CHALLENGE, "invalid_grant"),
        (
            "http://127.0.0.1:7282/oauth-callback/x",
            VERIFIER,
            "invalid_grant",
        ),
        (REDIRECT, "", "invalid_request"),
        (REDIRECT, "short", "invalid_request"),
    ] {
        let code = client.code(&sandbox, "profile").await;
        let answer = client.redeem_with(&code, redirect_uri, verifier).await;
        assert_eq!(error(answer, 400).await, expected);
    }
}

#[tokio::test]
async fn a_replayed_code_ends_the_grant_that_it_gave() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let code = client.code(&sandbox, FULL).await;
    let tokens: Value = client.redeem(&code).await.json().await.unwrap();
    let access = text(&tokens, "access_token");
    assert_eq!(client.status("/me", &access).await, 200);
    assert_eq!(error(client.redeem(&code).await, 400).await, "invalid_grant");
    assert_eq!(client.status("/me", &access).await, 401);
    assert_eq!(
        error(client.refresh(&text(&tokens, "refresh_token")).await, 400).await,
        "invalid_grant"
    );
}

#[tokio::test]
async fn two_redemptions_at_once_leave_no_grant_behind() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let code = client.code(&sandbox, FULL).await;
    let (one, other) = tokio::join!(client.redeem(&code), client.redeem(&code));
    let (good, bad) = if one.status() == 200 {
        (one, other)
    } else {
        (other, one)
    };
    assert_eq!(error(bad, 400).await, "invalid_grant");
    let tokens: Value = good.json().await.unwrap();
    assert_eq!(client.status("/me", &text(&tokens, "access_token")).await, 401);
}
