//! Hostile requests change nothing and read nothing, and each refusal says why.

use patchbay_engine::{Remedy, TokenFor};
use serde_json::json;
use tokio::io::AsyncWriteExt as _;

use crate::bench::{LISTED, Wire, read_head, token};
use crate::support::recorder::Recorder;

const STRANGERS: [&str; 5] = [
    "https://evil.example",
    "null",
    "https://app.example.com.evil.example",
    "http://localhost.evil.example",
    "https://localhost:3000",
];

#[tokio::test]
async fn a_forged_host_reaches_nothing() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let before = api.seen().len();
    let port = wire.bench.port;
    let spellings = [
        "Host: evil.example".to_owned(),
        format!("Host: evil.example:{port}"),
        format!("Host: 127.0.0.1.:{port}"),
        format!("Host: LOCALHOST:{port}"),
        format!("Host: user@127.0.0.1:{port}"),
        format!("Host: 127.1:{port}"),
        format!("Host: 2130706433:{port}"),
        format!("Host: 0.0.0.0:{port}"),
        format!("Host: foo.localhost:{port}"),
        "Host: 127.0.0.1".to_owned(),
        format!("Host: 127.0.0.1:{}", port - 1),
        format!("Host: 127.0.0.1:{port}\r\nHost: evil.example"),
        format!("Host: 127.0.0.1:{port}, evil.example"),
        "X-None: 1".to_owned(),
    ];
    for path in [
        "/health".to_owned(),
        "/connections".to_owned(),
        format!("/connections/{}/proxy/orders", wire.connection),
        "/screens/connect".to_owned(),
    ] {
        for host in &spellings {
            let request = format!(
                "GET {path} HTTP/1.1\r\n{host}\r\nAuthorization: Bearer {}\r\n\r\n",
                wire.token
            );
            let head = wire.raw(request.as_bytes()).await;
            assert!(
                head.starts_with("HTTP/1.1 421") || head.starts_with("HTTP/1.1 400"),
                "{path} with {host}: {head}"
            );
            assert!(!head.to_ascii_lowercase().contains("access-control-"), "{head}");
        }
        let absolute = format!(
            "GET http://127.0.0.1:{port}{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {}\r\n\r\n",
            wire.token
        );
        assert!(wire.raw(absolute.as_bytes()).await.starts_with("HTTP/1.1 421"));
    }
    assert_eq!(api.seen().len(), before, "nothing was sent to the provider");
}

#[tokio::test]
async fn a_page_that_is_not_listed_changes_and_reads_nothing() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let before = (api.seen().len(), wire.bench.connections().await);
    let form = "application/x-www-form-urlencoded";
    let payload = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("token", &wire.token)
        .append_pair(
            "payload",
            &json!({ "token": wire.token, "integrationKey": "keyed", "input": { "apiKey": "x" },
                     "allowMultipleConnections": true })
            .to_string(),
        )
        .finish();
    let proxied = format!("/connections/{}/proxy/orders", wire.connection);
    for origin in STRANGERS {
        let origin = ("origin", origin);
        let connection = format!("/connections/{}", wire.connection);
        for (method, path, body) in [
            ("GET", "/connections", ""),
            ("GET", "/self", ""),
            ("DELETE", connection.as_str(), ""),
            ("GET", proxied.as_str(), ""),
            ("POST", "/act", "{}"),
            ("GET", "/sse/workspace", ""),
            ("POST", "/control/rpc", "{}"),
            ("GET", "/nowhere", ""),
        ] {
            let answer = wire.ask(method, path, &[origin], body).await;
            assert_eq!(
                answer.status, 403,
                "{method} {path} from {}: {}",
                origin.1, answer.body
            );
            assert!(answer.has_no_cors(), "{path}: {:?}", answer.headers);
        }
        for path in ["/connect", "/connection-popup", "/screens/connect"] {
            let headers = [origin, ("content-type", form), ("accept", "text/html,*/*;q=0.8")];
            let answer = wire.bare("POST", path, &headers, &payload).await;
            assert_eq!(answer.status, 403, "{path} from {}", origin.1);
            assert!(
                answer.header("content-type").starts_with("text/html"),
                "a person sees it"
            );
            assert!(answer.has_no_cors() && !answer.body.contains(&wire.token));
        }
    }
    assert_eq!((api.seen().len(), wire.bench.connections().await), before);
}

