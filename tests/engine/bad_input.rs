//! Issue 2, item 7, as far as no window is needed: each a clear message, nothing lost, nothing half-written.

use std::sync::Arc;

use patchbay_api::{ApiNeed, KeyChoice, RunError, RunOptions, Running};
use patchbay_connector::ParamProblemCode;
use patchbay_engine::{Code, ErrorView, NoSurfaces};
use patchbay_store::{HolderKind, KeySource};
use serde_json::{Value, json};

use crate::support::{connectors, recorder::Recorder, workbench::Workbench};

/// A connection by key, which needs no sign-in.
async fn keyed(bench: &Workbench, api: &Recorder) -> String {
    let add = json!({ "key": "keyed", "connector": "keyed", "parameters": { "apiUrl": api.origin } });
    bench.ok("integration_add", add).await;
    bench
        .connect_directly(json!({ "integration": "keyed", "input": { "apiKey": "k" } }))
        .await
}

async fn overrides(bench: &Workbench, connection: &str) -> Value {
    bench.ok("parameters", json!({ "connection": connection })).await["overrides"].clone()
}

async fn refused_set(bench: &Workbench, connection: &str, set: Value) -> ErrorView {
    let error = bench
        .refused("parameters_save", json!({ "connection": connection, "set": set }))
        .await;
    assert_eq!(error.code, Code::InvalidParameters, "{error:?}");
    assert_eq!(overrides(bench, connection).await, json!({}), "nothing is saved");
    error
}

#[tokio::test]
async fn an_unknown_override_key_suggests_the_near_one() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    let connection = keyed(&bench, &api).await;
    let error = refused_set(&bench, &connection, json!({ "scope": ["a"] })).await;
    let problem = &error.problems[0];
    assert_eq!(problem.code, ParamProblemCode::UnknownParameter);
    assert_eq!(problem.path, "scope");
    assert_eq!(problem.nearest.as_deref(), Some("scopes"));
    let error = refused_set(&bench, &connection, json!({ "http.header.X-A": "1" })).await;
    assert_eq!(error.problems[0].nearest.as_deref(), Some("headers"), "{error:?}");
}

#[tokio::test]
async fn a_wrong_type_is_named_with_its_path() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    let connection = keyed(&bench, &api).await;
    for (path, value) in [
        ("scopes", json!("contacts.read")),
        ("scopes", json!([1])),
        ("http.timeoutMs", json!("soon")),
        ("http.headers", json!(null)),
        ("http.headers", json!([])),
    ] {
        let error = refused_set(&bench, &connection, json!({ path: value })).await;
        assert!(error.problems[0].path.starts_with(path), "{error:?}");
    }
    let error = refused_set(&bench, &connection, json!({ "apiKey": "mine" })).await;
    assert_eq!(
        error.problems[0].code,
        ParamProblemCode::WrongSource,
        "the user's parameter: {error:?}"
    );
    let error = refused_set(&bench, &connection, json!({ "http.headers.X-API-KEY": "mine" })).await;
    assert_eq!(
        error.problems[0].code,
        ParamProblemCode::Reserved,
        "a header with a secret: {error:?}"
    );
}

#[tokio::test]
async fn malformed_json_is_shown_with_line_and_column() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    let connection = keyed(&bench, &api).await;
    let text = "{\n  \"scopes\": [\"a\",]\n}";
    let subject = json!({ "kind": "connection", "connection": connection });
    let preview = bench
        .ok("parameters_preview", json!({ "subject": subject, "text": text }))
        .await;
    assert_eq!(preview["problems"][0]["line"], 2, "{}", preview["problems"]);
    assert!(
        preview["problems"][0]["column"]
            .as_u64()
            .is_some_and(|column| column > 10)
    );
    let error = bench
        .refused(
            "parameters_save",
            json!({ "connection": connection, "text": text }),
        )
        .await;
    assert_eq!(error.code, Code::InvalidParameters);
    assert_eq!(error.problems[0].line, Some(2));
    for text in [
        r#"{"scopes": ["a"], "scopes": ["b"]}"#,
        r#"{"__proto__": {}}"#,
        "[]",
        "{",
        "{\"a\": 1e999}",
    ] {
        let error = bench
            .refused(
                "parameters_save",
                json!({ "connection": connection, "text": text }),
            )
            .await;
        assert_eq!(error.code, Code::InvalidParameters, "{text}");
        assert!(!error.problems.is_empty(), "{text}");
    }
    assert_eq!(overrides(&bench, &connection).await, json!({}));
}

