//! The catalogue's general connectors against a server that nobody here wrote.

use patchbay_engine::Code;
use serde_json::json;

use crate::support::{
    oidc::{APP, CONFIDENTIAL, CONFIDENTIAL_SECRET, Oidc, ROBOT, ROBOT_SECRET},
    recorder::Recorder,
    workbench::Workbench,
};

#[tokio::test]
async fn openid_connect_by_metadata_with_a_public_client() {
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    let parameters =
        json!({ "serverUrl": server.issuer, "clientId": APP, "authorizeParams": { "prompt": "consent" } });
    bench
        .ok(
            "integration_add",
            json!({ "key": "acme", "connector": "openid", "parameters": parameters }),
        )
        .await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
    let shown = bench.show(&connection).await;
    let granted = shown["grantedScopes"].as_array().unwrap();
    assert!(granted.contains(&json!("offline_access")), "{granted:?}");
    assert!(
        !granted.contains(&json!("email")),
        "this server does not know it: {granted:?}"
    );
    bench
        .ok("connection_refresh", json!({ "connection": connection }))
        .await;
    assert!(
        server
            .token_requests()
            .await
            .iter()
            .all(|request| request.status == 200)
    );
}

#[tokio::test]
async fn openid_connect_by_metadata_with_a_secret() {
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    let parameters = json!({
        "serverUrl": server.issuer,
        "clientId": CONFIDENTIAL,
        "clientSecret": CONFIDENTIAL_SECRET,
        "authorizeParams": { "prompt": "consent" },
    });
    bench
        .ok(
            "integration_add",
            json!({ "key": "acme", "connector": "openid", "parameters": parameters }),
        )
        .await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    bench
        .ok("connection_refresh", json!({ "connection": connection }))
        .await;
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
    let requests = server.token_requests().await;
    assert_eq!(requests.len(), 2);
    assert!(
        requests
            .iter()
            .all(|request| request.client_id.as_deref() == Some(CONFIDENTIAL)),
        "{requests:?}"
    );
}

#[tokio::test]
async fn a_server_that_calls_itself_otherwise_is_not_asked_further() {
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    let elsewhere = server.issuer.replace("127.0.0.1", "localhost");
    let parameters = json!({ "serverUrl": elsewhere, "clientId": APP });
    bench
        .ok(
            "integration_add",
            json!({ "key": "acme", "connector": "openid", "parameters": parameters }),
        )
        .await;
    let error = bench
        .refused("connect_start", json!({ "integration": "acme" }))
        .await;
    assert_eq!(error.code, Code::ProviderError, "{error:?}");
    assert!(
        error.next.is_some_and(|next| next.contains("issuer")),
        "it says what to correct"
    );
    assert_eq!(server.token_requests().await.len(), 0);
}

#[tokio::test]
async fn client_credentials_by_an_option() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start().await,
    );
    let parameters = json!({
        "tokenUrl": format!("{}/token", server.issuer),
        "baseUrl": api.origin,
        "clientId": ROBOT,
        "clientSecret": ROBOT_SECRET,
    });
    let add = json!({ "key": "robot", "connector": "client-credentials", "parameters": parameters });
    bench.ok("integration_add", add).await;
    let overrides = json!({ "scopes": ["deals.read"] });
    let request = json!({ "integration": "robot", "option": "basic", "overrides": overrides });
    let connection = bench.connect_directly(request).await;
    assert_eq!(bench.show(&connection).await["summary"]["option"], "basic");
    assert_eq!(
        bench.show(&connection).await["grantedScopes"],
        json!(["deals.read"])
    );
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    assert!(api.seen()[0].header("authorization").starts_with("Bearer "));
}
