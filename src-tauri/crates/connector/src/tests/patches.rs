use serde_json::{Value, json};

use super::{connector, patch};
use crate::{MASK, ParamProblem, ParamProblemCode as Code, PatchLayer, SecretMarks, check_patch, mask};

fn check(key: &str, value: Value) -> Vec<ParamProblem> {
    check_patch(&connector(key), None, None, &patch(value), PatchLayer::Override)
}

#[test]
fn what_an_override_may_say() {
    let good = json!({
        "scopes": ["a"], "variant": "sandbox", "connectorVersion": "1.0.0", "clientId": "x", "clientSecret": "y", "apiVersion": null,
        "productionUrl": "http://127.0.0.1:9", "authorizeParams": {"prompt": "consent", "old": null}, "tokenParams": {"resource": "x"},
        "http": {"baseUrl": "https://a.example", "headers": {"X-A": "${text}"}, "query": {"q": 1}, "timeoutMs": 5, "retry": {"statuses": [429], "at": ["x"]}},
    });
    assert_eq!(check("sandbox", good), []);
}

#[test]
fn what_it_may_not() {
    for (value, path, code) in [
        (json!({"nope": 1}), "nope", Code::UnknownParameter),
        (
            json!({"http": {"header": {}}}),
            "http.header",
            Code::UnknownParameter,
        ),
        (
            json!({"http": {"retry": {"max": 1}}}),
            "http.retry.max",
            Code::UnknownParameter,
        ),
        (json!({"scopes": "a"}), "scopes", Code::WrongType),
        (json!({"clientId": 1}), "clientId", Code::WrongType),
        (json!({"clientId": null}), "clientId", Code::RequiredRemoved),
        (json!({"apiVersion": 1}), "apiVersion", Code::WrongType),
        (
            json!({"productionUrl": "http://a.example"}),
            "productionUrl",
            Code::NotAllowed,
        ),
        (json!({"variant": "snadbox"}), "variant", Code::UnknownVariant),
        (json!({"http": null}), "http", Code::WrongType),
        (
            json!({"http": {"headers": null}}),
            "http.headers",
            Code::WrongType,
        ),
        (json!({"tokenParams": null}), "tokenParams", Code::WrongType),
        (
            json!({"authorizeParams": {"code_challenge_method": "plain"}}),
            "authorizeParams.code_challenge_method",
            Code::Reserved,
        ),
        (
            json!({"tokenParams": {"grant_type": null}}),
            "tokenParams.grant_type",
            Code::Reserved,
        ),
        (
            json!({"http": {"headers": {"authorization": null}}}),
            "http.headers.authorization",
            Code::Reserved,
        ),
        (
            json!({"http": {"headers": {"Proxy-X": "1"}}}),
            "http.headers.Proxy-X",
            Code::Reserved,
        ),
        (
            json!({"http": {"headers": {"X-A": "a\r\nb"}}}),
            "http.headers.X-A",
            Code::NotAllowed,
        ),
        (
            json!({"http": {"headers": {"X A": "a"}}}),
            "http.headers.X A",
            Code::NotAllowed,
        ),
        (
            json!({"http": {"headers": {"X-A": "a", "x-a": "b"}}}),
            "http.headers.x-a",
            Code::NotAllowed,
        ),
        (
            json!({"http": {"baseUrl": "https://u@a.example"}}),
            "http.baseUrl",
            Code::NotAllowed,
        ),
        (
            json!({"http": {"timeoutMs": 0}}),
            "http.timeoutMs",
            Code::WrongType,
        ),
    ] {
        let problems = check("sandbox", value.clone());
        assert!(
            problems
                .iter()
                .any(|problem| problem.path == path && problem.code == code),
            "{value}: {problems:?}"
        );
    }
    assert_eq!(
        check("sandbox", json!({"scope": ["a"]}))[0].nearest.as_deref(),
        Some("scopes")
    );
    assert_eq!(
        check("salesforce", json!({"instanceUrl": "https://a.example"}))[0].code,
        Code::WrongSource
    );
    assert_eq!(
        check("stripe", json!({"secretKey": "x"}))[0].code,
        Code::WrongSource
    );
    assert_eq!(
        check("openid", json!({"serverUrl": null}))[0].code,
        Code::RequiredRemoved
    );
}

#[test]
fn input_is_the_users_alone() {
    let stripe = connector("stripe");
    assert_eq!(
        stripe.check_input(None, &patch(json!({"secretKey": "sk_test_1"}))),
        []
    );
    let codes = |value: Value| {
        stripe
            .check_input(None, &patch(value))
            .into_iter()
            .map(|problem| problem.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(json!({})), [Code::RequiredRemoved]);
    assert_eq!(codes(json!({"secretKey": 1})), [Code::WrongType]);
    assert_eq!(codes(json!({"secretKey": "pk_x"})), [Code::NotAllowed]);
    assert_eq!(
        codes(json!({"secretKey": "sk_x", "apiVersion": "1"})),
        [Code::WrongSource]
    );
    assert_eq!(
        codes(json!({"secretKey": "sk_x", "clientId": "1"})),
        [Code::UnknownParameter]
    );
}

#[test]
fn masking() {
    let given = json!({"clientSecret": "s", "apiVersion": "sk_live_looks_secret", "http": {"headers": {"X-Api-Key": "k", "X-Plain": "p", "X-Marked": "m", "X-Token": "t"}}});
    let marks = SecretMarks::from([
        ("http.headers.X-Marked".to_owned(), true),
        ("http.headers.X-Token".to_owned(), false),
        ("clientSecret".to_owned(), false),
    ]);
    let masked = mask(&patch(given), &connector("sandbox"), None, &marks);
    assert_eq!(
        masked,
        json!({"clientSecret": MASK, "apiVersion": "sk_live_looks_secret", "http": {"headers": {"X-Api-Key": MASK, "X-Plain": "p", "X-Marked": MASK, "X-Token": "t"}}})
    );
}

#[test]
fn schemas() {
    let sandbox = connector("sandbox").parameters_schema(None);
    assert_eq!(sandbox["properties"]["productionUrl"]["format"], "uri");
    assert_eq!(
        (&sandbox["required"], &sandbox["additionalProperties"]),
        (&json!(["clientId"]), &json!(false))
    );
    let stripe = connector("stripe");
    assert_eq!(stripe.input_schema(None)["required"], json!(["secretKey"]));
    assert_eq!(
        stripe.input_schema(None)["properties"]["secretKey"]["isSensitive"],
        json!(true)
    );
    assert!(
        stripe.parameters_schema(None)["properties"]
            .get("clientId")
            .is_none()
    );
}
