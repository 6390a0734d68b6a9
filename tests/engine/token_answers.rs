//! Token answers as real providers gave them, each of which broke somebody's client once (security A2.1 to A2.12). The
//! names say which statement a test holds. A2.13 to A2.16 are beside the flows they belong to; ID tokens (A2.17) are not
//! read, and TLS (A2.18) is the platform's.

use patchbay_engine::Code;
use serde_json::{Value, json};

use crate::support::{
    recorder::Reply,
    scripted::{Scripted, form},
    workbench::text,
};

/// An authorization code flow with everything at one address.
const CODE: &str = r#"
format = 1
key = "scripted"
name = "Scripted"
version = "1.0.0"

[params.apiUrl]
format = "url"
required = true

[redirect]
strategies = ["loopback"]

[auth]
kind = "oauth2"
default_scopes = ["read", "write"]
[auth.authorize]
url = "${apiUrl}/authorize"
[auth.token]
url = "${apiUrl}/token"
[auth.revoke]
request = { method = "POST", url = "${apiUrl}/revoke", form = { token = "${refreshToken ?? accessToken}" } }

[http]
base_url = "${apiUrl}"
headers = { Authorization = "Bearer ${accessToken}" }
"#;

async fn scripted() -> Scripted {
    Scripted::start(CODE, json!({})).await
}

/// The same connector with more lines of `[auth.response]`.
async fn answering(rules: &str) -> Scripted {
    let connector = CODE.replace(
        "[auth.revoke]",
        &format!("[auth.response]\n{rules}\n[auth.revoke]"),
    );
    Scripted::start(&connector, json!({})).await
}

/// Signs in at a provider whose token answer this is; how the attempt ended.
async fn answered(scripted: &Scripted, reply: Reply) -> Value {
    scripted.next("/token", reply);
    scripted.sign_in(&[("code", "the-code")]).await
}

fn typed(status: u16, kind: &str, body: &str) -> Reply {
    Reply {
        status,
        headers: vec![("content-type", kind.to_owned())],
        body: body.to_owned(),
    }
}

/// How long the token of this answer lives, in seconds; none where that is unknown.
async fn lifetime(rules: &str, answer: Value) -> Option<i64> {
    let scripted = answering(rules).await;
    let ended = answered(&scripted, Reply::json(200, &answer)).await;
    assert_eq!(ended["state"], "succeeded", "{answer}: {ended}");
    let held = scripted.bench.credentials(&text(&ended["connectionId"]));
    held.expires_at.map(|at| (at - held.obtained_at) / 1000)
}

#[tokio::test]
async fn a2_1_a_token_type_is_compared_without_regard_to_case() {
    for kind in ["bearer", "BEARER", "Bearer"] {
        let scripted = scripted().await;
        let ended = answered(
            &scripted,
            Reply::json(200, &json!({ "access_token": "a", "token_type": kind })),
        )
        .await;
        assert_eq!(ended["state"], "succeeded", "{kind}: {ended}");
    }
}

#[tokio::test]
async fn a2_1_a_token_of_an_unknown_or_missing_type_is_not_used() {
    for answer in [
        json!({ "access_token": "a", "token_type": "mac" }),
        json!({ "access_token": "a" }),
    ] {
        let scripted = scripted().await;
        let ended = answered(&scripted, Reply::json(200, &answer)).await;
        assert_eq!(ended["error"]["code"], "provider_error", "{answer}: {ended}");
        assert_eq!(scripted.bench.connections().await, 0);
    }
    // Slack says none; the connector says so.
    let slack = answering("default_token_type = \"Bearer\"").await;
    let ended = answered(
        &slack,
        Reply::json(200, &json!({ "ok": true, "access_token": "a" })),
    )
    .await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
}

#[tokio::test]
async fn a2_2_lifetimes_in_every_spelling() {
    let answer = |life: Value| json!({ "access_token": "a", "token_type": "Bearer", "expires_in": life });
    for life in [json!(3600), json!("3600"), json!(3600.0), json!("3600.0")] {
        assert_eq!(lifetime("", answer(life.clone())).await, Some(3600), "{life}");
    }
    for life in [
        json!(0),
        json!(-1),
        json!("never"),
        json!("NaN"),
        json!(1e300),
        json!(null),
        json!(true),
    ] {
        assert_eq!(
            lifetime("", answer(life.clone())).await,
            None,
            "{life} says nothing that can be used"
        );
    }
    let facebook = json!({ "access_token": "a", "token_type": "Bearer", "expires": 5_183_944 });
    assert_eq!(lifetime("", facebook.clone()).await, None);
    assert_eq!(
        lifetime("expires = { path = \"expires\" }", facebook).await,
        Some(5_183_944)
    );
}

#[tokio::test]
async fn a2_2_a_token_of_unknown_lifetime_is_used_until_a_401() {
    let scripted = scripted().await;
    let answer =
        json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 0, "refresh_token": "r" });
    let ended = answered(&scripted, Reply::json(200, &answer)).await;
    let connection = text(&ended["connectionId"]);
    scripted.bench.clock.advance(365 * 86_400);
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(
        scripted.token_requests().len(),
        1,
        "nobody refreshes what may be good"
    );
    scripted.next("/orders", Reply::json(401, &json!({})));
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(scripted.token_requests().len(), 2);
}