#[tokio::test]
async fn a_refusal_says_how_to_list_the_origin_and_is_logged_so() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let headers = [("origin", "https://other.example:8443")];
    let answer = wire
        .ask("GET", "/connections?token=abc&page=2", &headers, "")
        .await;
    let error = answer.json();
    assert_eq!(
        (&error["type"], &error["key"]),
        (&json!("bad_request"), &json!("access_denied"))
    );
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains("patchbay origins add https://other.example:8443"),
        "{message}"
    );

    let logged = wire.last_logged();
    assert_eq!(logged.origin.as_deref(), Some("https://other.example:8443"));
    assert_eq!(
        logged.remedy,
        Some(Remedy::Origin("https://other.example:8443".to_owned()))
    );
    assert_eq!((logged.status, logged.method.as_str()), (403, "GET"));
    assert!(logged.reason.unwrap().contains("not listed"));
    assert!(logged.path.starts_with("/connections?token=") && logged.path.ends_with("&page=2"));
    assert!(!logged.path.contains("abc"));

    // Two of them at once are nobody.
    let raw = format!(
        "GET /connections HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: {LISTED}\r\nOrigin: {LISTED}\r\n\r\n",
        wire.bench.port
    );
    assert!(wire.raw(raw.as_bytes()).await.starts_with("HTTP/1.1 403"));
}

#[tokio::test]
async fn an_image_or_script_of_another_site_gets_nothing() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let cross = ("sec-fetch-site", "cross-site");
    let before = api.seen().len();
    for path in [
        "/connections".to_owned(),
        format!("/connections/{}/proxy/orders", wire.connection),
        format!("/sse/workspace?token={}", wire.token),
    ] {
        let answer = wire
            .ask("GET", &path, &[cross, ("sec-fetch-mode", "no-cors")], "")
            .await;
        assert_eq!(answer.status, 403, "{path}");
    }
    assert_eq!(api.seen().len(), before);
    let listed = wire
        .ask("GET", "/connections", &[cross, ("origin", LISTED)], "")
        .await;
    assert_eq!(listed.status, 200, "{}", listed.body);
}

#[tokio::test]
async fn listed_pages_read_answers_errors_and_streams() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let proxied = format!("/connections/{}/proxy/orders", wire.connection);
    let own = format!("http://127.0.0.1:{}", wire.bench.port);
    for origin in [LISTED, "http://localhost:3000", own.as_str()] {
        let headers = [("origin", origin)];
        for (path, status) in [
            ("/connections", 200),
            ("/connections/nowhere", 404),
            ("/nowhere", 404),
            (proxied.as_str(), 200),
        ] {
            let answer = wire.ask("GET", path, &headers, "").await;
            assert_eq!(answer.status, status, "{path}: {}", answer.body);
            assert_eq!(answer.header("access-control-allow-origin"), origin, "{path}");
            assert!(
                answer.header("vary").to_ascii_lowercase().contains("origin"),
                "{path}"
            );
            assert!(!answer.headers.contains_key("access-control-allow-credentials"));
        }
        let refused = wire.bare("GET", "/connections", &headers, "").await;
        assert_eq!(
            (refused.status, refused.header("access-control-allow-origin")),
            (401, origin)
        );
        let url = wire.url(&format!(
            "/sse/connection-events/0123456789abcdefghijkl?token={}",
            wire.token
        ));
        let stream = wire.http.get(url).header("origin", origin).send().await.unwrap();
        assert_eq!(stream.headers()["access-control-allow-origin"], origin);
        assert!(
            stream.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/event-stream")
        );
    }
}

#[tokio::test]
async fn preflights_are_answered_to_listed_pages_only() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let asked = |origin| {
        vec![
            ("origin", origin),
            ("access-control-request-method", "PATCH"),
            (
                "access-control-request-headers",
                "authorization,content-type,membrane-api-version,x-page",
            ),
            ("access-control-request-private-network", "true"),
        ]
    };
    let proxied = format!("/connections/{}/proxy/orders", wire.connection);
    for path in [
        "/connections",
        "/connect",
        "/sse/workspace",
        "/nowhere",
        proxied.as_str(),
    ] {
        let answer = wire.bare("OPTIONS", path, &asked(LISTED), "").await;
        assert_eq!((answer.status, answer.body.as_str()), (204, ""), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), LISTED);
        assert_eq!(answer.header("access-control-max-age"), "600");
        assert_eq!(answer.header("access-control-allow-private-network"), "true");
        let methods = answer.header("access-control-allow-methods").to_owned();
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            assert!(methods.contains(method), "{methods}");
        }
        let allowed = answer.header("access-control-allow-headers");
        for name in ["authorization", "content-type", "membrane-api-version"] {
            assert!(allowed.contains(name), "{allowed}");
        }
        assert_eq!(allowed.contains("x-page"), path == proxied, "{path}: {allowed}");
        for origin in STRANGERS {
            let answer = wire.bare("OPTIONS", path, &asked(origin), "").await;
            assert_eq!(answer.status, 403, "{path} from {origin}");
            assert!(answer.has_no_cors());
        }
    }
}

