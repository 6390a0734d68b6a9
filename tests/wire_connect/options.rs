//! The ways to sign in, as pages ask for them before they connect.

use serde_json::json;

use crate::{support::workbench::text, wire::Wire};

#[tokio::test]
async fn a_connector_without_options_has_one_without_a_key() {
    let wire = Wire::start().await;
    let ask = async |body| wire.json("/connection-options", &wire.token, &body).await.json();
    let options = ask(json!({ "integrationKey": "sandbox" })).await;
    let [option] = options.as_array().unwrap().as_slice() else {
        panic!("one option: {options}")
    };
    assert!(option.get("key").is_none(), "{option}");
    assert_eq!(option["type"], "oauth2");
    assert_eq!(
        text(&option["oAuthCallbackUri"]),
        wire.url("/oauth-callback/sandbox")
    );
    let keyed = ask(json!({ "integrationKey": "keyed" })).await;
    assert_eq!(keyed[0]["type"], "client-credentials");
    assert!(
        keyed[0]["inputSchema"]["properties"]["apiKey"].is_object(),
        "{keyed}"
    );
    assert!(
        keyed[0]["inputSchema"]["properties"]["apiUrl"].is_null(),
        "never a developer's"
    );
}

#[tokio::test]
async fn options_are_asked_with_an_override_and_refused_with_a_bad_one() {
    let wire = Wire::start().await;
    let body = json!({ "integrationKey": "sandbox", "connectorParameters": { "variant": "sandbox" } });
    assert_eq!(
        wire.json("/connection-options", &wire.token, &body).await.status,
        200
    );
    let body = json!({ "integrationKey": "sandbox", "connectorParameters": { "scope": [] } });
    let answer = wire.json("/connection-options", &wire.token, &body).await;
    assert_eq!(
        (answer.status, &answer.json()["key"]),
        (400, &json!("invalid_parameters"))
    );
    assert_eq!(
        wire.json("/connection-options", "nonsense", &json!({}))
            .await
            .status,
        401
    );
    assert_eq!(
        wire.json("/connection-options", &wire.token, &json!({}))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_connectors_options_by_key_and_id() {
    let wire = Wire::start().await;
    let options = wire
        .json("/connectors/github/generate-options", &wire.token, &json!({}))
        .await;
    assert_eq!(options.status, 200, "{}", options.body);
    let types: Vec<_> = options
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|option| option["type"].clone())
        .collect();
    assert!(types.contains(&json!("oauth2")), "{types:?}");
    let by_key = json!({ "connectorKey": "github" });
    let same = wire.json("/connection-options", &wire.token, &by_key).await;
    assert_eq!(same.json(), options.json());
    let unknown = wire
        .json("/connectors/nowhere/generate-options", &wire.token, &json!({}))
        .await;
    assert_eq!(unknown.status, 404);
}