#[tokio::test]
async fn a2_3_a_refresh_answer_without_a_refresh_token_keeps_the_old_one() {
    for absent in [
        json!({}),
        json!({ "refresh_token": "" }),
        json!({ "refresh_token": null }),
    ] {
        let scripted = scripted().await;
        let connection = scripted.connect().await;
        let mut answer = json!({ "access_token": "newer", "token_type": "Bearer", "expires_in": 3600 });
        answer
            .as_object_mut()
            .unwrap()
            .extend(absent.as_object().unwrap().clone());
        scripted.next("/token", Reply::json(200, &answer));
        scripted
            .bench
            .ok("connection_refresh", json!({ "connection": connection }))
            .await;
        assert_eq!(scripted.bench.refresh_token(&connection), "refresh-1", "{absent}");
        assert_eq!(
            scripted.bench.credentials(&connection).access_token.expose(),
            "newer"
        );
    }
    let scripted = scripted().await;
    let connection = scripted.connect().await;
    scripted
        .bench
        .ok("connection_refresh", json!({ "connection": connection }))
        .await;
    assert_eq!(
        scripted.bench.refresh_token(&connection),
        "refresh-2",
        "a new one takes its place"
    );
}

#[tokio::test]
async fn a2_4_the_scope_of_the_answer_is_what_was_granted() {
    let granted = |scope: Value| async move {
        let scripted = scripted().await;
        let mut answer = json!({ "access_token": "a", "token_type": "Bearer" });
        if !scope.is_null() {
            answer["scope"] = scope;
        }
        let ended = answered(&scripted, Reply::json(200, &answer)).await;
        scripted.bench.show(&text(&ended["connectionId"])).await["grantedScopes"].clone()
    };
    assert_eq!(
        granted(json!("read")).await,
        json!(["read"]),
        "a narrower grant is shown"
    );
    assert_eq!(granted(json!("write read write")).await, json!(["write", "read"]));
    assert_eq!(granted(json!(["read", "write"])).await, json!(["read", "write"]));
    assert_eq!(
        granted(Value::Null).await,
        json!(["read", "write"]),
        "as asked for"
    );
}

#[tokio::test]
async fn a2_5_bodies_are_read_by_what_they_are() {
    let form = "access_token=a&token_type=bearer&expires_in=3600";
    let json = r#"{ "access_token": "a", "token_type": "bearer", "expires_in": 3600 }"#;
    for (kind, body) in [
        ("application/json", json.to_owned()),
        ("application/json; charset=utf-8", format!("\u{feff}{json}")),
        ("text/html; charset=utf-8", json.to_owned()),
        ("text/plain", form.to_owned()),
        ("application/x-www-form-urlencoded", form.to_owned()),
        ("application/json", form.to_owned()),
    ] {
        let scripted = scripted().await;
        let ended = answered(&scripted, typed(200, kind, &body)).await;
        assert_eq!(ended["state"], "succeeded", "{kind} {body}: {ended}");
    }
}

#[tokio::test]
async fn a2_5_a_body_that_is_too_large_too_deep_or_no_answer_is_refused() {
    let padded = format!(
        r#"{{ "access_token": "a", "token_type": "bearer", "padding": "{}" }}"#,
        "x".repeat(1024 * 1024)
    );
    let deep = format!(
        r#"{{ "access_token": "a", "token_type": "bearer", "deep": {}{} }}"#,
        "[".repeat(70),
        "]".repeat(70)
    );
    for body in [
        padded.as_str(),
        deep.as_str(),
        "<html>Welcome</html>",
        "",
        "null",
        "[]",
    ] {
        let scripted = scripted().await;
        let ended = answered(&scripted, typed(200, "application/json", body)).await;
        assert_eq!(ended["state"], "failed", "{}", &body[..body.len().min(60)]);
        assert_eq!(scripted.bench.connections().await, 0);
        assert_eq!(scripted.token_requests().len(), 1, "a code is sent once");
    }
}

#[tokio::test]
async fn a2_6_an_answer_200_with_an_error_is_an_error() {
    for (answer, words) in [
        (
            json!({ "ok": false, "error": "code_already_used" }),
            "code_already_used",
        ),
        (
            json!({ "error": "bad_verification_code", "error_description": "The code is incorrect." }),
            "The code is incorrect",
        ),
        (json!({ "token_type": "Bearer" }), "without an access token"),
        (
            json!({ "access_token": "", "token_type": "Bearer" }),
            "without an access token",
        ),
    ] {
        let scripted = scripted().await;
        let ended = answered(&scripted, Reply::json(200, &answer)).await;
        assert_eq!(ended["error"]["code"], "provider_error", "{answer}: {ended}");
        assert!(text(&ended["error"]["message"]).contains(words), "{ended}");
    }
}

