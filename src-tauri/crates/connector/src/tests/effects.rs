use serde_json::{Value, json};

use super::{connector, effective, with_option};
use crate::{Effect, MASK, changes};

fn effect(key: &str, path: &str, overrides: Value) -> Effect {
    let connector = connector(key);
    let all = changes(
        &effective(&connector, json!({}), json!({})),
        &effective(&connector, json!({}), overrides),
    );
    all.iter()
        .find(|change| change.path == path)
        .unwrap_or_else(|| panic!("{path} in {all:?}"))
        .effect
}

#[test]
fn each_change_has_the_effect_of_its_use() {
    for (key, path, overrides, expected) in [
        ("sandbox", "scopes", json!({"scopes": ["x"]}), Effect::Reconnect),
        ("sandbox", "clientId", json!({"clientId": "x"}), Effect::Reconnect),
        (
            "sandbox",
            "clientSecret",
            json!({"clientSecret": "x"}),
            Effect::Refresh,
        ),
        (
            "sandbox",
            "tokenParams.a",
            json!({"tokenParams": {"a": "x"}}),
            Effect::Refresh,
        ),
        (
            "sandbox",
            "authorizeParams.prompt",
            json!({"authorizeParams": {"prompt": "x"}}),
            Effect::Reconnect,
        ),
        ("sandbox", "apiVersion", json!({"apiVersion": "x"}), Effect::Live),
        (
            "sandbox",
            "http.headers.X-A",
            json!({"http": {"headers": {"X-A": "x"}}}),
            Effect::Live,
        ),
        (
            "sandbox",
            "http.timeoutMs",
            json!({"http": {"timeoutMs": 5}}),
            Effect::Live,
        ),
        (
            "sandbox",
            "productionUrl",
            json!({"productionUrl": "https://a.example"}),
            Effect::Reconnect,
        ),
        (
            "sandbox",
            "variant",
            json!({"variant": "sandbox"}),
            Effect::Reconnect,
        ),
        (
            "client-credentials",
            "clientId",
            json!({"clientId": "x"}),
            Effect::Refresh,
        ),
        (
            "client-credentials",
            "scopes",
            json!({"scopes": ["x"]}),
            Effect::Refresh,
        ),
        (
            "client-credentials",
            "tokenUrl",
            json!({"tokenUrl": "https://a.example"}),
            Effect::Refresh,
        ),
        (
            "client-credentials",
            "baseUrl",
            json!({"baseUrl": "https://a.example"}),
            Effect::Live,
        ),
        ("stripe", "apiVersion", json!({"apiVersion": "x"}), Effect::Live),
        ("stripe", "clientId", json!({"clientId": "x"}), Effect::None),
        (
            "salesforce",
            "loginHost",
            json!({"loginHost": "a.example"}),
            Effect::Reconnect,
        ),
    ] {
        assert_eq!(effect(key, path, overrides), expected, "{key} {path}");
    }
}

#[test]
fn no_change_is_no_change_and_secrets_are_masked() {
    let sandbox = connector("sandbox");
    let before = effective(&sandbox, json!({"clientSecret": "a"}), json!({}));
    assert!(changes(&before, &before.clone()).is_empty());
    let all = changes(
        &before,
        &effective(&sandbox, json!({"clientSecret": "b"}), json!({})),
    );
    assert_eq!(
        (all.len(), &all[0].before, &all[0].after),
        (1, &Some(json!(MASK)), &Some(json!(MASK)))
    );
    let removed = changes(
        &before,
        &effective(
            &sandbox,
            json!({"clientSecret": "a"}),
            json!({"apiVersion": null}),
        ),
    );
    assert_eq!(
        (removed[0].path.as_str(), &removed[0].after),
        ("apiVersion", &None)
    );
}

#[test]
fn options_keep_their_own_sign_in() {
    let slack = connector("slack");
    let user = with_option(&slack, Some("user"), json!({}), json!({"variant": "gov"}));
    assert_eq!(
        user.leaf("http.baseUrl").unwrap().value,
        json!("https://slack-gov.com/api")
    );
    let endpoints = user.endpoints(&super::names(&user), None).unwrap();
    assert_eq!(endpoints.authorize.unwrap().host_str(), Some("slack-gov.com"));
}
