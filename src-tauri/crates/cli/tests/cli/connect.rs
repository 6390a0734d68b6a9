//! The main job without a window: connect, call, at a real authorization server.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{Patchbay, arrive, browser, connect, decide};

fn call(patchbay: &Patchbay, connection: &str, path: &str) -> (Value, Value) {
    let answer = patchbay
        .run(&["call", connection, "GET", path, "--json"])
        .done()
        .json();
    let body = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap_or(Value::Null);
    (answer["status"].clone(), body)
}

#[tokio::test]
async fn two_connections_each_with_its_own_parameters() {
    let patchbay = Patchbay::new();
    let _serve = patchbay.serve(&["--keyring", "memory", "--sandbox"]);
    let plain = connect(&patchbay, &["--name", "Plain"]).await;
    let narrow = connect(
        &patchbay,
        &[
            "--multiple",
            "--param",
            "variant=sandbox",
            "--param-json",
            r#"scopes=["contacts.read"]"#,
        ],
    )
    .await;
    let id = |last: &Value| last["connection"]["id"].as_str().unwrap().to_owned();
    let (plain, narrow) = (id(&plain), id(&narrow));
    assert_ne!(plain, narrow);

    let (status, me) = call(&patchbay, &plain, "/me");
    assert_eq!((status, &me["environment"]), (json!(200), &json!("production")));
    let (status, me) = call(&patchbay, &narrow, "/me");
    assert_eq!((status, &me["environment"]), (json!(200), &json!("sandbox")));
    assert_eq!(me["scopes"], json!(["contacts.read"]));
    assert_eq!(call(&patchbay, &narrow, "/deals").0, json!(403));
    assert_eq!(call(&patchbay, &plain, "/deals").0, json!(200));

    let raw = patchbay.run(&["call", &plain, "GET", "/me"]).done();
    assert_eq!(raw.json()["environment"], "production");
    assert_eq!(
        patchbay.run(&["call", &narrow, "GET", "/deals", "--fail"]).code,
        8
    );

    let listed = patchbay.run(&["connections", "--json"]).done().json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    patchbay.run(&["connection", "test", &plain]).done();
    patchbay.run(&["connection", "refresh", &plain]).done();
    assert_eq!(call(&patchbay, &plain, "/me").0, json!(200));
}

#[tokio::test]
async fn without_multiple_the_connection_is_connected_again() {
    let patchbay = Patchbay::new();
    let _serve = patchbay.serve(&["--keyring", "memory", "--sandbox"]);
    let first = connect(&patchbay, &[]).await;
    let second = connect(&patchbay, &[]).await;
    assert_eq!(first["connection"]["id"], second["connection"]["id"]);
}

#[tokio::test]
async fn a_user_who_says_no_gets_no_connection() {
    let patchbay = Patchbay::new();
    let _serve = patchbay.serve(&["--keyring", "memory", "--sandbox"]);
    let mut started = patchbay.start(&["connect", "sandbox", "--surface", "print", "--json"]);
    let first = started.line();
    let browser = browser();
    let redirected = decide(&browser, first["authorizeUrl"].as_str().unwrap(), "deny").await;
    let (status, page) = arrive(&browser, &redirected).await;
    assert!(
        status == StatusCode::OK && page.contains("Not connected"),
        "{page}"
    );
    let last = started.line();
    assert_eq!(last["error"]["code"], "access_denied");
    assert!(last["error"]["hint"].is_string());
    assert_eq!(started.ended(), 8);
    assert_eq!(
        patchbay.run(&["connections", "--json"]).done().json()["items"],
        json!([])
    );
}

#[tokio::test]
async fn a_redirect_is_good_once_and_only_with_its_state() {
    let patchbay = Patchbay::new();
    let _serve = patchbay.serve(&["--keyring", "memory", "--sandbox"]);
    let mut started = patchbay.start(&["connect", "sandbox", "--surface", "print", "--json"]);
    let first = started.line();
    let browser = browser();
    let redirected = decide(&browser, first["authorizeUrl"].as_str().unwrap(), "allow").await;
    let mut other = redirected.clone();
    other
        .query_pairs_mut()
        .clear()
        .append_pair("code", "x")
        .append_pair("state", "guessed");
    assert_eq!(arrive(&browser, &other).await.0, StatusCode::NOT_FOUND);
    patchbay
        .run(&["redirected", other.as_str()])
        .failed(3, &["belongs to no connect"]);
    patchbay
        .run_with_input(&["redirected", "-"], &format!("{redirected}\n"))
        .done();
    assert!(started.line()["connection"]["id"].is_string());
    let (_, page) = arrive(&browser, &redirected).await;
    assert!(!page.contains("Connected to"), "a second time: {page}");
}

#[tokio::test]
async fn an_interrupted_connect_leaves_nothing() {
    let patchbay = Patchbay::new();
    let _serve = patchbay.serve(&["--keyring", "memory", "--sandbox"]);
    let mut started = patchbay.start(&["connect", "sandbox", "--surface", "print", "--json"]);
    started.line();
    started.interrupt();
    assert_eq!(started.line()["error"]["code"], "attempt_ended");
    assert_eq!(
        patchbay.run(&["connections", "--json"]).done().json()["items"],
        json!([])
    );
}

#[tokio::test]
async fn with_no_engine_running_connect_is_one_until_it_ends() {
    let patchbay = Patchbay::with_passphrase();
    patchbay
        .run(&["--keyring", "passphrase", "integration", "list"])
        .done();
    let mut started = patchbay.start(&[
        "connect",
        "sandbox",
        "--surface",
        "print",
        "--json",
        "--port",
        "0",
    ]);
    let first = started.line();
    let listed = patchbay.run(&["connections", "--json"]).done().json();
    assert_eq!(listed["items"], json!([]), "asked of the process that connects");

    let authorize = url::Url::parse(first["authorizeUrl"].as_str().unwrap()).unwrap();
    let state = authorize
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned();
    let mut redirected = url::Url::parse(first["redirectUri"].as_str().unwrap()).unwrap();
    redirected
        .query_pairs_mut()
        .append_pair("error", "access_denied")
        .append_pair("state", &state)
        .append_pair("iss", &authorize.origin().ascii_serialization());
    let (_, page) = arrive(&browser(), &redirected).await;
    assert!(page.contains("Not connected") && !page.contains(&state), "{page}");
    assert_eq!(started.line()["error"]["code"], "access_denied");
    assert_eq!(started.ended(), 8);
    assert!(!patchbay.dir().join("engine.json").exists());
}