#[tokio::test]
async fn a2_6_errors_are_told_apart() {
    for (status, kind, body, code) in [
        (
            400,
            "application/json",
            r#"{ "error": "invalid_grant" }"#,
            "provider_error",
        ),
        (
            401,
            "application/json",
            r#"{ "error": "invalid_client" }"#,
            "misconfigured",
        ),
        (
            400,
            "application/x-www-form-urlencoded",
            "error=invalid_client",
            "misconfigured",
        ),
        (
            403,
            "text/html",
            "<html><h1>Forbidden</h1></html>",
            "provider_error",
        ),
        (
            503,
            "text/html",
            "<html><h1>Down</h1></html>",
            "provider_unreachable",
        ),
    ] {
        let scripted = scripted().await;
        let ended = answered(&scripted, typed(status, kind, body)).await;
        assert_eq!(ended["error"]["code"], code, "{status} {body}: {ended}");
        assert!(ended["error"]["next"].is_string(), "{ended}");
    }
}

#[tokio::test]
async fn a2_7_basic_encodes_the_client_before_base64_and_is_the_only_authentication() {
    let connector = CODE.replace("/token\"", "/token\"\nclient_auth = \"basic\"");
    let further = json!({ "clientId": "my id:ü", "clientSecret": "a+b%c d" });
    let scripted = Scripted::start(&connector, further).await;
    scripted.connect().await;
    let seen = scripted.api.seen_at("/token").remove(0);
    // "my+id%3A%C3%BC:a%2Bb%25c+d", RFC 6749 §2.3.1 and appendix B.
    assert_eq!(
        seen.header("authorization"),
        "Basic bXkraWQlM0ElQzMlQkM6YSUyQmIlMjVjK2Q="
    );
    let body = form(&seen);
    assert!(
        !body.contains_key("client_secret") && !body.contains_key("client_id"),
        "{body:?}"
    );
}

#[tokio::test]
async fn a2_9_a_401_leads_to_one_refresh_and_one_more_try() {
    let scripted = scripted().await;
    let connection = scripted.connect().await;
    scripted.next("/orders", Reply::json(401, &json!({})));
    scripted.next("/orders", Reply::json(401, &json!({ "still": "no" })));
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 401);
    assert_eq!(scripted.token_requests().len(), 2);
    let bearers: Vec<_> = scripted
        .api
        .seen_at("/orders")
        .iter()
        .map(|seen| seen.header("authorization").to_owned())
        .collect();
    assert_eq!(bearers, ["Bearer access-1", "Bearer access-2"]);
}

#[tokio::test]
async fn a2_10_an_ended_grant_needs_a_reconnect_and_loses_nothing() {
    let scripted = scripted().await;
    let connection = scripted.connect().await;
    scripted.bench.clock.advance(3601);
    scripted.next("/token", Reply::json(400, &json!({ "error": "invalid_grant" })));
    let error = scripted.bench.get(&connection, "/orders").await.unwrap_err();
    assert_eq!(error.code, Code::NeedsReconnect);
    assert_eq!(scripted.bench.health(&connection).await, "needs_reconnect");
    assert_eq!(scripted.bench.refresh_token(&connection), "refresh-1");
}

#[tokio::test]
async fn a2_11_archiving_succeeds_whatever_the_revocation_says() {
    // RFC 7009 §2.2: 200 also for a token that the server does not know.
    let scripted = scripted().await;
    let connection = scripted.connect().await;
    let archived = scripted
        .bench
        .ok("connection_archive", json!({ "connection": connection }))
        .await;
    assert!(archived["warning"].is_null(), "{archived}");
    assert_eq!(form(&scripted.api.seen_at("/revoke")[0])["token"], "refresh-1");

    let scripted = self::scripted().await;
    let connection = scripted.connect().await;
    let down = Reply::json(503, &json!({})).with("retry-after", "60");
    scripted.next("/revoke", down);
    let archived = scripted
        .bench
        .ok("connection_archive", json!({ "connection": connection }))
        .await;
    assert!(
        archived.to_string().contains("503"),
        "it says that the grant lives on: {archived}"
    );
    assert_eq!(
        scripted.bench.refresh_token(&connection),
        "refresh-1",
        "and keeps it"
    );
}

#[tokio::test]
async fn a2_12_a_busy_token_endpoint_is_asked_later_and_never_means_a_reconnect() {
    for (status, wait) in [(429, 120), (503, 30), (500, 0)] {
        let scripted = scripted().await;
        let connection = scripted.connect().await;
        scripted.bench.clock.advance(3601);
        let mut busy = Reply::json(status, &json!({ "error": "invalid_grant" }));
        if wait > 0 {
            busy = busy.with("retry-after", wait.to_string());
        }
        scripted.next("/token", busy);
        let error = scripted.bench.get(&connection, "/orders").await.unwrap_err();
        assert_eq!(error.code, Code::RefreshDelayed, "{status}");
        scripted.bench.clock.advance(wait.max(10) - 5);
        let error = scripted.bench.get(&connection, "/orders").await.unwrap_err();
        assert_eq!(
            error.code,
            Code::RefreshDelayed,
            "not before the time that it asked for"
        );
        assert_eq!(scripted.token_requests().len(), 2);
        scripted.bench.clock.advance(10);
        assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    }
}
