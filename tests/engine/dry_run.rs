//! The dry run beside the real thing: the refresh, and names that nobody can know yet.

use patchbay_connector::MASK;
use patchbay_engine::SANDBOX;
use serde_json::{Value, json};

use crate::support::{provider::Provider, workbench::Workbench};

fn field(request: &Value, name: &str) -> Value {
    let all = [&request["headers"], &request["body"]];
    let mut parts = all.iter().flat_map(|list| list.as_array().unwrap());
    let part = parts.find(|part| part["name"] == name);
    part.unwrap_or_else(|| panic!("no {name} in {request}"))["pieces"][0].clone()
}

#[tokio::test]
async fn a_refresh_uses_the_effective_values_while_the_client_is_the_grants() {
    let bench = Workbench::start().await;
    let _provider = Provider::start(&bench).await;
    let id = bench.connect(json!({ "integration": SANDBOX })).await;
    let preview = async |set: Value| {
        let subject = json!({ "kind": "connection", "connection": id });
        bench
            .ok("parameters_preview", json!({ "subject": subject, "set": set }))
            .await
    };
    let changed = preview(json!({ "tokenParams.audience": "x" })).await;
    let refresh = &changed["refresh"];
    assert_eq!(field(refresh, "refresh_token")["text"], MASK);
    assert_eq!(field(refresh, "audience")["layer"], "override");
    assert_eq!(field(refresh, "client_id")["layer"], "integration");
    assert_eq!(field(refresh, "grant_type")["text"], "refresh_token");
    // Another client has no use for the grant's refresh token: it goes on with what it was got with.
    let other = preview(json!({ "clientId": "another", "tokenParams.audience": "x" })).await;
    let refresh = &other["refresh"];
    let client = field(refresh, "client_id");
    assert_ne!(client["text"], "another");
    assert_eq!(
        (&client["path"], &client["layer"]),
        (&json!("clientId"), &Value::Null)
    );
    assert!(!refresh.to_string().contains("audience"), "{refresh}");
    assert_eq!(
        field(&other["token"], "client_id")["text"],
        "another",
        "a reconnect uses it"
    );
}

#[tokio::test]
async fn names_without_a_value_are_explained() {
    let bench = Workbench::start().await;
    for (key, connector) in [("desk", "zendesk"), ("robot", "robot"), ("open", "openid")] {
        bench
            .ok("integration_add", json!({ "key": key, "connector": connector }))
            .await;
    }
    let preview = async |integration: &str, overrides: Value| {
        let subject = json!({ "kind": "new", "integration": integration });
        bench
            .ok(
                "parameters_preview",
                json!({ "subject": subject, "overrides": overrides }),
            )
            .await
    };
    let desk = preview("desk", json!({})).await;
    assert!(
        desk["authorize"].to_string().contains("their-subdomain"),
        "{desk}"
    );
    assert!(desk["call"].to_string().contains("their-subdomain"));
    let words = desk["unresolved"].to_string();
    assert!(
        words.contains("The person who connects is asked for it; their-subdomain"),
        "{words}"
    );
    let robot = preview("robot", json!({})).await;
    let words = robot["unresolved"].to_string();
    assert!(
        words.contains("serverUrl has no value") && words.contains("this connection's override"),
        "{words}"
    );
    let open = preview(
        "open",
        json!({ "serverUrl": "https://id.example", "scopes": ["a"] }),
    )
    .await;
    let authorize = open["authorize"].to_string();
    assert!(
        authorize.contains("(the authorization endpoint of the provider)") && authorize.contains("scope"),
        "{open}"
    );
    assert!(
        open["unresolved"]
            .to_string()
            .contains("read from https://id.example"),
        "{open}"
    );
    let minted = preview(
        "robot",
        json!({ "serverUrl": "https://id.example", "clientId": "c" }),
    )
    .await;
    assert_eq!(minted["refresh"], Value::Null, "its tokens are made anew");
}
