//! The binding: credentials go only to the origins that a connection was connected for. Measured at the other server.

use patchbay_engine::Code;
use serde_json::{Value, json};

use crate::support::{
    oidc::Oidc,
    recorder::{Recorder, Reply},
    workbench::Workbench,
};

#[tokio::test]
async fn a_moved_base_url_gets_nothing_until_it_is_undone() {
    let (server, api, other) = (
        Oidc::start().await,
        Recorder::start().await,
        Recorder::start().await,
    );
    let bench = Workbench::start().await;
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    let asked = server.token_requests().await.len();

    let saved = bench
        .set(&connection, json!({ "http.baseUrl": other.origin }))
        .await;
    assert_eq!(
        saved["effect"]["outsideBinding"],
        json!([other.origin]),
        "saving says it: {}",
        saved["effect"]
    );
    for path in ["/orders", "/orders?page=2"] {
        let error = bench.get(&connection, path).await.unwrap_err();
        assert_eq!(error.code, Code::BindingChanged);
        assert!(error.message.contains(&other.origin), "{}", error.message);
        assert!(error.next.is_some());
    }
    assert_eq!(bench.health(&connection).await, "binding_changed");
    assert_eq!(other.seen().len(), 0, "nothing is sent there");
    assert_eq!(server.token_requests().await.len(), asked);

    bench
        .ok(
            "parameters_save",
            json!({ "connection": connection, "unset": ["http.baseUrl"] }),
        )
        .await;
    assert_eq!(bench.health(&connection).await, "working");
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(api.seen_at("/orders").len(), 2);
    assert_eq!(other.seen().len(), 0);
}

#[tokio::test]
async fn a_changed_default_of_the_integration_is_held_to_the_binding_too() {
    let (server, api, other) = (
        Oidc::start().await,
        Recorder::start().await,
        Recorder::start().await,
    );
    let bench = Workbench::start().await;
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    bench
        .ok(
            "integration_set",
            json!({ "key": "acme", "set": { "apiUrl": other.origin } }),
        )
        .await;
    let error = bench.get(&connection, "/orders").await.unwrap_err();
    assert_eq!(error.code, Code::BindingChanged);
    assert_eq!(other.seen().len(), 0);

    // A reconnect is the way to allow it.
    bench.connect(json!({ "connection": connection })).await;
    assert_eq!(bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(other.seen_at("/orders").len(), 1);
}

#[tokio::test]
async fn an_absolute_url_outside_the_binding_is_not_called() {
    let (server, api, other) = (
        Oidc::start().await,
        Recorder::start().await,
        Recorder::start().await,
    );
    let bench = Workbench::start().await;
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    let host = other.origin.trim_start_matches("http:");
    for path in [
        format!("{}/steal", other.origin),
        format!("{host}/steal"),
        format!("\\\\{}", &host[2..]),
    ] {
        let answer = bench.get(&connection, &path).await;
        // What begins with // is a path like any other; the rest is refused.
        assert!(path.starts_with("//") || answer.is_err(), "{path}");
    }
    assert_eq!(other.seen().len(), 0);
    let inside = format!("{}/orders", api.origin);
    assert_eq!(
        bench.status_of(&connection, &inside).await,
        200,
        "inside, an absolute URL is as good as a path"
    );
}

#[tokio::test]
async fn a_redirect_to_another_origin_is_returned_and_not_followed() {
    let other = Recorder::start().await;
    let elsewhere = format!("{}/landing", other.origin);
    let api = Recorder::answering(move |seen| match seen.path() {
        "/away" => Reply::json(302, &Value::Null).with("location", elsewhere.clone()),
        "/away-307" => Reply::json(307, &Value::Null).with("location", elsewhere.clone()),
        "/within" => Reply::json(302, &Value::Null).with("location", "/landing"),
        _ => Reply::json(200, &json!({ "at": seen.path() })),
    })
    .await;
    let (server, bench) = (Oidc::start().await, Workbench::start().await);
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    let answer = bench.get(&connection, "/away").await.unwrap();
    assert_eq!(answer["status"], 302, "the caller sees it");
    let post =
        json!({ "connection": connection, "method": "POST", "path": "/away-307", "body": "secret body" });
    assert_eq!(bench.ok("call", post).await["status"], 307);
    assert_eq!(other.seen().len(), 0, "neither credential nor body goes there");
    assert_eq!(bench.status_of(&connection, "/within").await, 200);
    assert_eq!(api.seen_at("/landing").len(), 1);
}

#[tokio::test]
async fn a_caller_cannot_set_what_carries_the_credential() {
    let (server, api, bench) = (
        Oidc::start().await,
        Recorder::start().await,
        Workbench::start().await,
    );
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    for name in ["Authorization", "Host", "Cookie", "Transfer-Encoding"] {
        let headers = json!([[name, "mine"]]);
        let request = json!({ "connection": connection, "method": "GET", "path": "/x", "headers": headers });
        assert_eq!(
            bench.refused("call", request).await.code,
            Code::InvalidRequest,
            "{name}"
        );
        let set = json!({ format!("http.headers.{name}"): "mine" });
        let error = bench
            .refused("parameters_save", json!({ "connection": connection, "set": set }))
            .await;
        assert_eq!(error.code, Code::InvalidParameters, "{name}");
    }
    assert_eq!(api.seen().len(), 0);
}
