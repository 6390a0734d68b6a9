//! What oidc-provider can besides the code flow: device codes (RFC 8628), pushed requests (RFC 9126), bound tokens
//! (RFC 9449), clients that register themselves (RFC 7591).

use serde_json::{Value, json};
use url::Url;

use crate::support::{
    browser::{Browser, query},
    oidc::{APP, DEVICE, Oidc},
    recorder::{Recorder, Reply},
    workbench::{Key, Workbench},
};

async fn by_device(server: &str) -> Workbench {
    by_device_with(server, Key::Memory).await
}

async fn by_device_with(server: &str, key: Key) -> Workbench {
    let bench = Workbench::start_with(key).await;
    let request = json!({
        "key": "device", "connector": "device",
        "parameters": { "serverUrl": server, "clientId": DEVICE },
    });
    bench.ok("integration_add", request).await;
    bench
}

/// Lets the clock go on until the attempt has ended.
async fn ended_in_time(bench: &Workbench, attempt: &str) -> Value {
    loop {
        bench.clock.advance(1);
        let seen = bench.ok("attempt", json!({ "attempt": attempt })).await;
        if !["pending", "redeeming"].contains(&seen["state"].as_str().unwrap()) {
            return seen;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_code_is_shown_and_its_token_comes_once_the_person_allowed() {
    let server = Oidc::start().await;
    let bench = by_device(&server.issuer).await;
    let started = bench
        .ok("connect_start", json!({ "integration": "device" }))
        .await;
    assert_eq!(started["state"], "pending", "{started}");
    let device = &started["device"];
    let code = device["userCode"].as_str().unwrap();
    assert!(!code.is_empty());
    assert_eq!(started["authorizeUrl"], device["verificationUriComplete"]);
    assert_eq!(device["verificationUri"], format!("{}/device", server.issuer));
    let text = started.to_string();
    let page = device["verificationUriComplete"].as_str().unwrap();

    let last = Browser::new().allow_here(page).await;
    assert!(
        last.contains("Sign-in Success") || last.to_lowercase().contains("success"),
        "{last}"
    );
    let attempt = started["id"].as_str().unwrap();
    let ended = ended_in_time(&bench, attempt).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert_eq!(ended["device"], Value::Null);
    let connection = ended["connectionId"].as_str().unwrap();
    assert_eq!(bench.status_of(connection, "/me").await, 200);
    bench.clock.advance(3601);
    assert_eq!(bench.status_of(connection, "/me").await, 200, "it refreshes");
    assert!(!text.contains("device_code"));
}

#[tokio::test]
async fn a2_13_it_asks_no_sooner_than_told_and_slow_down_is_for_good() {
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&asked);
    let server = Recorder::answering(move |seen| match seen.path() {
        "/.well-known/openid-configuration" => {
            let origin = format!("http://{}", seen.header("host"));
            Reply::json(
                200,
                &json!({
                    "issuer": origin, "token_endpoint": format!("{origin}/token"),
                    "device_authorization_endpoint": format!("{origin}/device_authorization"),
                }),
            )
        }
        "/device_authorization" => Reply::json(
            200,
            &json!({
                "device_code": "d-secret", "user_code": "WDJB-MJHT",
                "verification_uri": format!("http://{}/device", seen.header("host")), "expires_in": 120,
            }),
        ),
        "/token" => {
            let error = match counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
                0 => "authorization_pending",
                1 => "slow_down",
                _ => "access_denied",
            };
            Reply::json(400, &json!({ "error": error }))
        }
        _ => Reply::json(404, &json!({})),
    })
    .await;
    let bench = by_device(&server.origin).await;
    let started = bench
        .ok("connect_start", json!({ "integration": "device" }))
        .await;
    assert_eq!(started["device"]["userCode"], "WDJB-MJHT", "{started}");
    assert!(
        !started.to_string().contains("d-secret"),
        "the device code stays in the vault"
    );
    let attempt = started["id"].as_str().unwrap();
    let times = || asked.load(std::sync::atomic::Ordering::SeqCst);
    let reaches = async |wanted: usize| {
        while times() < wanted {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(times(), wanted);
    };
    // The clock goes on by itself too. Without an interval in the answer it is five seconds.
    let quiet = || tokio::time::sleep(std::time::Duration::from_millis(500));
    bench.clock.advance(3);
    quiet().await;
    assert_eq!(times(), 0);
    bench.clock.advance(2);
    reaches(1).await;
    quiet().await;
    bench.clock.advance(5);
    reaches(2).await;
    quiet().await;
    bench.clock.advance(7);
    quiet().await;
    assert_eq!(times(), 2, "five seconds more, for good");
    bench.clock.advance(3);
    reaches(3).await;
    let ended = bench.ended(attempt).await;
    assert_eq!(ended["error"]["code"], "access_denied", "{ended}");
}

#[tokio::test]
async fn a2_13_a_code_that_ran_out_and_one_that_was_given_up_are_asked_for_no_more() {
    let server = Oidc::start().await;
    let bench = by_device(&server.issuer).await;
    let started = bench
        .ok("connect_start", json!({ "integration": "device" }))
        .await;
    let attempt = started["id"].as_str().unwrap().to_owned();
    bench.ok("connect_cancel", json!({ "attempt": attempt })).await;
    bench.clock.advance(60);
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    assert_eq!(server.token_requests().await.len(), 0);

    let started = bench
        .ok("connect_start", json!({ "integration": "device" }))
        .await;
    let attempt = started["id"].as_str().unwrap().to_owned();
    bench.clock.advance(3600);
    let ended = ended_in_time(&bench, &attempt).await;
    assert!(
        ["failed", "expired"].contains(&ended["state"].as_str().unwrap()),
        "{ended}"
    );
    assert_eq!(server.token_requests().await.len(), 0);
}

#[tokio::test]
async fn a2_15_a_server_that_wants_requests_pushed_gets_them_and_the_browser_only_a_reference() {
    let server = Oidc::start_with(json!({ "requirePar": true })).await;
    let bench = Workbench::start().await;
    bench.add_acme(&server, json!({})).await;
    let (attempt, link) = bench.begin(json!({ "integration": "acme" })).await;
    let asked = query(&Url::parse(&link).unwrap());
    assert_eq!(asked.keys().collect::<Vec<_>>(), ["client_id", "request_uri"]);
    assert_eq!(asked["client_id"], APP);
    assert_eq!(server.requests_to("/request").await.len(), 1);
    let back = Url::parse(&format!("http://127.0.0.1:{}/oauth-callback/acme", bench.port)).unwrap();
    let url = Browser::new().answer_until(&link, "allow", &back).await;
    bench.arrive(&url).await;
    let ended = bench.ended(&attempt).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert_eq!(
        bench
            .status_of(ended["connectionId"].as_str().unwrap(), "/me")
            .await,
        200
    );
}

/// The connector `acme` with another key and more in `[auth]`.
fn acme_with(bench: &Workbench, key: &str, auth: &str) {
    let text = crate::support::connectors::ACME
        .replace("key = \"acme\"", &format!("key = \"{key}\""))
        .replace("kind = \"oauth2\"", &format!("kind = \"oauth2\"\n{auth}"));
    let file = bench.place.path().join("connectors").join(format!("{key}.toml"));
    std::fs::write(file, text).unwrap();
}

async fn add(bench: &Workbench, key: &str, parameters: Value) {
    let request = json!({
        "key": "acme", "connector": key, "parameters": parameters, "redirect": { "kind": "loopback" },
    });
    // The folder is read anew as soon as it changes.
    for _ in 0..100 {
        if bench.ask("connector_show", json!({ "key": key })).await.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    bench.ok("integration_add", request).await;
}

#[tokio::test]
async fn a2_14_a_token_is_bound_to_a_key_with_the_servers_nonce_and_refreshes_with_it() {
    let server = Oidc::start_with(json!({ "dpopNonces": true })).await;
    let bench = Workbench::start().await;
    acme_with(&bench, "bound", "dpop = \"always\"");
    add(
        &bench,
        "bound",
        json!({ "serverUrl": server.issuer, "clientId": APP }),
    )
    .await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    let requests = server.token_requests().await;
    assert_eq!(
        requests.len(),
        2,
        "once without the nonce, once with it: {requests:?}"
    );
    assert_eq!(requests[0].error.as_deref(), Some("use_dpop_nonce"));
    assert!(requests.iter().all(|request| request.dpop));
    assert_eq!(bench.credentials(&connection).token_type, "DPoP");
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
    bench.clock.advance(3601);
    assert_eq!(
        bench.status_of(&connection, "/me").await,
        200,
        "refreshed with the same key"
    );
    let requests = server.token_requests().await;
    assert_eq!(
        requests.last().unwrap().grant_type.as_deref(),
        Some("refresh_token")
    );
    assert!(requests.last().unwrap().dpop);
}

#[tokio::test]
async fn a_client_registers_itself_where_none_is_set_and_a_reconnect_goes_on_with_it() {
    let server = Oidc::start_with(json!({ "registration": true })).await;
    let bench = Workbench::start().await;
    acme_with(&bench, "registering", "registration = true");
    add(&bench, "registering", json!({ "serverUrl": server.issuer })).await;
    let connection = bench.connect(json!({ "integration": "acme" })).await;
    assert_eq!(server.requests_to("/reg").await.len(), 1);
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
    bench.clock.advance(3601);
    assert_eq!(
        bench.status_of(&connection, "/me").await,
        200,
        "its own client refreshes"
    );
    bench.connect(json!({ "connection": connection })).await;
    assert_eq!(server.requests_to("/reg").await.len(), 1, "known from before");
    assert_eq!(bench.status_of(&connection, "/me").await, 200);
}

#[tokio::test]
async fn a_device_is_still_waited_for_after_a_restart() {
    let server = Oidc::start().await;
    let bench = by_device_with(&server.issuer, Key::Passphrase("only for tests")).await;
    let started = bench
        .ok("connect_start", json!({ "integration": "device" }))
        .await;
    let attempt = started["id"].as_str().unwrap().to_owned();
    let bench = bench.restart().await;
    let page = started["device"]["verificationUriComplete"].as_str().unwrap();
    Browser::new().allow_here(page).await;
    let ended = ended_in_time(&bench, &attempt).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
}

#[tokio::test]
async fn a2_16_a_resource_names_its_server_and_the_token_is_asked_for_that_resource() {
    let server = Oidc::start().await;
    let issuer = server.issuer.clone();
    let resource = Recorder::answering(move |seen| {
        let origin = format!("http://{}", seen.header("host"));
        let said = match seen.path() {
            "/.well-known/oauth-protected-resource/mcp" | "/.well-known/oauth-protected-resource/other" => {
                format!("{origin}/mcp")
            }
            _ => return Reply::json(404, &json!({})),
        };
        Reply::json(
            200,
            &json!({ "resource": said, "authorization_servers": [issuer] }),
        )
    })
    .await;
    let bench = Workbench::start().await;
    acme_with(&bench, "resource", "resource_metadata = true");
    let asked = format!("{}/mcp", resource.origin);
    add(&bench, "resource", json!({ "serverUrl": asked, "clientId": APP })).await;
    let (_, link) = bench.begin(json!({ "integration": "acme" })).await;
    assert!(link.starts_with(&format!("{}/auth?", server.issuer)), "{link}");
    assert_eq!(query(&Url::parse(&link).unwrap())["resource"], asked);

    let elsewhere = json!({ "serverUrl": format!("{}/other", resource.origin) });
    let refused = bench
        .refused(
            "connect_start",
            json!({ "integration": "acme", "overrides": elsewhere }),
        )
        .await;
    assert_eq!(
        refused.code,
        patchbay_engine::Code::ProviderError,
        "it speaks for another resource: {refused:?}"
    );
}