#[tokio::test]
async fn an_unresolved_template_is_an_error_before_any_network() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    let text = connectors::KEYED
        .replace("key = \"keyed\"", "key = \"regional\"")
        .replace("[auth]", "[params.region]\ntype = \"string\"\n[auth]")
        .replace("X-Api-Version = \"2024-01\"", "X-Region = \"${region}\"");
    std::fs::write(bench.place.path().join("connectors/regional.toml"), text).unwrap();
    bench.engine.reload_connectors();
    let add = json!({ "key": "regional", "connector": "regional", "parameters": { "apiUrl": api.origin } });
    bench.ok("integration_add", add).await;
    let request = json!({ "integration": "regional", "input": { "apiKey": "k" } });
    let error = match bench.ask("connect_start", request.clone()).await {
        Err(error) => error,
        Ok(attempt) => serde_json::from_value(attempt["error"].clone()).unwrap(),
    };
    assert_eq!(error.code, Code::UnresolvedTemplate, "{error:?}");
    assert!(error.message.contains("region"), "{}", error.message);
    assert_eq!(api.seen().len(), 0);
    assert_eq!(bench.connections().await, 0);

    // The value mends it.
    bench
        .ok(
            "integration_set",
            json!({ "key": "regional", "set": { "region": "eu" } }),
        )
        .await;
    bench.connect_directly(request).await;
    assert_eq!(api.seen()[0].header("x-region"), "eu");
}

#[tokio::test]
async fn text_that_looks_like_a_template_stays_text() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    let connection = keyed(&bench, &api).await;
    bench
        .set(
            &connection,
            json!({ "http.headers.X-Note": "${apiKey} ${nothing}" }),
        )
        .await;
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(
        api.seen().last().unwrap().header("x-note"),
        "${apiKey} ${nothing}"
    );
}

#[tokio::test]
async fn a_connector_file_with_an_error_is_named_with_its_line() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    let connection = keyed(&bench, &api).await;
    let text = connectors::BASIC.replace("kind = \"basic\"", "kind = \"basic\"\nscope = []");
    let line = text.lines().position(|line| line.starts_with("scope")).unwrap() + 1;
    std::fs::write(bench.place.path().join("connectors/broken.toml"), &text).unwrap();
    bench.engine.reload_connectors();
    let bad = bench.engine.bad_connector_files();
    assert_eq!(bad.len(), 1);
    assert_eq!(bad[0].file, "broken.toml");
    let problem = &bad[0].problems[0];
    assert_eq!(problem.line.map(|line| line as usize), Some(line), "{problem:?}");
    assert!(problem.path.starts_with("auth"), "{problem:?}");
    let answer = bench.ok("connector_check", json!({ "text": text })).await;
    assert_eq!(answer["problems"][0]["line"], line);
    let answer = bench
        .ok("connector_check", json!({ "text": "format = 1\nkey = \"x" }))
        .await;
    assert_eq!(answer["problems"][0]["line"], 2, "broken TOML too: {answer}");
    assert_eq!(
        bench.status_of(&connection, "/orders").await,
        200,
        "the others go on"
    );
}

fn options(api: ApiNeed, port: u16) -> RunOptions {
    RunOptions {
        kind: HolderKind::Engine,
        port,
        api,
        sandbox: false,
        development: true,
        key: KeyChoice {
            source: Some(KeySource::Memory),
            passphrase: None,
        },
        wait_for_vault: true,
        surfaces: Arc::new(NoSurfaces),
    }
}

#[tokio::test]
async fn a_second_engine_on_one_folder_is_told_who_holds_it() {
    let (api, bench) = (Recorder::start().await, Workbench::start().await);
    let connection = keyed(&bench, &api).await;
    let Err(error) = Running::start(bench.place.path(), options(ApiNeed::Required, 0)).await else {
        panic!("two engines on one folder");
    };
    assert!(matches!(error, RunError::Folder(_)));
    let view = error.view();
    assert_eq!(view.code, Code::FolderHeld);
    assert!(
        view.message.contains(&std::process::id().to_string()),
        "{}",
        view.message
    );
    assert_eq!(
        bench.status_of(&connection, "/orders").await,
        200,
        "the first is not disturbed"
    );
}

#[tokio::test]
async fn a_taken_port_is_an_error_or_a_remark_and_never_another_port() {
    let squatter = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = squatter.local_addr().unwrap().port();
    let place = tempfile::tempdir().unwrap();
    let Err(error) = Running::start(place.path(), options(ApiNeed::Required, port)).await else {
        panic!("the port is taken");
    };
    let view = error.view();
    assert_eq!(view.code, Code::PortTaken);
    assert!(view.message.contains(&port.to_string()), "{}", view.message);

    // The window opens nevertheless, and says so.
    let running = Running::start(place.path(), options(ApiNeed::Wanted, port))
        .await
        .unwrap();
    assert!(running.api_problem().is_some());
    assert_eq!(running.api_address(), None);
    running.stop().await;
    drop(squatter);
    let running = Running::start(place.path(), options(ApiNeed::Required, port))
        .await
        .unwrap();
    assert_eq!(running.api_address(), Some(format!("127.0.0.1:{port}")));
    running.stop().await;
}