#[tokio::test]
async fn bodies_that_are_too_large_or_too_strange_are_refused_in_words() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let json = [("content-type", "application/json"), ("origin", LISTED)];
    let long = format!("{{\"name\":\"{}\"}}", "a".repeat(1024 * 1024));
    for path in ["/connections", "/connect", "/act", "/screens/connect", "/nowhere"] {
        let answer = wire.ask("POST", path, &json, &long).await;
        assert_eq!(answer.status, 413, "{path}");
        assert_eq!(answer.json()["key"], "payload_too_large");
        assert_eq!(answer.header("access-control-allow-origin"), LISTED, "{path}");
    }
    // Announced by nobody, and longer than it may be.
    let mut stream = wire.dial().await;
    let head = format!(
        "POST /act HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
        wire.bench.port
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = [b"10000\r\n".as_slice(), &vec![b' '; 0x10000], b"\r\n"].concat();
    for _ in 0..20 {
        stream.write_all(&chunk).await.unwrap();
    }
    stream.write_all(b"0\r\n\r\n").await.unwrap();
    assert!(read_head(&mut stream).await.starts_with("HTTP/1.1 413"));

    let long_target = format!("/connections?x={}", "a".repeat(9000));
    assert_eq!(wire.ask("GET", &long_target, &[], "").await.status, 414);
    let other = wire.ask("PATCH", "/connections", &[], "").await;
    assert_eq!(
        (other.status, &other.json()["type"]),
        (405, &json!("bad_request"))
    );
}

#[tokio::test]
async fn tokens_that_are_not_good_are_refused() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let before = api.seen().len();
    let stranger = token(&wire.bench, TokenFor::Tenant("mallory".to_owned())).await;
    let proxied = format!("/connections/{}/proxy/orders", wire.connection);
    for bad in [
        "",
        "x",
        "a.b.c",
        "eyJhbGciOiJub25lIn0.eyJpc0FkbWluIjp0cnVlfQ.",
        &"a".repeat(9000),
    ] {
        for path in ["/connections", proxied.as_str()] {
            let bearer = format!("Bearer {bad}");
            let answer = wire.bare("GET", path, &[("authorization", &bearer)], "").await;
            assert_eq!(answer.status, 401, "{path} {bad:.20}: {}", answer.body);
            assert_eq!(answer.json()["key"], "not_authenticated");
            assert!(bad.len() < 5 || !answer.body.contains(bad));
        }
    }
    let bearer = format!("Bearer {stranger}");
    let answer = wire
        .bare("GET", &proxied, &[("authorization", &bearer)], "")
        .await;
    assert_eq!(
        (answer.status, &answer.json()["key"]),
        (404, &json!("not_found")),
        "another tenant's"
    );
    assert_eq!(api.seen().len(), before);
    assert_eq!(wire.last_logged().who.as_deref(), Some("mallory"));
}

#[tokio::test]
async fn guessing_tokens_is_slowed_and_harms_nobody_else() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    assert_eq!(wire.ask("GET", "/connections", &[], "").await.status, 200);
    let mut refused = None;
    for guess in 0..400 {
        let bearer = format!("Bearer guess-{guess}");
        let answer = wire
            .bare("GET", "/connections", &[("authorization", &bearer)], "")
            .await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
        assert_eq!(answer.status, 401);
    }
    let refused = refused.expect("guessing is held back");
    assert_eq!(refused.json()["key"], "rate_limit_exceeded");
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(
        wire.ask("GET", "/connections", &[], "").await.status,
        200,
        "a good token goes on"
    );
}

#[tokio::test]
async fn the_log_knows_who_asked_and_holds_no_secret() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let proxied = format!(
        "/connections/{}/proxy/orders?page=2&api_key=s3cret",
        wire.connection
    );
    assert_eq!(
        wire.ask("GET", &proxied, &[("origin", LISTED)], "").await.status,
        200
    );
    let logged = wire.last_logged();
    assert_eq!(
        (logged.who.as_deref(), logged.origin.as_deref()),
        (Some("alice"), Some(LISTED))
    );
    assert_eq!((logged.status, logged.reason), (200, None));
    wire.bare("GET", &format!("/embed/main?token={}", wire.token), &[], "")
        .await;
    wire.bare("GET", "/health", &[], "").await;
    let all = wire.bench.engine.wire_log().list();
    assert!(all.iter().all(|logged| logged.path != "/health"));
    let text = format!("{all:?}");
    assert!(!text.contains(&wire.token) && !text.contains("s3cret"), "{text}");
}
