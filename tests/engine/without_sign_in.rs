//! Kinds without a sign-in page: client credentials against oidc-provider, key and basic against a local server, each
//! with a connector file of the data folder.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use patchbay_engine::Code;
use serde_json::json;

use crate::support::{
    oidc::{Oidc, ROBOT, ROBOT_SECRET},
    recorder::{Recorder, Reply},
    workbench::Workbench,
};

#[tokio::test]
async fn client_credentials_are_minted_and_minted_again() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start().await,
    );
    let parameters = json!({
        "serverUrl": server.issuer, "apiUrl": api.origin, "clientId": ROBOT, "clientSecret": ROBOT_SECRET,
    });
    bench
        .ok(
            "integration_add",
            json!({ "key": "robot", "connector": "robot", "parameters": parameters }),
        )
        .await;
    let overrides = json!({ "scopes": ["contacts.read", "deals.read"] });
    let connection = bench
        .connect_directly(json!({ "integration": "robot", "overrides": overrides }))
        .await;
    assert_eq!(
        bench.show(&connection).await["grantedScopes"],
        json!(["contacts.read", "deals.read"])
    );
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);

    bench.clock.advance(3601);
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    let requests = server.token_requests().await;
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(request.grant_type.as_deref(), Some("client_credentials"));
        assert_eq!(request.client_id.as_deref(), Some(ROBOT));
        assert_eq!(request.scope.as_deref(), Some("contacts.read deals.read"));
        assert_eq!(request.status, 200);
    }
    let bearers: Vec<String> = api
        .seen()
        .iter()
        .map(|seen| seen.header("authorization").to_owned())
        .collect();
    assert_ne!(bearers[0], bearers[1]);
    assert!(bench.credentials(&connection).refresh_token.is_none());
}

#[tokio::test]
async fn a_wrong_client_secret_is_a_misconfiguration_that_a_right_one_mends() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start().await,
    );
    let parameters = json!({ "serverUrl": server.issuer, "apiUrl": api.origin, "clientId": ROBOT, "clientSecret": "wrong" });
    bench
        .ok(
            "integration_add",
            json!({ "key": "robot", "connector": "robot", "parameters": parameters }),
        )
        .await;
    let attempt = bench.ok("connect_start", json!({ "integration": "robot" })).await;
    assert_eq!(attempt["state"], "failed");
    assert_eq!(attempt["error"]["code"], "misconfigured");
    assert_eq!(attempt["error"]["path"], "clientSecret");
    assert_eq!(bench.connections().await, 0);

    let set = |value: &str| json!({ "key": "robot", "set": { "clientSecret": value } });
    bench.ok("integration_set", set(ROBOT_SECRET)).await;
    let connection = bench.connect_directly(json!({ "integration": "robot" })).await;
    bench.ok("integration_set", set("wrong again")).await;
    bench.clock.advance(3601);
    assert_eq!(
        bench.get(&connection, "/orders").await.unwrap_err().code,
        Code::Misconfigured
    );
    assert_eq!(bench.health(&connection).await, "misconfigured");
    bench.ok("integration_set", set(ROBOT_SECRET)).await;
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(bench.health(&connection).await, "working");
}

#[tokio::test]
async fn a_key_goes_into_its_header_and_an_override_beside_it() {
    let api = Recorder::answering(|seen| {
        let good = matches!(seen.header("x-api-key"), "the-key" | "the-new-key");
        Reply::json(if good { 200 } else { 401 }, &json!({ "name": "Acme of Ada" }))
    })
    .await;
    let bench = Workbench::start().await;
    let add = json!({ "key": "keyed", "connector": "keyed", "parameters": { "apiUrl": api.origin } });
    bench.ok("integration_add", add).await;

    // A wrong key makes no connection.
    let wrong = json!({ "integration": "keyed", "input": { "apiKey": "another" } });
    let attempt = bench.ok("connect_start", wrong).await;
    assert_eq!(attempt["state"], "failed", "{attempt}");
    assert_eq!(attempt["error"]["code"], "access_denied");
    assert_eq!(bench.connections().await, 0);

    let overrides =
        json!({ "http": { "headers": { "x-api-version": "2025-01" }, "query": { "team": "blue" } } });
    let request = json!({ "integration": "keyed", "input": { "apiKey": "the-key" }, "overrides": overrides });
    let connection = bench.connect_directly(request).await;
    let shown = bench.show(&connection).await;
    assert_eq!(
        shown["summary"]["name"], "Keyed: Acme of Ada",
        "as the test request calls the account"
    );
    assert_eq!(bench.status_of(&connection, "/orders?page=2").await, 200);
    let seen = api.seen().pop().unwrap();
    assert_eq!(seen.header("x-api-key"), "the-key");
    assert_eq!(
        seen.header("x-api-version"),
        "2025-01",
        "names of headers are compared without regard to case"
    );
    assert_eq!(seen.target, "/v1/orders?page=2&team=blue");
    assert_eq!(seen.headers.get_all("x-api-version").iter().count(), 1);
}

#[tokio::test]
async fn a_rejected_key_needs_a_reconnect_that_replaces_it() {
    let accepted = std::sync::Arc::new(std::sync::Mutex::new("first"));
    let good = std::sync::Arc::clone(&accepted);
    let api = Recorder::answering(move |seen| {
        let status = if seen.header("x-api-key") == *good.lock().unwrap() {
            200
        } else {
            401
        };
        Reply::json(status, &json!({}))
    })
    .await;
    let bench = Workbench::start().await;
    let add = json!({ "key": "keyed", "connector": "keyed", "parameters": { "apiUrl": api.origin } });
    bench.ok("integration_add", add).await;
    let connect = |key: &str| json!({ "integration": "keyed", "input": { "apiKey": key } });
    let connection = bench.connect_directly(connect("first")).await;
    *accepted.lock().unwrap() = "second";
    assert_eq!(
        bench.status_of(&connection, "/orders").await,
        401,
        "the API's answer as it is"
    );
    assert_eq!(bench.health(&connection).await, "needs_reconnect");
    assert_eq!(
        bench.connect_directly(connect("second")).await,
        connection,
        "the tenant's newest is reconnected"
    );
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(bench.health(&connection).await, "working");
}

#[tokio::test]
async fn user_name_and_password_go_as_basic() {
    let api = Recorder::start().await;
    let bench = Workbench::start().await;
    let add = json!({ "key": "basic", "connector": "basic", "parameters": { "apiUrl": api.origin } });
    bench.ok("integration_add", add).await;
    let missing = json!({ "integration": "basic", "input": { "username": "ada" } });
    let error = bench.refused("connect_start", missing).await;
    assert_eq!(error.code, Code::InvalidParameters);
    assert!(
        error.problems.iter().any(|problem| problem.path == "password"),
        "{error:?}"
    );
    assert_eq!(api.seen().len(), 0);

    let input = json!({ "username": "ada", "password": "pässword:1" });
    let connection = bench
        .connect_directly(json!({ "integration": "basic", "input": input }))
        .await;
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    let expected = format!("Basic {}", BASE64_STANDARD.encode("ada:pässword:1"));
    assert!(
        api.seen()
            .iter()
            .all(|seen| seen.header("authorization") == expected)
    );
    assert_eq!(api.seen().len(), 2, "the test request and the call");
}
