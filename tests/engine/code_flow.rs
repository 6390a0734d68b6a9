//! The code flow with PKCE against oidc-provider, by each way a redirect can come back that needs no window.

use serde_json::json;
use url::Url;

use crate::support::{
    browser::{Browser, query},
    oidc::{APP, OTHER_APP, Oidc},
    provider::Provider,
    recorder::Recorder,
    workbench::Workbench,
};

#[tokio::test]
async fn by_loopback_with_the_overrides_scopes_exactly() {
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    bench.add_acme(&server, json!({})).await;
    let overrides = json!({ "scopes": ["openid", "offline_access", "contacts.read"] });
    let (attempt, link) = bench
        .begin(json!({ "integration": "acme", "overrides": overrides }))
        .await;

    let asked = query(&Url::parse(&link).unwrap());
    assert_eq!(
        asked["scope"], "openid offline_access contacts.read",
        "the override's and nothing else"
    );
    assert_eq!(asked["client_id"], APP);
    assert_eq!(
        asked["redirect_uri"],
        format!("http://127.0.0.1:{}/oauth-callback/acme", bench.port)
    );
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(
        asked["prompt"], "consent",
        "from the connector's authorize.params"
    );
    assert_eq!(server.token_requests().await.len(), 0);

    let back = Browser::new().allow(&link).await;
    bench.arrive(&back).await;
    let ended = bench.ended(&attempt).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let connection = ended["connectionId"].as_str().unwrap();
    let shown = bench.show(connection).await;
    assert_eq!(
        shown["grantedScopes"],
        json!(["openid", "offline_access", "contacts.read"])
    );
    assert_eq!(shown["requestedScopes"], shown["grantedScopes"]);
    assert_eq!(shown["summary"]["health"]["state"], "working");
    assert_eq!(shown["summary"]["overrideCount"], 1);
    assert_eq!(shown["hasRefreshToken"], true);
    assert_eq!(bench.status_of(connection, "/me").await, 200);

    let requests = server.token_requests().await;
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].grant_type.as_deref(), Some("authorization_code"));
    assert_eq!(requests[0].client_id.as_deref(), Some(APP));
    assert_eq!(
        requests[0].scope.as_deref(),
        Some("openid offline_access contacts.read")
    );
}

#[tokio::test]
async fn two_connections_of_one_integration_each_ask_for_their_own_scopes() {
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    bench.add_acme(&server, json!({})).await;
    let narrow = json!({ "scopes": ["openid", "deals.read"] });
    let first = bench
        .connect(json!({ "integration": "acme", "overrides": narrow }))
        .await;
    let second = bench
        .connect(json!({ "integration": "acme", "multiple": true }))
        .await;
    assert_ne!(first, second);
    assert_eq!(
        bench.show(&first).await["grantedScopes"],
        json!(["openid", "deals.read"])
    );
    let granted = bench.show(&second).await["grantedScopes"].clone();
    assert_eq!(
        granted,
        json!(["openid", "offline_access", "contacts.read", "deals.read"]),
        "the connector's defaults"
    );
    assert_eq!(
        bench.show(&first).await["hasRefreshToken"],
        false,
        "it did not ask for offline_access"
    );
}

#[tokio::test]
async fn by_paste() {
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    bench.add_acme(&server, json!({})).await;
    bench
        .ok(
            "integration_set",
            json!({ "key": "acme", "redirect": { "kind": "paste" } }),
        )
        .await;
    let (attempt, link) = bench.begin(json!({ "integration": "acme" })).await;
    let back = Browser::new().allow(&link).await;
    let pasted = format!("  {back}\n");
    let answer = bench.ok("redirected", json!({ "url": pasted })).await;
    assert_eq!(answer["attempt"]["id"], attempt);
    assert_eq!(answer["attempt"]["state"], "succeeded", "{answer}");
    let connection = answer["attempt"]["connectionId"].as_str().unwrap();
    assert_eq!(bench.status_of(connection, "/me").await, 200);
}

#[tokio::test]
async fn by_a_deep_link_that_another_process_hands_over() {
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    bench.add_acme(&server, json!({})).await;
    bench
        .ok(
            "integration_set",
            json!({ "key": "acme", "redirect": { "kind": "deep-link" } }),
        )
        .await;
    let (_, link) = bench.begin(json!({ "integration": "acme" })).await;
    assert_eq!(
        query(&Url::parse(&link).unwrap())["redirect_uri"],
        "patchbay-dev://oauth/callback/acme"
    );
    let back = Browser::new().allow(&link).await;
    assert_eq!(back.scheme(), "patchbay-dev");
    let answer = bench.ok("redirected", json!({ "url": back.as_str() })).await;
    assert_eq!(answer["attempt"]["state"], "succeeded", "{answer}");
}

#[tokio::test]
async fn a_denied_sign_in_makes_no_connection() {
    let bench = Workbench::start().await;
    let _provider = Provider::start(&bench).await;
    let (attempt, link) = bench.begin(json!({ "integration": "sandbox" })).await;
    let back = Browser::new().deny(&link).await;
    bench.arrive(&back).await;
    let ended = bench.ended(&attempt).await;
    assert_eq!(ended["state"], "failed");
    assert_eq!(ended["error"]["code"], "access_denied");
    assert_eq!(bench.connections().await, 0);
}

#[tokio::test]
async fn a_reconnect_that_fails_leaves_the_connection_as_it_was() {
    let bench = Workbench::start().await;
    let provider = Provider::start(&bench).await;
    let connection = bench.connect(json!({ "integration": "sandbox" })).await;
    let before = bench.refresh_token(&connection);
    let (attempt, link) = bench
        .begin(json!({ "connection": connection, "overrides": { "scopes": ["profile"] } }))
        .await;
    let back = Browser::new().deny(&link).await;
    bench.arrive(&back).await;
    assert_eq!(bench.ended(&attempt).await["state"], "failed");
    assert_eq!(bench.refresh_token(&connection), before);
    let shown = bench.ok("parameters", json!({ "connection": connection })).await;
    assert_eq!(
        shown["overrides"],
        json!({}),
        "the override of the failed attempt is not kept"
    );
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
    drop(provider);
}

#[tokio::test]
async fn after_a_change_of_the_client_id_the_old_grant_refreshes_with_the_old_one() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start().await,
    );
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    bench
        .ok(
            "integration_set",
            json!({ "key": "acme", "set": { "clientId": OTHER_APP } }),
        )
        .await;

    assert_eq!(bench.health(&connection).await, "pending_change");
    bench.clock.advance(3601);
    assert_eq!(bench.status_of(&connection, "/anything").await, 200);
    let requests = server.token_requests().await;
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].grant_type.as_deref(), Some("refresh_token"));
    assert_eq!(
        requests[1].client_id.as_deref(),
        Some(APP),
        "the grant was given to this client"
    );
    assert_eq!(requests[1].status, 200);

    // A reconnect takes the new client, and its grant refreshes with that.
    let again = bench.connect(json!({ "connection": connection })).await;
    assert_eq!(again, connection);
    assert_eq!(bench.health(&connection).await, "working");
    bench.clock.advance(3601);
    assert_eq!(bench.status_of(&connection, "/anything").await, 200);
    let requests = server.token_requests().await;
    assert_eq!(requests[2].client_id.as_deref(), Some(OTHER_APP));
    assert_eq!(requests[3].client_id.as_deref(), Some(OTHER_APP));
    assert_eq!(requests.len(), 4);
}
