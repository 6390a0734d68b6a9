//! Issue 2, item 2: two connections of one integration, one with an override, seen from the outside.

use patchbay_engine::SANDBOX;
use serde_json::{Value, json};
use url::Url;

use crate::support::{
    browser::{Browser, query},
    provider::Provider,
    workbench::{Workbench, text},
};

async fn body(bench: &Workbench, connection: &str, path: &str) -> Value {
    let answer = bench.get(connection, path).await.unwrap();
    serde_json::from_str(&text(&answer["body"])).unwrap()
}

#[tokio::test]
async fn an_override_is_one_connections_own() {
    let bench = Workbench::start().await;
    let provider = Provider::start(&bench).await;
    let overrides = json!({ "scopes": ["contacts.read"], "variant": "sandbox" });
    let request = json!({ "integration": SANDBOX, "overrides": overrides, "name": "Overridden" });
    let (attempt, link) = bench.begin(request).await;
    let link_url = Url::parse(&link).unwrap();
    assert_eq!(query(&link_url)["scope"], "contacts.read", "exactly that scope");
    assert!(link.starts_with(provider.sandbox.sandbox_url()), "{link_url}");
    bench.arrive(&Browser::new().allow(&link).await).await;
    let ended = bench.ended(&attempt).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let first = text(&ended["connectionId"]);

    let (attempt, link) = bench
        .begin(json!({ "integration": SANDBOX, "multiple": true, "name": "Plain" }))
        .await;
    assert!(link.starts_with(provider.sandbox.production_url()));
    let defaults = query(&Url::parse(&link).unwrap())["scope"].clone();
    assert!(defaults.contains("deals.read"), "{defaults}");
    bench.arrive(&Browser::new().allow(&link).await).await;
    let second = text(&bench.ended(&attempt).await["connectionId"]);
    assert_ne!(first, second);

    assert_eq!(body(&bench, &first, "/me").await["environment"], "sandbox");
    assert_eq!(body(&bench, &first, "/contacts").await["environment"], "sandbox");
    assert_eq!(
        bench.status_of(&first, "/deals").await,
        403,
        "its scope was not asked for"
    );
    assert_eq!(
        bench.health(&first).await,
        "working",
        "a 403 is the API's own answer"
    );
    assert_eq!(body(&bench, &second, "/me").await["environment"], "production");
    assert_eq!(bench.status_of(&second, "/deals").await, 200);
    assert_eq!(bench.show(&first).await["summary"]["variant"], "sandbox");
    assert_eq!(bench.show(&first).await["summary"]["overrideCount"], 2);
    assert_eq!(bench.show(&second).await["summary"]["overrideCount"], 0);
}

#[tokio::test]
async fn a_changed_default_reaches_those_that_do_not_override_it() {
    let bench = Workbench::start().await;
    let _provider = Provider::start(&bench).await;
    let overrides = json!({ "scopes": ["contacts.read"], "http": { "headers": { "X-Team": "blue" } } });
    let first = bench
        .connect(json!({ "integration": SANDBOX, "overrides": overrides }))
        .await;
    let second = bench
        .connect(json!({ "integration": SANDBOX, "multiple": true }))
        .await;
    let before = bench.show(&second).await["requestedScopes"].clone();
    assert_ne!(before, json!(["contacts.read"]));

    // A key that the first overrides: only the second sees it.
    let set = json!({ "scopes": ["profile"], "http.headers.X-Team": "red" });
    bench
        .ok("integration_set", json!({ "key": SANDBOX, "set": set }))
        .await;
    assert_eq!(
        bench.show(&first).await["requestedScopes"],
        json!(["contacts.read"])
    );
    assert_eq!(bench.show(&second).await["requestedScopes"], json!(["profile"]));
    assert_eq!(bench.health(&first).await, "working");
    assert_eq!(
        bench.health(&second).await,
        "pending_change",
        "its grant has the scopes of before"
    );
    assert_eq!(body(&bench, &first, "/echo").await["headers"]["x-team"], "blue");
    assert_eq!(body(&bench, &second, "/echo").await["headers"]["x-team"], "red");

    // Any other key reaches both.
    let set = json!({ "http.headers.X-Region": "north" });
    bench
        .ok("integration_set", json!({ "key": SANDBOX, "set": set }))
        .await;
    for connection in [&first, &second] {
        assert_eq!(
            body(&bench, connection, "/echo").await["headers"]["x-region"],
            "north"
        );
    }
    // Merging is by key inside objects: the first keeps its own header beside the new one.
    assert_eq!(body(&bench, &first, "/echo").await["headers"]["x-team"], "blue");

    // Reset and null are not the same: a null takes the default away, a reset brings it back.
    bench.set(&first, json!({ "http.headers.X-Region": null })).await;
    assert_eq!(
        body(&bench, &first, "/echo").await["headers"].get("x-region"),
        None
    );
    let reset = json!({ "connection": first, "unset": ["http.headers.X-Region"] });
    bench.ok("parameters_save", reset).await;
    assert_eq!(
        body(&bench, &first, "/echo").await["headers"]["x-region"],
        "north"
    );
}

#[tokio::test]
async fn each_value_says_which_layer_set_it() {
    let bench = Workbench::start().await;
    let _provider = Provider::start(&bench).await;
    let overrides = json!({ "scopes": ["contacts.read"] });
    let connection = bench
        .connect(json!({ "integration": SANDBOX, "overrides": overrides }))
        .await;
    let view = bench.ok("parameters", json!({ "connection": connection })).await;
    let leaf = |path: &str| {
        let leaves = view["leaves"].as_array().unwrap();
        leaves
            .iter()
            .find(|leaf| leaf["path"] == path)
            .unwrap_or_else(|| panic!("no leaf {path}"))
            .clone()
    };
    assert_eq!(leaf("scopes")["layer"], "override");
    assert_eq!(leaf("scopes")["beneath"][0]["layer"], "connector");
    assert_eq!(leaf("clientId")["layer"], "integration");
    assert_eq!(leaf("clientSecret")["value"], patchbay_connector::MASK);
    assert_eq!(leaf("scopes")["effect"], "reconnect");
    assert_eq!(leaf("clientSecret")["effect"], "refresh");
}
