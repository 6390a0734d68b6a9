//! Refusals: tokens, bodies, and what a person and a program read of them.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::json;

use super::client::{Client, KEYED, keyed, read};
use crate::support::workbench::{Key, Workbench, text};

#[tokio::test]
async fn no_row_answers_without_a_good_token() {
    let bench = Workbench::start().await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let refused = (401, "bad_request".to_owned(), "not_authenticated".to_owned());
    for (method, path) in [
        ("GET", "/self"),
        ("GET", "/customers"),
        ("GET", "/integrations"),
        ("GET", "/integrations/sandbox"),
        ("GET", "/integrations/sandbox/connector-spec"),
        ("GET", "/connections"),
        ("POST", "/connections"),
        ("GET", "/connections/x"),
        ("DELETE", "/connections/x"),
        ("POST", "/connections/x/refresh-credentials"),
        ("GET", "/connectors"),
        ("GET", "/external-api-logs"),
        ("GET", "/connection-attempt-logs"),
        ("GET", "/sse/workspace"),
        ("POST", "/actions/x/run"),
    ] {
        for token in ["", "nonsense", &format!("{}x", acme.token())] {
            assert_eq!(
                acme.bearing(token).refused(method, path, None).await,
                refused,
                "{method} {path}"
            );
        }
        let none = crate::support::browser::http().request(
            method.parse().unwrap(),
            format!("http://127.0.0.1:{}{path}", bench.port),
        );
        assert_eq!(read(none).await.status, 401, "{method} {path}");
    }
    let url = format!("http://127.0.0.1:{}/self", bench.port);
    let lower = crate::support::browser::http()
        .get(url)
        .header(AUTHORIZATION, format!("bearer {}", acme.token()));
    assert_eq!(read(lower).await.status, 200);
}

#[tokio::test]
async fn an_expired_token_is_said_to_be_so() {
    let bench = Workbench::start().await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    acme.get("/self").await;
    bench.clock.advance(3700);
    let answer = acme.ask("GET", "/self", None).await;
    assert_eq!(answer.status, 401);
    assert!(text(&answer.body["message"]).contains("expired"), "{answer:?}");
}

#[tokio::test]
async fn bodies_are_read_leniently_and_strictly() {
    let bench = Workbench::start().await;
    let _api = keyed(&bench).await;
    let acme = Client::tenant(&bench, "acme-inc").await;
    let id = acme.connect(json!({})).await;
    let path = format!("/connections/{id}");
    let send = |kind: &'static str, body: &'static str| {
        acme.request("PATCH", &path).header(CONTENT_TYPE, kind).body(body)
    };
    for kind in [
        "application/json",
        "application/x-www-form-urlencoded",
        "text/plain",
    ] {
        assert_eq!(read(send(kind, "")).await.status, 200, "an empty {kind}");
    }
    let wrong = read(send("application/x-www-form-urlencoded", "name=x")).await;
    assert_eq!((wrong.status, &wrong.body["type"]), (415, &json!("bad_request")));
    for body in [
        "[]",
        "{",
        "\"x\"",
        r#"{"name":"a","name":"b"}"#,
        r#"{"connectorParameters":{"scopes":["a"],"scopes":["b"]}}"#,
        r#"{"name":3}"#,
    ] {
        let refused = read(send("application/json", body)).await;
        assert_eq!(
            (refused.status, &refused.body["type"]),
            (400, &json!("bad_request")),
            "{body}: {refused:?}"
        );
    }
    let unknown = json!({ "integrationKey": KEYED, "input": { "apiKey": "k" }, "connectorParameters": { "scope": ["x"] } });
    let refused = acme.ask("POST", "/connections", Some(unknown)).await;
    assert_eq!(
        (refused.status, &refused.body["key"]),
        (400, &json!("invalid_parameters"))
    );
    assert!(
        text(&refused.body["message"]).contains("scopes"),
        "names the nearest: {refused:?}"
    );
    let missing = acme
        .ask("POST", "/connections", Some(json!({ "integrationKey": KEYED })))
        .await;
    assert_eq!(
        (missing.status, &missing.body["key"]),
        (400, &json!("invalid_parameters"))
    );
    assert_eq!(
        acme.get("/connections").await["items"].as_array().unwrap().len(),
        1,
        "nothing half-made"
    );
}

#[tokio::test]
async fn a_locked_vault_is_503() {
    let bench = Workbench::start_with(Key::Passphrase("a long passphrase")).await;
    let bench = bench.restart_with(Key::Locked).await;
    let url = format!("http://127.0.0.1:{}/self", bench.port);
    let answer = read(crate::support::browser::http().get(url).bearer_auth("eyJ.e30.x")).await;
    assert_eq!(
        (answer.status, &answer.body["type"], &answer.body["key"]),
        (503, &json!("internal"), &json!("vault_unavailable"))
    );
}
