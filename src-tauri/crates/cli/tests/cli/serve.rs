//! `serve`: what its listener answers and refuses.

use reqwest::StatusCode;
use reqwest::header::{HOST, ORIGIN};
use serde_json::{Value, json};

use crate::harness::{Patchbay, browser};

#[tokio::test]
async fn it_answers_until_it_is_interrupted() {
    let patchbay = Patchbay::new();
    let serve = patchbay.serve(&["--keyring", "memory"]);
    assert_eq!(serve.ready["pid"], json!(serve.started.pid()));
    let health: Value = browser()
        .get(serve.url("/health"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(health["status"], "ok");
    assert!(patchbay.dir().join("engine.json").exists());
    serve.started.interrupt();
    assert_eq!(serve.started.ended(), 0);
    assert!(!patchbay.dir().join("engine.json").exists());
}

#[tokio::test]
async fn strange_hosts_and_pages_are_refused() {
    let patchbay = Patchbay::new();
    let serve = patchbay.serve(&["--keyring", "memory"]);
    let browser = browser();
    for host in ["evil.example", "127.0.0.1", "localhost.:7282"] {
        let answer = browser
            .get(serve.url("/health"))
            .header(HOST, host)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    let page = |method, path: &str| {
        browser
            .request(method, serve.url(path))
            .header(ORIGIN, "https://evil.example")
    };
    let health = page(reqwest::Method::GET, "/health").send().await.unwrap();
    assert_eq!(health.status(), StatusCode::OK);
    let data = page(reqwest::Method::GET, "/connections").send().await.unwrap();
    assert_eq!(data.status(), StatusCode::FORBIDDEN);
    let nowhere = browser.get(serve.url("/favicon.ico")).send().await.unwrap();
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
    let problem: Value = nowhere.json().await.unwrap();
    assert_eq!(
        (&problem["key"], &problem["data"]),
        (&json!("not_found"), &Value::Null)
    );
}

#[tokio::test]
async fn control_needs_the_run_s_token_and_no_page() {
    let patchbay = Patchbay::new();
    let serve = patchbay.serve(&["--keyring", "memory"]);
    let browser = browser();
    let hello = json!({ "nonce": "0".repeat(32) });
    let answer = browser
        .post(serve.url("/control/hello"))
        .json(&hello)
        .send()
        .await
        .unwrap();
    let greeting: Value = answer.json().await.unwrap();
    let rpc = browser
        .post(serve.url("/control/rpc"))
        .header("x-patchbay-nonce", greeting["nonce"].as_str().unwrap())
        .header("x-patchbay-proof", greeting["proof"].as_str().unwrap())
        .json(&json!({ "command": "status", "payload": {} }));
    assert_eq!(rpc.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    for path in ["/control/hello", "/control/rpc"] {
        let page = browser
            .post(serve.url(path))
            .header(ORIGIN, "http://localhost:3000")
            .json(&hello);
        assert_eq!(
            page.send().await.unwrap().status(),
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    let wrong = browser
        .post(serve.url("/control/hello"))
        .json(&json!({ "nonce": "short" }));
    assert_eq!(wrong.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_redirect_that_belongs_to_nothing_changes_nothing() {
    let patchbay = Patchbay::new();
    let serve = patchbay.serve(&["--keyring", "memory"]);
    let url = serve
        .url("/oauth-callback/sandbox?code=stolen&state=guessed")
        .parse()
        .unwrap();
    let (status, page) = crate::harness::arrive(&browser(), &url).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(
        page.contains("Nothing was waiting for this")
            && !page.contains("stolen")
            && !page.contains("<script")
    );
}

#[tokio::test]
async fn more_than_the_limits_is_refused() {
    let patchbay = Patchbay::new();
    let serve = patchbay.serve(&["--keyring", "memory"]);
    let browser = browser();
    let long = browser
        .get(serve.url(&format!("/oauth-callback?code={}", "a".repeat(9000))))
        .send()
        .await
        .unwrap();
    assert_eq!(long.status(), StatusCode::URI_TOO_LONG);
    let headers = browser
        .get(serve.url("/health"))
        .header("x-long", "a".repeat(50_000))
        .send()
        .await
        .unwrap();
    assert_eq!(headers.status(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    let body = browser
        .post(serve.url("/control/hello"))
        .body(vec![b' '; 1024 * 1024 + 1])
        .send()
        .await
        .unwrap();
    assert_eq!(body.status(), StatusCode::PAYLOAD_TOO_LARGE);
}
