//! Calls through the proxy: what arrives at the provider, what comes back, and the one refresh.

use patchbay_engine::TokenFor;
use serde_json::{Value, json};

use crate::bench::{API_KEY, LISTED, Wire, token};
use crate::support::oidc::Oidc;
use crate::support::recorder::{Recorder, Reply};
use crate::support::workbench::Workbench;

#[tokio::test]
async fn every_verb_path_query_and_body_arrives_as_it_was_sent() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let root = format!("/connections/{}/proxy", wire.connection);
    for method in [
        "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PURGE",
    ] {
        let body = if matches!(method, "POST" | "PUT" | "PATCH" | "PURGE") {
            r#"{"a":1}"#
        } else {
            ""
        };
        let path = format!("{root}/a%2Fb//c%20d?q=x+y&q=%7B%7D&empty=");
        let answer = wire
            .ask(method, &path, &[("content-type", "application/json")], body)
            .await;
        assert_eq!(answer.status, 200, "{method}: {}", answer.body);
        let seen = api.seen().pop().unwrap();
        assert_eq!((seen.method.as_str(), seen.body.as_str()), (method, body));
        assert_eq!(seen.target, "/v1/a%2Fb//c%20d?q=x+y&q=%7B%7D&empty=");
        assert_eq!(seen.header("x-api-key"), API_KEY);
    }
    for (sent, arrived) in [("", "/v1"), ("/", "/v1/"), ("?a=1", "/v1?a=1")] {
        assert_eq!(
            wire.ask("GET", &format!("{root}{sent}"), &[], "").await.status,
            200
        );
        assert_eq!(
            api.seen().pop().unwrap().target.trim_end_matches('/'),
            arrived.trim_end_matches('/'),
            "{sent}"
        );
    }
    // By key of the integration, as the SDK does too.
    let by_integration = wire.ask("GET", "/connections/keyed/proxy/orders", &[], "").await;
    assert_eq!(by_integration.status, 200, "{}", by_integration.body);
}

#[tokio::test]
async fn headers_of_the_way_stay_behind_and_the_providers_come_back() {
    let api = Recorder::answering(|_| {
        Reply::json(418, &json!({ "short": "stout" }))
            .with("x-ratelimit-remaining", "7")
            .with("etag", "\"abc\"")
            .with("set-cookie", "session=theirs; Path=/")
            .with("access-control-allow-origin", "*")
            .with("access-control-allow-credentials", "true")
            .with("strict-transport-security", "max-age=1")
            .with("clear-site-data", "\"*\"")
    })
    .await;
    let wire = Wire::start(&api.origin).await;
    let path = format!("/connections/{}/proxy/tea", wire.connection);
    let headers = [
        ("origin", LISTED),
        ("referer", "https://app.example.com/secret-page"),
        ("cookie", "mine=1"),
        ("membrane-api-version", "2025-10-21"),
        ("x-forwarded-for", "10.0.0.1"),
        ("x-forwarded-host", "x"),
        ("x-request-id", "1"),
        ("cf-ray", "1"),
        ("forwarded", "for=1"),
        ("sec-fetch-mode", "cors"),
        ("connection", "x-hop"),
        ("x-hop", "1"),
        ("x-page", "2"),
        ("accept", "application/vnd.x+json"),
        ("if-none-match", "\"abc\""),
    ];
    let answer = wire.ask("GET", &path, &headers, "").await;
    let seen = api.seen().pop().unwrap();
    for gone in [
        "origin",
        "referer",
        "cookie",
        "membrane-api-version",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-request-id",
        "cf-ray",
        "forwarded",
        "sec-fetch-mode",
        "x-hop",
        "authorization",
    ] {
        assert_eq!(seen.header(gone), "", "{gone} went on");
    }
    for (name, value) in [
        ("x-page", "2"),
        ("accept", "application/vnd.x+json"),
        ("if-none-match", "\"abc\""),
    ] {
        assert_eq!(seen.header(name), value);
    }
    assert!(!seen.all().contains(&wire.token));

    assert_eq!((answer.status, answer.json()), (418, json!({ "short": "stout" })));
    assert_eq!(
        (answer.header("x-ratelimit-remaining"), answer.header("etag")),
        ("7", "\"abc\"")
    );
    assert_eq!(answer.header("access-control-allow-origin"), LISTED);
    assert!(
        answer
            .header("access-control-expose-headers")
            .contains("x-ratelimit-remaining")
    );
    for gone in [
        "set-cookie",
        "access-control-allow-credentials",
        "strict-transport-security",
        "clear-site-data",
    ] {
        assert_eq!(answer.header(gone), "", "{gone} came back");
    }
    assert!(!answer.body.contains(API_KEY));
    // Without a page there is nothing to allow.
    assert!(wire.ask("GET", &path, &[], "").await.has_no_cors());
}

