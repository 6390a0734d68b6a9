//! Callers that want JSON: the connection at once, or what the user must do; and the record until then.

use serde_json::json;
use url::Url;

use crate::{support::workbench::text, wire::Wire};

#[tokio::test]
async fn a_program_gets_the_connection_or_the_error() {
    let wire = Wire::start().await;
    let body = json!({ "integrationKey": "keyed", "input": { "apiKey": "k-0123456789" } });
    let answer = wire.json("/connect", &wire.token, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["state"], "READY");
    assert!(!answer.body.contains("k-0123456789"));
    let wrong = json!({ "integrationKey": "keyed", "input": { "apiKye": "x" } });
    let answer = wire.json("/connect", &wire.token, &wrong).await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        (&answer.json()["type"], &answer.json()["key"]),
        (&json!("bad_request"), &json!("invalid_parameters"))
    );
}

#[tokio::test]
async fn a_program_is_told_where_its_user_must_go_and_finds_the_connection_there() {
    let wire = Wire::start().await;
    let body = json!({ "integrationKey": "sandbox", "name": "Mine" });
    let pending = wire.json("/connect", &wire.token, &body).await.json();
    let id = text(&pending["id"]);
    assert_eq!(
        (&pending["state"], &pending["name"], &pending["connected"]),
        (&json!("CLIENT_ACTION_REQUIRED"), &json!("Mine"), &json!(false))
    );
    assert_eq!(pending["clientAction"]["type"], "connect");
    for field in ["userId", "createdAt", "updatedAt"] {
        assert!(pending[field].is_string(), "{field}");
    }
    let path = format!("/connections/{id}");
    assert_eq!(wire.read(&path, &wire.token).await.json(), pending);
    let other = wire.token_of("bob").await;
    assert_eq!(wire.read(&path, &other).await.status, 404);

    let ui = Url::parse(&text(&pending["clientAction"]["uiUrl"])).unwrap();
    let led = wire.get(ui.path()).await;
    let arrived = wire.allow(led.location()).await;
    let page = wire.get(arrived.location()).await;
    assert!(
        page.body.contains("Connected") && !page.body.contains("<script"),
        "{}",
        page.body
    );
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    let shown = wire.read(&path, &wire.token).await.json();
    assert_eq!((&shown["id"], &shown["state"]), (&json!(id), &json!("READY")));
    assert!(
        wire.get(ui.path()).await.location().starts_with("/oauth-result/"),
        "the link leads to the provider no more"
    );
}

#[tokio::test]
async fn a_connector_means_its_one_integration() {
    let wire = Wire::start().await;
    let keyed = wire.read("/connectors/keyed", &wire.token).await.json();
    let input = json!({ "apiKey": "k-0123456789" });
    for named in [
        json!({ "connectorKey": "keyed", "input": input }),
        json!({ "connectorId": keyed["id"], "input": input }),
    ] {
        let answer = wire.json("/connect", &wire.token, &named).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.json()["integrationKey"], "keyed");
    }
    let unused = wire
        .json("/connect", &wire.token, &json!({ "connectorKey": "github" }))
        .await;
    assert!(
        unused.body.contains("Make an integration first"),
        "{}",
        unused.body
    );
    let another =
        json!({ "key": "keyed-too", "connector": "keyed", "parameters": { "apiUrl": wire.keyed.origin } });
    wire.bench.ok("integration_add", another).await;
    let several = wire
        .json("/connect", &wire.token, &json!({ "connectorKey": "keyed" }))
        .await;
    assert!(several.body.contains("Several integrations"), "{}", several.body);
}