#[tokio::test]
async fn the_credentials_header_is_not_the_callers() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let before = api.seen().len();
    let path = format!("/connections/{}/proxy/orders", wire.connection);
    let answer = wire.ask("GET", &path, &[("x-api-key", "mine")], "").await;
    assert_eq!(
        (answer.status, &answer.json()["type"]),
        (400, &json!("bad_request"))
    );
    assert_eq!(api.seen().len(), before);
}

#[tokio::test]
async fn an_absolute_address_is_called_inside_the_binding_only() {
    let (api, other) = (Recorder::start().await, Recorder::start().await);
    let wire = Wire::start(&api.origin).await;
    let root = format!("/connections/{}/proxy", wire.connection);
    let (inside, outside) = (api.origin.clone(), other.origin.clone());
    let single = |origin: &str| origin.replace("//", "/");
    for address in [inside.clone(), single(&inside)] {
        let answer = wire
            .ask("GET", &format!("{root}/{address}/elsewhere?a=1"), &[], "")
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(api.seen().pop().unwrap().target, "/elsewhere?a=1");
    }
    let host = outside.trim_start_matches("http://").to_owned();
    for address in [
        outside.clone(),
        single(&outside),
        outside.to_ascii_uppercase(),
        format!("http:///{host}"),
        format!("http://{}@{host}", inside.trim_start_matches("http://")),
        "http://169.254.169.254/latest".to_owned(),
    ] {
        let answer = wire.ask("GET", &format!("{root}/{address}/x"), &[], "").await;
        assert_eq!(answer.status, 400, "{address}: {}", answer.body);
        let error = answer.json();
        assert!(
            ["binding_changed", "invalid_request"].contains(&error["key"].as_str().unwrap()),
            "{address}: {error}"
        );
    }
    // A path stays a path.
    let answer = wire.ask("GET", &format!("{root}//{host}/x"), &[], "").await;
    assert_eq!(answer.status, 200);
    assert!(api.seen().pop().unwrap().target.starts_with("/v1/"));
    assert_eq!(other.seen().len(), 0, "nothing was sent outside");
}

#[tokio::test]
async fn redirects_within_the_origin_are_followed_and_others_are_the_callers() {
    let other = Recorder::start().await;
    let elsewhere = format!("{}/stolen", other.origin);
    let api = Recorder::answering(move |seen| match seen.path() {
        "/v1/near" => Reply::json(302, &Value::Null).with("location", "/v1/there"),
        "/v1/far" => Reply::json(302, &Value::Null).with("location", elsewhere.clone()),
        _ => Reply::json(200, &json!({ "ok": true })),
    })
    .await;
    let wire = Wire::start(&api.origin).await;
    let root = format!("/connections/{}/proxy", wire.connection);
    assert_eq!(
        wire.ask("GET", &format!("{root}/near"), &[], "").await.json(),
        json!({ "ok": true })
    );
    let far = wire.ask("GET", &format!("{root}/far"), &[], "").await;
    assert_eq!(
        (far.status, far.header("location")),
        (302, format!("{}/stolen", other.origin).as_str())
    );
    assert_eq!(other.seen().len(), 0);
}

#[tokio::test]
async fn a_401_is_one_refresh_and_one_replay_with_the_same_body() {
    let server = Oidc::start().await;
    let first = std::sync::Mutex::new(None::<String>);
    // The first access token it sees is no longer good.
    let api = Recorder::answering(move |seen| {
        let mut first = first.lock().unwrap();
        let sent = seen.header("authorization").to_owned();
        let expired = first.get_or_insert_with(|| sent.clone()).clone();
        if sent == expired {
            Reply::json(401, &json!({ "error": "expired" }))
        } else {
            Reply::json(200, &json!({ "ok": true }))
        }
    })
    .await;
    let bench = Workbench::start().await;
    bench.add_acme(&server, json!({ "apiUrl": api.origin })).await;
    let connection = bench
        .connect(json!({ "integration": "acme", "tenant": "alice" }))
        .await;
    let wire = Wire::on(bench, connection).await;
    let asked = server.token_requests().await.len();

    let path = format!("/connections/{}/proxy/orders", wire.connection);
    let answer = wire
        .ask("POST", &path, &[("content-type", "text/plain")], "the body")
        .await;
    assert_eq!((answer.status, answer.json()), (200, json!({ "ok": true })));
    assert_eq!(server.token_requests().await.len(), asked + 1);
    let seen = api.seen_at("/orders");
    assert_eq!(seen.len(), 2);
    assert!(
        seen.iter()
            .all(|seen| seen.body == "the body" && seen.method == "POST")
    );
    assert_ne!(seen[0].header("authorization"), seen[1].header("authorization"));
}

#[tokio::test]
async fn a_second_401_comes_back_as_it_is() {
    let api = Recorder::answering(|seen| match seen.path() {
        "/v1/me" => Reply::json(200, &json!({ "name": "N" })),
        _ => Reply::json(401, &json!({ "error": "no" })).with("www-authenticate", "Key"),
    })
    .await;
    let wire = Wire::start(&api.origin).await;
    let path = format!("/connections/{}/proxy/orders", wire.connection);
    let answer = wire.ask("GET", &path, &[], "").await;
    assert_eq!((answer.status, answer.json()), (401, json!({ "error": "no" })));
    assert_eq!(answer.header("www-authenticate"), "Key");
    let next = wire.ask("GET", &path, &[], "").await;
    assert_eq!(next.status, 400);
    assert_eq!(
        (&next.json()["type"], &next.json()["key"]),
        (&json!("connection"), &json!("access_token_expired"))
    );
}

#[tokio::test]
async fn act_makes_one_request_and_gives_its_output() {
    let api = Recorder::answering(|seen| match seen.path() {
        "/v1/missing" => Reply::json(404, &json!({ "error": "gone" })),
        _ => Reply::json(200, &json!({ "got": seen.body, "at": seen.target })),
    })
    .await;
    let wire = Wire::start(&api.origin).await;
    let json_type = [("content-type", "application/json")];
    let act = async |body: Value| wire.ask("POST", "/act", &json_type, &body.to_string()).await;

    for target in [
        json!({ "connectionId": wire.connection }),
        json!({ "integrationKey": "keyed" }),
    ] {
        let mut body = json!({ "api": { "method": "POST", "path": "/orders", "query": { "page": 2 }, "body": { "n": 1 } } });
        body.as_object_mut()
            .unwrap()
            .extend(target.as_object().unwrap().clone());
        let answer = act(body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(
            answer.json(),
            json!({ "output": { "got": "{\"n\":1}", "at": "/v1/orders?page=2" } })
        );
    }
    let missing =
        act(json!({ "connectionId": wire.connection, "api": { "method": "GET", "path": "/missing" } })).await;
    assert_eq!(
        (missing.status, &missing.json()["data"]["response"]),
        (400, &json!({ "status": 404, "data": { "error": "gone" } }))
    );
    for action in ["id", "key", "code"] {
        let answer = act(json!({ action: "x", "connectionId": wire.connection, "input": {} })).await;
        assert_eq!(
            (answer.status, &answer.json()["key"]),
            (404, &json!("not_found")),
            "{action}"
        );
    }
    for wrong in [
        json!({}),
        json!({ "connectionId": wire.connection }),
        json!({ "api": { "method": "GET", "path": "/x" } }),
        json!({ "connectionId": wire.connection, "api": "GET /x" }),
    ] {
        assert_eq!(act(wrong.clone()).await.status, 400, "{wrong}");
    }
    let stranger = format!(
        "Bearer {}",
        token(&wire.bench, TokenFor::Tenant("mallory".to_owned())).await
    );
    let body = json!({ "connectionId": wire.connection, "api": { "method": "GET", "path": "/orders" } });
    let headers = [
        ("content-type", "application/json"),
        ("authorization", stranger.as_str()),
    ];
    assert_eq!(
        wire.bare("POST", "/act", &headers, &body.to_string())
            .await
            .status,
        404
    );
}
